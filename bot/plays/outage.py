"""A shop goes down at ten past three on a Sunday, and our own check sees it: who has duty is paged and sleeps, the next
layer is there, the customer is written to after 15 and 75 minutes and once it is up again; on Monday it is a case."""

from datetime import datetime, time, timedelta
from typing import Any

from bot.plays.control import Control, NotSeen, buttons, everything
from handlers.views.words import OSLO

SHARED, DESK, ONCALL = "kunde-fjordmat", "customer-success", "on-call"
MINUTE = timedelta(minutes=1)
ROUND = 30  # seconds, at most, until a page is looked at
LASTED = ("1 h 32 min", "1 h 33 min")  # from the first look that failed to the first that did not
FOUND = "500 from /checkout"


async def outage(control: Control) -> bool:
    """Plays it, a line for each step; true when every expectation held."""
    try:
        await Outage(control).play()
    except NotSeen as failure:
        print(f"  FAILED  {failure}", flush=True)
        return False
    print("The whole outage held.", flush=True)
    return True


class Outage:
    """One night, from the first failing look to the case on Monday."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self._anna, self._jonas, self._ingrid = (control.person(name) for name in ("anna", "jonas", "ingrid"))
        self._down_at: datetime
        self._root = ""

    async def play(self) -> None:
        """All of it."""
        await self._it_goes_down()
        await self._nobody_answers_so_the_next_layer_is_paged()
        await self._ingrid_is_there()
        number = await self._the_customer_is_written_to()
        await self._it_comes_up(number)
        await self._on_monday_it_is_a_case(number)

    async def _it_goes_down(self) -> None:
        await self._control.wind_to(_sunday_0310(await self._control.now()))
        await self._control.shop_goes("down")
        await self._control.advance(seconds=ROUND)
        card = await self._jonas.sees(FOUND, channel=ONCALL)
        self._root, self._down_at = str(card["ts"]), await self._control.now()
        self._ok(
            "the shop goes down on Sunday at 03:10; our check sees it, looks three times more, and there is a card"
        )

    async def _nobody_answers_so_the_next_layer_is_paged(self) -> None:
        await self._jonas.sees("(layer 1) told by mention", channel=ONCALL, thread_ts=self._root)
        self._ok("Jonas, who has duty, is paged at once, and sleeps")
        await self._after(5)
        await self._ingrid.sees("(layer 2) told by mention", channel=ONCALL, thread_ts=self._root)
        self._ok("after 5 minutes the next layer is paged")

    async def _ingrid_is_there(self) -> None:
        await self._ingrid.clicks("Acknowledge", channel=ONCALL, containing=FOUND)
        await self._control.idle()
        await self._ingrid.sees("has acknowledged this", channel=ONCALL, thread_ts=self._root)
        self._ok("Ingrid acknowledges: nobody else is paged")

    async def _the_customer_is_written_to(self) -> str:
        await self._after(14)
        self._expect(not await self._control.mails(), "Kari is written to before 15 minutes")
        await self._after(15, seconds=1)
        [first] = await self._mails(1)
        number = first["subject"].split(":")[0]
        self._expect("is down" in first["subject"], f"the first letter is {first['subject']!r}")
        became = f"With the first letter to the customer it became {number}"
        await self._ingrid.sees(became, channel=ONCALL, thread_ts=self._root)
        self._ok(f"after 15 minutes Kari gets a letter: {first['subject']}")
        await self._still_on_it()
        await self._after(75, seconds=2)
        again = (await self._mails(2))[-1]
        self._expect("is still down" in again["subject"], f"the second letter is {again['subject']!r}")
        self._expect(again["references"] == first["message_id"], "the second letter is of another thread")
        self._ok(f"after 75 minutes another: {again['subject']}")
        return number

    async def _still_on_it(self) -> None:
        """Each half hour it is asked: once Ingrid presses, once she writes in the thread."""
        await self._after(36)
        await self._ingrid.clicks("Still on it", channel=ONCALL)
        await self._control.idle()
        await self._after(67)
        facts = {"user": "ingrid", "channel": ONCALL, "thread_ts": self._root}
        await self._control.post("say", text="The database is being restored", **facts)
        await self._control.idle()

    async def _it_comes_up(self, number: str) -> None:
        await self._after(92)
        await self._control.shop_goes("up")
        await self._control.advance(seconds=ROUND)
        await self._control.idle()
        await self._after(98)
        last = (await self._mails(3))[-1]
        self._expect("is up again" in last["subject"], f"the last letter is {last['subject']!r}")
        self._expect(
            any(lasted in last["text"] for lasted in LASTED), f"the last letter does not say how long: {last['text']}"
        )
        self._ok(f"5 good minutes after it came up, the last: {last['subject']}")

    async def _on_monday_it_is_a_case(self, number: str) -> None:
        monday = datetime.combine(self._down_at.astimezone(OSLO).date() + timedelta(days=1), time(9, 5), OSLO)
        await self._control.wind_to(monday)
        card = await self._anna.sees(number, channel=DESK)
        self._expect("Level A" in everything(card), f"{number} is no Level A: {everything(card)}")
        self._expect(len(await self._control.mails()) == 3, "more letters went out")
        await self._anna.clicks("Take it", channel=DESK, containing=number)
        await self._control.idle()
        taken: Any = await self._anna.sees(number, channel=DESK)
        self._expect("Start" in buttons(taken) or "Close" in buttons(taken), "Anna cannot go on with it")
        self._ok(f"on Monday {number} waits for Customer Success, and Anna takes it")

    async def _after(self, minutes: int, seconds: int = 0) -> None:
        """So long after it went down."""
        await self._control.wind_to(self._down_at + minutes * MINUTE + timedelta(seconds=seconds))
        await self._control.idle()

    async def _mails(self, count: int) -> list[dict[str, str]]:
        mails = await self._control.mails()
        self._expect(len(mails) == count, f"{count} letters were expected, not {[one['subject'] for one in mails]}")
        self._expect(all("Kari Nes" in one["to"] for one in mails), "somebody else was written to")
        return mails

    @staticmethod
    def _expect(holds: bool, otherwise: str) -> None:
        if not holds:
            raise NotSeen(otherwise)

    @staticmethod
    def _ok(said: str) -> None:
        print(f"  ok  {said}", flush=True)


def _sunday_0310(after: datetime) -> datetime:
    local = after.astimezone(OSLO)
    days = (6 - local.weekday()) % 7 or 7
    return datetime.combine(local.date() + timedelta(days=days), time(3, 10), OSLO)
