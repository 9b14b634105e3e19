"""People in the local Slack, driven over its control API: what a person does, and what they then see."""

import asyncio
import time
from types import TracebackType
from typing import Any

import aiohttp

PATIENCE = 10.0  # seconds a person waits for something to show up


class NotSeen(AssertionError):
    """What was expected did not show up; the message says what was there."""


class Control:
    """The stage: the sandbox's control API, and the bot's own word on whether it is done."""

    def __init__(self, sandbox: str, bot: str) -> None:
        self._sandbox = sandbox
        self._bot = bot
        self._session = aiohttp.ClientSession()

    async def __aenter__(self) -> "Control":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    def person(self, name: str) -> "Actor":
        """Somebody of the cast, by first name."""
        return Actor(self, name)

    async def post(self, verb: str, **facts: Any) -> dict[str, Any]:
        """Does something as a person; returns what they see."""
        async with self._session.post(f"{self._sandbox}/_control/{verb}", json=facts) as answer:
            body: dict[str, Any] = await answer.json()
            return body

    async def get(self, question: str, **facts: Any) -> Any:
        """Looks at something."""
        params = {name: str(value) for name, value in facts.items() if value is not None}
        async with self._session.get(f"{self._sandbox}/_control/{question}", params=params) as answer:
            return await answer.json()

    async def messages(self, channel: str, thread_ts: str | None = None, seen_by: str | None = None) -> list[Any]:
        """A channel's messages, or a thread's, oldest first, as the person sees them."""
        params = {"channel": channel, "thread_ts": thread_ts, "as": seen_by}
        answer = await self.get("messages", **params)
        found: list[Any] = answer["messages"]
        return found

    async def idle(self) -> None:
        """Waits until the bot has nothing left to do."""
        until = time.monotonic() + PATIENCE * 3
        while time.monotonic() < until:
            async with self._session.get(f"{self._bot}/readyz?idle=1") as answer:
                if answer.status == 200:
                    return
            await asyncio.sleep(0.05)
        raise NotSeen("the bot did not come to rest")

    async def advance(self, **delta: float) -> None:
        """Winds the clock forward: seconds, minutes, hours or days."""
        factors = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
        await self.post("clock", advance_s=sum(value * factors[name] for name, value in delta.items()))


class Actor:
    """A person of the cast."""

    def __init__(self, control: Control, name: str) -> None:
        self._control = control
        self.name = name

    async def clicks(self, text: str, *, channel: str | None = None, containing: str | None = None) -> dict[str, Any]:
        """Presses a button by its text."""
        return _fine(
            await self._control.post("click", user=self.name, text=text, channel=channel, containing=containing)
        )

    async def fills_in(self, seen: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
        """Fills in and sends the form that a click showed."""
        view = seen.get("view")
        if not view:
            raise NotSeen(f"{self.name} was shown no form, but {seen}")
        sent = await self._control.post("submit", user=self.name, view_id=view["id"], values=values)
        if sent.get("errors"):
            raise NotSeen(f"the form did not take {self.name}'s words: {sent['errors']}")
        return _fine(sent)

    async def sees(
        self, text: str, *, channel: str, thread_ts: str | None = None, within: float = PATIENCE
    ) -> dict[str, Any]:
        """Waits until a message with this text is there for this person; returns it."""
        until = time.monotonic() + within
        while True:
            found = await self._control.messages(channel, thread_ts, self.name)
            for message in reversed(found):
                if text in everything(message):
                    seen: dict[str, Any] = message
                    return seen
            if time.monotonic() > until:
                there = [everything(message)[:150] for message in found[-6:]]
                raise NotSeen(f"{self.name} does not see {text!r} in #{channel}; there is {there}")
            await asyncio.sleep(0.05)


def everything(message: dict[str, Any]) -> str:
    """All the text of a message: what phones show, what blocks show (buttons included), and its files' names."""
    files = [str(file.get("name")) for file in message.get("files") or []]
    return "\n".join([str(message.get("text", "")), *_texts(message.get("blocks") or []), *files])


def buttons(message: dict[str, Any]) -> list[str]:
    """The texts of a message's buttons and menu choices, in order."""
    found = []
    for block in message.get("blocks") or []:
        for element in block.get("elements", []) if block["type"] == "actions" else []:
            labels = [element] if "text" in element else element.get("options", [])
            found += [label["text"]["text"] for label in labels]
    return found


def _texts(node: Any) -> list[str]:
    if isinstance(node, list):
        return [text for one in node for text in _texts(one)]
    if isinstance(node, dict):
        own = [node["text"]] if isinstance(node.get("text"), str) else []
        return own + [text for value in node.values() for text in _texts(value)]
    return []


def _fine(seen: dict[str, Any]) -> dict[str, Any]:
    if not seen.get("ok") or seen.get("acked") is False:
        raise NotSeen(f"it did not work: {seen}")
    return seen
