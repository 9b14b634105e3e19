"""Promises over the days on which clocks go wrong: Easter, the 17th of May, and the two nights that change the clock.

Each time Kari reports at ten past three on the last working day before. She is promised an answer at ten past three on
the next one; until then nobody is told that it is late, and then at once.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bot.plays.control import Control, NotSeen, buttons, everything
from bot.plays.course import SHARED
from bot.plays.odd_days import odd_days
from handlers.views.words import OSLO, words
from rules.holidays_norway import norwegian_holidays

ONCALL = "on-call"
SPOKEN = time(15, 10)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


async def promises(control: Control) -> bool:
    """Plays it, a line for each step; true when every expectation held."""
    try:
        await Promises(control).play()
    except NotSeen as failure:
        print(f"  FAILED  {failure}", flush=True)
        return False
    print("Every promise held.", flush=True)
    return True


class Promises:
    """One case for each of the days, in the order they come from now on."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self._kari, self._jonas = (control.person(name) for name in ("kari", "jonas"))

    async def play(self) -> None:
        """All of it."""
        for name, day in odd_days(await self._control.now()):
            await self._over(name, day)

    async def _over(self, name: str, day: date) -> None:
        spoken, due = _at(_before(day)), _at(_after(_before(day)))
        if spoken <= await self._control.now():
            return
        await self._control.wind_to(spoken)
        number = await self._kari_reports(name, due)
        await self._control.wind_to(due - MINUTE)
        self._expect(not await self._is_told(number, "*overdue*"), f"{number} is told to be late before it is")
        await self._control.wind_to(due + MINUTE)  # the seconds in which Kari filled in her form
        self._expect(await self._is_told(number, f"*{number}* is *overdue*"), f"{number} is late, and nobody is told")
        card = next(one for one in await self._in_channel() if number in everything(one))
        self._expect("I'm on it" in buttons(card), f"the card of {number} offers to be on it")
        await self._jonas.clicks("I'm on it", channel=ONCALL, containing=number)
        await self._kari.sees(f"is on it: we are working on {number}", channel=SHARED, thread_ts=self._root)
        print(f"  {name}: {number} of {_said(spoken)} is promised for {_said(due)}, and told then", flush=True)

    async def _kari_reports(self, name: str, due: datetime) -> str:
        form = await self._kari.opens("Open a case", channel=SHARED, containing="Need help?")
        values = {
            "What is the problem or task?": f"The checkout does nothing, just before {name}",
            "How urgent is it?": "An important function fails or is much slower than normal",
        }
        await self._kari.fills_in(form, values)
        await self._control.idle()
        root = (await self._control.messages(SHARED))[-1]
        self._root = str(root["ts"])
        receipt = (await self._control.messages(SHARED, self._root))[1]
        self._expect(_said(due) in everything(receipt), f"{_said(due)} is promised, not: {everything(receipt)}")
        return next(word for word in everything(root).split() if word.startswith("SG-"))

    async def _is_told(self, number: str, words: str) -> bool:
        cards = [one for one in await self._in_channel() if number in everything(one)]
        threads = [await self._control.messages(ONCALL, card["ts"]) for card in cards]
        return any(words in everything(one) for thread in threads for one in thread[1:])

    async def _in_channel(self) -> list[Any]:
        await self._control.idle()
        return await self._control.messages(ONCALL)

    @staticmethod
    def _expect(holds: bool, otherwise: str) -> None:
        if not holds:
            raise NotSeen(otherwise)


def _works(day: date) -> bool:
    return day.weekday() < 5 and day not in norwegian_holidays(day.year)


def _before(day: date) -> date:
    return next(one for count in range(1, 15) if _works(one := day - count * DAY))


def _after(day: date) -> date:
    return next(one for count in range(1, 15) if _works(one := day + count * DAY))


def _at(day: date) -> datetime:
    return datetime.combine(day, SPOKEN, OSLO).astimezone(UTC)


def _said(at: datetime) -> str:
    return words("en").when(at)
