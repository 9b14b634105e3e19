"""People who press again when Slack shows them an error, and look again when nothing has changed."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from bot.chaos.stage import Stage
from bot.plays.control import Control, NotSeen, buttons, everything

PATIENCE = 120.0
DESK, SHARED = "customer-success", "kunde-fjordmat"


class Persistent:
    """Somebody of the cast with more patience than Slack."""

    def __init__(self, stage: Stage, control: Control, name: str) -> None:
        self._stage = stage
        self._control = control
        self.name = name

    async def clicks(self, text: str, channel: str, containing: str) -> dict[str, Any]:
        """Presses until Slack shows no error; a form that opened is the answer too."""
        return await self._until_it_works(
            "click", lambda seen: bool(seen.get("ok")) or seen.get("view") is not None,
            text=text, channel=channel, containing=containing,
        )  # fmt: skip

    async def opens(self, text: str, channel: str, containing: str) -> dict[str, Any]:
        """Presses until the form is there; a window that only says no is closed and the button pressed again."""
        return await self._until_it_works(
            "click", lambda seen: bool((seen.get("view") or {}).get("submit")),
            text=text, channel=channel, containing=containing,
        )  # fmt: skip

    async def sends(self, seen: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
        """Sends the form until Slack shows no error; it stays open with what was typed."""
        return await self._until_it_works(
            "submit", lambda sent: bool(sent.get("ok")), view_id=seen["view"]["id"], values=values
        )

    async def says(self, text: str, thread_ts: str) -> None:
        """Writes in a thread of the shared channel: what is written is in Slack, whoever listens."""
        await self._control.post("say", user=self.name, channel=SHARED, text=text, thread_ts=thread_ts)

    async def _until_it_works(self, verb: str, works: Callable[[dict[str, Any]], bool], **facts: Any) -> dict[str, Any]:
        until = time.monotonic() + PATIENCE
        tries = 0
        while True:
            seen = await self._control.post(verb, user=self.name, **facts)
            tries += 1
            if seen.get("errors"):
                raise NotSeen(f"{self.name}'s form was refused: {seen['errors']}")
            # Slack showed an error, but then the button is gone: it was done, only the receipt was lost.
            if works(seen) or (tries > 1 and seen.get("error") == "no_such_button"):
                return seen
            if time.monotonic() > until:
                raise NotSeen(f"{self.name} gave up on {verb} {facts}: {seen}")
            await self._stage.up()
            await asyncio.sleep(0.05)


async def eventually(what: str, holds: Callable[[], Awaitable[bool]]) -> None:
    """Looks again until it holds."""
    until = time.monotonic() + PATIENCE
    while not await holds():
        if time.monotonic() > until:
            raise NotSeen(f"it never came to be that {what}")
        await asyncio.sleep(0.05)


class Case:
    """One case through its whole course, whatever dies on the way."""

    def __init__(self, stage: Stage, control: Control, mark: str) -> None:
        self._control = control
        self._mark = mark
        self._kari, self._anna, self._jonas = (Persistent(stage, control, name) for name in ("kari", "anna", "jonas"))

    async def play(self) -> None:
        """Opened, sent back once, asked about, approved, published, closed."""
        form = await self._kari.opens("Open a case", SHARED, "Need help?")
        await self._kari.sends(form, {"What is the problem or task?": self._mark, "How urgent is it?": "It can wait"})
        await self._at_desk("Take it")
        await self._at_desk("Start", {"Expected hours": "1"})
        await self._ready_and_judged(1, "Ask for changes", {"What should be different?": "More fish"})
        await self._ready_and_judged(2, "Approve")
        await self._at_desk("Publish", {"What was published": "Fish"}, by=self._jonas)
        await self._at_desk("Close", {"Summary": "Done"})
        await eventually(f"{self._mark} is closed", self._closed)

    async def _at_desk(self, button: str, values: dict[str, str] | None = None, by: Persistent | None = None) -> None:
        """Waits for the button on the card, presses it, and fills in its form if it has one."""
        person = by or self._anna
        await eventually(f"{button} is on the card of {self._mark}", lambda: self._offers(DESK, button, self._mark))
        if values is None:
            await person.clicks(button, DESK, self._mark)
        else:
            await person.sends(await person.opens(button, DESK, self._mark), values)

    async def _ready_and_judged(self, number: int, button: str, values: dict[str, str] | None = None) -> None:
        link = f"https://test.fjordmat.no/{quote(self._mark)}/{number}"
        await self._at_desk("Ready for test", {"Test link": link}, by=self._jonas)
        where = f"test: <{link}>"
        await eventually(f"{link} can be judged", lambda: self._offers(SHARED, button, where))
        if values is None:
            await self._kari.clicks(button, SHARED, where)
        else:
            await self._kari.sends(await self._kari.opens(button, SHARED, where), values)

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
