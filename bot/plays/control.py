"""People in the local Slack, driven over its control API: what a person does, and what they then see."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any

import aiohttp

PATIENCE = 10.0  # seconds a person waits for something to show up


class NotSeen(AssertionError):
    """What was expected did not show up; the message says what was there."""


class Control:
    """The stage: the sandbox's control API, and the bot's own word on whether it is done.

    `patience` is the seconds a person waits and presses again; `recover` is awaited between two tries. `mailbox` is
    where customers' mail is read, `shop` the site that is looked at.
    """

    def __init__(
        self,
        sandbox: str,
        bot: str,
        patience: float = PATIENCE,
        recover: Callable[[], Awaitable[None]] = lambda: asyncio.sleep(0.05),
        mailbox: str = "",
        shop: str = "",
    ) -> None:
        self.patience = patience
        self.recover = recover
        self._sandbox = sandbox
        self._bot = bot
        self._mailbox = mailbox
        self._shop = shop
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

    async def mails(self) -> list[dict[str, str]]:
        """What customers were sent by mail, oldest first: to, subject, text."""
        async with self._session.get(f"{self._mailbox}/mails.json") as answer:
            found: list[dict[str, str]] = (await answer.json())["mails"]
            return found

    async def shop_goes(self, where: str) -> None:
        """Somebody takes the customer's shop `down`, or brings it `up`."""
        async with self._session.post(self._shop, data={"shop": where}) as answer:
            if answer.status != 200:
                raise NotSeen(f"the shop's switch was answered {answer.status}: {await answer.text()}")

    async def idle(self) -> None:
        """Waits until the bot has nothing left to do."""
        until = time.monotonic() + self.patience * 3
        while time.monotonic() < until:
            async with self._session.get(f"{self._bot}/readyz?idle=1") as answer:
                if answer.status == 200:
                    return
            await asyncio.sleep(0.05)
        raise NotSeen("the bot did not come to rest")

    async def now(self) -> datetime:
        """The instant (UTC) it is here."""
        return datetime.fromtimestamp((await self.get("clock"))["now"], UTC)

    async def wind_to(self, at: datetime, step: timedelta = timedelta(hours=6)) -> None:
        """In steps, as the days go by; what falls due on the way is done then."""
        while (now := await self.now()) < at:
            await self.advance(seconds=min((at - now).total_seconds(), step.total_seconds()) + 0.001)
            await self.idle()

    async def advance(self, **delta: float) -> None:
        """Winds the clock forward: seconds, minutes, hours or days."""
        factors = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
        await self.post("clock", advance_s=sum(value * factors[name] for name, value in delta.items()))


class Actor:
    """A person of the cast, who presses again when Slack shows an error."""

    def __init__(self, control: Control, name: str) -> None:
        self._control = control
        self.name = name

    async def clicks(
        self, text: str, *, channel: str | None = None, containing: str | None = None, **where: str
    ) -> dict[str, Any]:
        """Presses a button by its text; what Slack then shows may be a form. `where` as in `opens`."""
        # Slack showed an error, but then the button is gone: it was done, only the receipt was lost.
        return await self._insists(
            "click",
            lambda seen, tries: _acked(seen) or (tries > 1 and seen.get("error") == "no_such_button"),
            text=text,
            channel=channel,
            containing=containing,
            **where,
        )

    async def opens(
        self, text: str, *, channel: str | None = None, containing: str | None = None, **where: str
    ) -> dict[str, Any]:
        """Presses a button until its form is there; a window that only says no is no form. `where`: a message_ts, or
        the view_id of a window."""
        return await self._insists("click", _shows_a_form, text=text, channel=channel, containing=containing, **where)

    async def looks(self, text: str, **where: str) -> dict[str, Any]:
        """Presses a button until a window is there; the window."""
        seen = await self._insists("click", _shows_a_window, text=text, **where)
        view: dict[str, Any] = seen["view"]
        return view

    async def types(self, command: str, text: str = "", *, channel: str) -> str:
        """Types a slash command; what it answers, as they alone see it."""
        seen = await self._insists("command", _acked, command=command, text=text, channel=channel)
        return "\n".join(seen["shown"])

    async def picks(self, callback_id: str, *, channel: str, message_ts: str) -> dict[str, Any]:
        """Picks a shortcut in the menu of a message, until its form is there."""
        facts = {"callback_id": callback_id, "channel": channel, "message_ts": message_ts}
        return await self._insists("shortcut", _shows_a_form, **facts)

    async def fills_in(self, seen: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
        """Fills in and sends the form that a click showed; while Slack shows an error, it stays open as typed."""
        view = seen.get("view")
        if not view:
            raise NotSeen(f"{self.name} was shown no form, but {seen}")
        return await self._insists("submit", _acked, view_id=view["id"], values=values)

    async def sees(self, text: str, *, channel: str, thread_ts: str | None = None) -> dict[str, Any]:
        """Waits until a message with this text is there for this person; returns the newest."""
        until = time.monotonic() + self._control.patience
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

    async def _insists(self, verb: str, works: Callable[[dict[str, Any], int], bool], **facts: Any) -> dict[str, Any]:
        until = time.monotonic() + self._control.patience
        tries = 0
        while True:
            seen = await self._control.post(verb, user=self.name, **facts)
            tries += 1
            if seen.get("errors"):
                raise NotSeen(f"the form did not take {self.name}'s words: {seen['errors']}")
            if works(seen, tries):
                return seen
            if time.monotonic() > until:
                raise NotSeen(f"{self.name} gave up on {verb} {facts}: {seen}")
            await self._control.recover()


def _acked(seen: dict[str, Any], _tries: int = 1) -> bool:
    return bool(seen.get("ok")) and seen.get("acked") is not False


def _shows_a_window(seen: dict[str, Any], _tries: int) -> bool:
    return bool(seen.get("view"))


def _shows_a_form(seen: dict[str, Any], _tries: int) -> bool:
    return bool((seen.get("view") or {}).get("submit"))


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
