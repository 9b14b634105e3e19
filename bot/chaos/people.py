"""One case through its whole course, whatever dies on the way: people press again and look again."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from urllib.parse import quote

from bot.plays.control import Actor, Control, NotSeen, buttons, everything

PATIENCE = 120.0
DESK, SHARED = "customer-success", "kunde-fjordmat"


async def eventually(what: str, holds: Callable[[], Awaitable[bool]]) -> None:
    """Looks again until it holds."""
    until = time.monotonic() + PATIENCE
    while not await holds():
        if time.monotonic() > until:
            raise NotSeen(f"it never came to be that {what}")
        await asyncio.sleep(0.05)


def screenshot(mark: str) -> str:
    """The name of the file that comes with the case of this mark."""
    return f"{mark}.png"


class Case:
    """One case through its whole course, whatever dies on the way."""

    def __init__(self, control: Control, mark: str) -> None:
        self._control = control
        self._mark = mark
        self._kari, self._anna, self._jonas = (control.person(name) for name in ("kari", "anna", "jonas"))

    async def play(self) -> None:
        """Opened, sent back once, asked about, approved, published, closed."""
        form = await self._kari.opens("Open a case", channel=SHARED, containing="Need help?")
        values = {"What is the problem or task?": self._mark, "How urgent is it?": "It can wait"}
        picture = {"name": screenshot(self._mark), "content_base64": "aGVp"}
        await self._kari.fills_in(form, values | {"Screenshots or examples": [picture]})
        await self._at_desk("Take it")
        await self._at_desk("Start", {"Expected hours": "1"})
        await self._ready_and_judged(1, "Ask for changes", {"What should be different?": "More fish"})
        await self._ready_and_judged(2, "Approve")
        await self._at_desk("Publish", {"What was published": "Fish"}, by=self._jonas)
        await self._at_desk("Close", {"Summary": "Done"})
        await eventually(f"{self._mark} is closed", self._closed)

    async def _at_desk(self, button: str, values: dict[str, str] | None = None, by: Actor | None = None) -> None:
        """Waits for the button on the card, presses it, and fills in its form if it has one."""
        person = by or self._anna
        await eventually(f"{button} is on the card of {self._mark}", lambda: self._offers(DESK, button, self._mark))
        if values is None:
            await person.clicks(button, channel=DESK, containing=self._mark)
        else:
            await person.fills_in(await person.opens(button, channel=DESK, containing=self._mark), values)

    async def _ready_and_judged(self, number: int, button: str, values: dict[str, str] | None = None) -> None:
        link = f"https://test.fjordmat.no/{quote(self._mark)}/{number}"
        await self._at_desk("Ready for test", {"Test link": link}, by=self._jonas)
        where = f"test: <{link}>"
        await eventually(f"{link} can be judged", lambda: self._offers(SHARED, button, where))
        if values is None:
            await self._kari.clicks(button, channel=SHARED, containing=where)
        else:
            await self._kari.fills_in(await self._kari.opens(button, channel=SHARED, containing=where), values)

    async def _offers(self, channel: str, button: str, containing: str) -> bool:
        for root in await self._control.messages(channel):
            if self._mark not in everything(root):
                continue
            thread = await self._control.messages(channel, root["ts"]) if channel == SHARED else [root]
            if any(containing in everything(one) and button in buttons(one) for one in thread):
                return True
        return False

    async def _closed(self) -> bool:
        cards = [one for one in await self._control.messages(DESK) if self._mark in everything(one)]
        return bool(cards) and "*Closed*" in everything(cards[0])
