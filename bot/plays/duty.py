"""Who has duty over the nights on which clocks go wrong: Easter, the 17th of May, and the two that change the clock.

Jonas and Ingrid take turns by the day, and each is the other's second layer; they hand over at half past two at night,
a time that comes not at all in March and twice in October. A site goes down right after, and the right one is woken.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

from bot.plays.control import Actor, Control, NotSeen, buttons, everything
from bot.plays.course import DESK, SHARED
from bot.plays.odd_days import MAY, MORE, odd_days
from handlers.views.words import OSLO

ONCALL, PRIVATE = "on-call", "saksgang"  # PRIVATE: what a person reads alone with the app
ON_DUTY = ("Jonas Lie", "Ingrid Moen")
HAND_OVER, IN_ITS_PLACE = time(2, 30), time(3)
DAY, MINUTE, SECOND = timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
YEAR = timedelta(days=366)  # nothing is open between the nights
LAYER = re.compile(r"\*Layer (\d)\:\* (\w+ \w+)")
UNTIL = re.compile(r"until <!date\^(\d+)")
DOWN = "The site, or a significant part of it, is down"


async def duty(control: Control) -> bool:
    """Plays it, a line for each step; true when every expectation held."""
    try:
        await Duty(control).play()
    except NotSeen as failure:
        print(f"  FAILED  {failure}", flush=True)
        return False
    print("The right one had duty, and was woken.", flush=True)
    return True


class Duty:
    """A rota of two layers, and a case on each of the nights."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self._kari, self._anna, self._ingrid = (control.person(name) for name in ("kari", "anna", "ingrid"))
        self._first = date.min

    async def play(self) -> None:
        """All of it."""
        await self._ingrid_sets_the_rota_up()
        climbs = True
        for name, day in odd_days(await self._control.now()):
            if name == MAY:
                await self._a_swap_and_back(day)
            number = await self._a_night(name, day)
            await (self._it_climbs if climbs else self._it_is_answered)(number, day)
            climbs = False
        await self._a_gap()

    async def _ingrid_sets_the_rota_up(self) -> None:
        self._first = (await self._control.now()).astimezone(OSLO).date() + DAY
        for number, people in enumerate((ON_DUTY, ON_DUTY[::-1]), 1):
            await self._ingrid.types("/oncall", channel=DESK)
            answer = await self._ingrid.sees("duty" if number == 1 else "*Layer 1:*", channel=DESK)
            below = await self._ingrid.looks("Set up the rota", channel=DESK, message_ts=answer["ts"])
            form = await self._ingrid.opens("New layer", view_id=below["id"])
            values = {
                "Who takes turns": list(people),
                "A turn lasts": "1",
                "Of": "days",
                "From": _at(self._first).isoformat(),
            }
            await self._ingrid.fills_in(form, values)
            await self._ingrid.sees(f"{', '.join(people)} in turn", channel=ONCALL)
        await self._control.wind_to(_at(self._first) + MINUTE)
        self._expect(await self._has_duty() == self._meant(self._first), "the first turn has begun")
        print(f"  {ON_DUTY[0]} and {ON_DUTY[1]} take turns, in two layers", flush=True)

    async def _a_night(self, name: str, day: date) -> str:
        """The hand-over at its very instant, and a case right after it; its number."""
        at, before, after = _at(day), self._meant(day - DAY), self._meant(day)
        await self._control.wind_to(at - DAY, YEAR)
        await self._control.wind_to(at - MINUTE)
        self._expect(await self._has_duty() == before, f"{before[0]} has duty until {at}")
        await self._control.wind_to(at + SECOND)
        self._expect(await self._has_duty() == after, f"{after[0]} has duty from {at} on")
        if name == MORE:
            await self._control.wind_to(at + 61 * MINUTE)
            self._expect(await self._has_duty() == after, "the second half past two hands over once more")
        number = await self._the_site_goes_down(name)
        await _actor(self._control, after[0]).sees(number, channel=PRIVATE)
        self._expect(not await self._was_told(before[0], number), f"{before[0]} is woken too, and it is not their turn")
        woken = f"{after[0]} takes over from {before[0]}, and is woken for {number}"
        print(f"  {name}: at {at:%H:%M} UTC {woken}", flush=True)
        return number

    async def _the_site_goes_down(self, name: str) -> str:
        form = await self._kari.opens("Open a case", channel=SHARED, containing="Need help?")
        values = {"What is the problem or task?": f"The shop is gone, {name}", "How urgent is it?": DOWN}
        asks = await self._kari.fills_in(form, values)
        await self._kari.fills_in(asks, {})
        await self._control.idle()
        card = (await self._control.messages(ONCALL))[-1]
        self._expect(f"The shop is gone, {name}" in everything(card), f"its card is in the channel: {everything(card)}")
        return next(word for word in everything(card).split() if word.startswith("SG-"))

    async def _it_climbs(self, number: str, day: date) -> None:
        """Nobody answers: the next layer, then everybody; who acknowledges is asked whether they still have it."""
        second = _actor(self._control, self._meant(day)[1])
        await self._later(5 * MINUTE)
        await second.sees(number, channel=PRIVATE)
        await self._told(number, "*Step 2*")
        await self._later(5 * MINUTE)
        await self._told(number, "*Step 3*")
        await second.clicks("Acknowledge", channel=ONCALL, containing=number)
        await self._told(number, "has acknowledged this.* Nobody else is told.")
        await self._later(30 * MINUTE)
        asked = await second.sees("Are you still on it?", channel=PRIVATE)  # in doubt it is asked twice
        await second.clicks("Still on it", channel=PRIVATE, message_ts=asked["ts"])
        await self._told(number, "is still on it.")
        print(f"  {number} climbs to the second layer and to everybody, and is acknowledged", flush=True)
        await self._it_is_answered(number, day)

    async def _it_is_answered(self, number: str, day: date) -> None:
        """Who has duty answers the customer, and nobody is told any more."""
        await _actor(self._control, self._meant(day)[0]).clicks("I'm on it", channel=ONCALL, containing=number)
        await self._control.idle()
        card = await self._card(number)
        self._expect("over, it is answered" in everything(card), f"{number} is answered: {everything(card)}")
        self._expect("Acknowledge" not in buttons(card), f"{number} still asks to be acknowledged")

    async def _a_swap_and_back(self, day: date) -> None:
        """Whose day it is gives it away, and takes it back."""
        await self._control.wind_to(_at(day) - DAY, YEAR)
        await self._control.wind_to(_at(day) - 10 * timedelta(hours=1))
        giver, taker = self._meant(day)
        giving = _actor(self._control, giver)
        await giving.types("/oncall", channel=DESK)
        answer = await giving.sees("*Layer 1:*", channel=DESK)
        form = await giving.opens("Swap", channel=DESK, message_ts=answer["ts"])
        await giving.fills_in(form, {"Who takes it": taker})
        await giving.sees("has duty instead of", channel=ONCALL)
        self._expect(await self._until() == _at(day + 2 * DAY), f"{taker} has {giver}'s day too")
        await giving.clicks("Take back", channel=ONCALL)
        await giving.sees("took this back", channel=ONCALL)
        self._expect(await self._until() == _at(day), f"{taker} has {giver}'s day no more")
        print(f"  {giver} gives {MAY} to {taker}, and takes it back", flush=True)

    async def _a_gap(self) -> None:
        """Who has duty leaves the channel: that is told at once."""
        await self._control.post("leave", user=ON_DUTY[0].split()[0].lower(), channel=ONCALL)
        gap = f"{ON_DUTY[0]} is not in the on-call channel"
        await self._ingrid.sees(gap, channel=ONCALL)
        await self._ingrid.sees(gap, channel=PRIVATE)
        print(f"  {ON_DUTY[0]} leaves the channel, and the gap is told", flush=True)

    async def _has_duty(self) -> tuple[str, ...]:
        """Who has it by /oncall, layer by layer."""
        return tuple(name for _layer, name in LAYER.findall(await self._anna.types("/oncall", channel=DESK)))

    async def _until(self) -> datetime:
        """When the first layer changes, by /oncall."""
        found = UNTIL.search(await self._anna.types("/oncall", channel=DESK))
        return datetime.fromtimestamp(int(found[1]) if found else 0, UTC)

    def _meant(self, day: date) -> tuple[str, str]:
        """Who has duty from that day's hand-over on, in the first and in the second layer."""
        turn = (day - self._first).days % 2
        return ON_DUTY[turn], ON_DUTY[1 - turn]

    async def _later(self, wait: timedelta) -> None:
        await self._control.wind_to(await self._control.now() + wait)

    async def _was_told(self, who: str, number: str) -> bool:
        await self._control.idle()
        first_name = who.split()[0].lower()
        return any(number in everything(one) for one in await self._control.messages(PRIVATE, seen_by=first_name))

    async def _told(self, number: str, words: str) -> None:
        """The words stand in the thread of its card."""
        await self._ingrid.sees(words, channel=ONCALL, thread_ts=(await self._card(number))["ts"])

    async def _card(self, number: str) -> dict[str, str]:
        await self._control.idle()
        found: dict[str, str] = next(one for one in await self._control.messages(ONCALL) if number in everything(one))
        return found

    @staticmethod
    def _expect(holds: bool, otherwise: str) -> None:
        if not holds:
            raise NotSeen(otherwise)


def _actor(control: Control, name: str) -> Actor:
    return control.person(name.split()[0].lower())


def _at(day: date) -> datetime:
    """The hand-over of that day: at half past two, at three in the night that has none, at the first one of two."""
    at = datetime.combine(day, HAND_OVER, OSLO).astimezone(UTC)
    is_there = at.astimezone(OSLO).time() == HAND_OVER
    return at if is_there else datetime.combine(day, IN_ITS_PLACE, OSLO).astimezone(UTC)
