"""For tests of any app: a local Slack, and its people by their first names.

    async with local_slack() as slack:
        await my_app.start(slack.facts)
        await slack.kari.says("It is down", channel="fjord-foods")
        form = await slack.kari.clicks("Open a case", channel="fjord-foods")
        await slack.kari.submits(form, {"What is wrong?": "Checkout"})
        assert await slack.anna.sees("Checkout", channel="fjord-foods")

Every verb gives what README.md, "Control", says of it, and raises Refused when it cannot be done.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from sandbox import config
from sandbox.config import Config
from sandbox.kinds import Json
from sandbox.server import running

WAIT_S = 5.0


class Refused(AssertionError):
    """What a person tried cannot be done, or the app did not answer; `told` is the control's whole answer."""

    def __init__(self, verb: str, told: Json) -> None:
        super().__init__(
            f"{verb}: {told.get('error')} { ({k: v for k, v in told.items() if k not in ('ok', 'error')}) }"
        )
        self.told = told


class Control:
    """POST for what somebody does, GET for what there is to see; README.md, "Control"."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self._url = url
        self._session = session

    async def do(self, verb: str, **body: Any) -> Json:
        """One verb; Refused when it was."""
        given = {name: value for name, value in body.items() if value is not None}
        async with self._session.post(f"{self._url}/_control/{verb}", json=given) as answer:
            return _told(verb, await answer.json())

    async def see(self, question: str, **query: Any) -> Json:
        """One question; Refused when there is no such thing."""
        given = {name: str(value) for name, value in query.items() if value is not None}
        async with self._session.get(f"{self._url}/_control/{question}", params=given) as answer:
            return _told(question, await answer.json())


def _told(verb: str, told: Json) -> Json:
    if not told.get("ok"):
        raise Refused(verb, told)
    return told


class Someone:
    """A person of the cast and what they can do."""

    def __init__(self, control: Control, name: str, user_id: str) -> None:
        self.id = user_id
        self._control = control
        self._name = name

    async def _does(self, verb: str, **body: Any) -> Json:
        return await self._control.do(verb, user=self.id, **body)

    async def says(self, text: str, *, channel: str, **more: Any) -> Json:
        """Writes in a channel, with `thread_ts` in a thread, with `files` attached; the `ts` of it."""
        return await self._does("say", text=text, channel=channel, **more)

    async def edits(self, ts: str, text: str, *, channel: str) -> Json:
        """Changes an own message."""
        return await self._does("edit", channel=channel, message_ts=ts, text=text)

    async def deletes(self, ts: str, *, channel: str) -> Json:
        """Takes an own message away."""
        return await self._does("delete", channel=channel, message_ts=ts)

    async def reacts(self, name: str, *, channel: str, ts: str) -> Json:
        """Puts an emoji on a message."""
        return await self._does("react", channel=channel, message_ts=ts, name=name)

    async def clicks(self, text: str | None = None, **where: Any) -> Json:
        """Presses a button, or picks `value` in a menu: in a `channel`, else in the form in front, else in the Home."""
        return await self._does("click", text=text, **where)

    async def suggests(self, query: str, **where: Any) -> Json:
        """Types in a menu whose options the app has; `options` are those it offers."""
        return await self._does("suggest", query=query, **where)

    async def submits(self, form: Json, values: Json | None = None) -> Json:
        """Fills in the form that a click showed, by label, and sends it; `errors` by label if it was not taken."""
        view = form.get("view") or form
        return await self._does("submit", view_id=view["id"], values=values or {})

    async def closes(self, form: Json, *, everything: bool = False) -> Json:
        """Cancel; with `everything` the x."""
        view = form.get("view") or form
        return await self._does("close", view_id=view["id"], all=everything)

    async def types(self, command: str, *, channel: str) -> Json:
        """A slash command with its text: `/case 1042`."""
        name, _, text = command.partition(" ")
        return await self._does("command", command=name, text=text, channel=channel)

    async def uses(self, callback_id: str, **message: Any) -> Json:
        """A global shortcut, or with `channel` and `message_ts` one of a message."""
        return await self._does("shortcut", callback_id=callback_id, **message)

    async def opens_home(self) -> Json:
        """The app's Home: its `view`, or Slack's `placeholder`."""
        return await self._does("open_home")

    async def joins(self, channel: str) -> Json:
        """Becomes a member."""
        return await self._does("join", channel=channel)

    async def leaves(self, channel: str) -> Json:
        """Is one no more."""
        return await self._does("leave", channel=channel)

    async def sees(self, text: str, *, channel: str, timeout_s: float = WAIT_S) -> Json:
        """The newest message with this text, now or soon, as this person sees it."""
        told = await self._control.see("wait", contains=text, channel=channel, timeout_s=timeout_s, **{"as": self.id})
        message: Json = told["message"]
        return message


class Stage:
    """A local Slack. `facts` is what an app needs to start; people are attributes: `stage.kari`."""

    def __init__(self, facts: Json, control: Control) -> None:
        self.facts = facts
        self.control = control

    def __getattr__(self, name: str) -> Someone:
        for first_name, user_id in self.facts["people"].items():
            if first_name.lower() == name:
                return Someone(self.control, first_name, user_id)
        raise AttributeError(f"nobody here is called {name}")

    async def settles(self, timeout_s: float = WAIT_S) -> None:
        """Waits until the app has answered everything, or Slack has given it up."""
        await self.control.see("idle", timeout_s=timeout_s)

    async def advances(self, seconds: float) -> None:
        """Winds the clock on."""
        await self.control.do("clock", advance_s=seconds)

    async def breaks(self, kind: str, **fault: Any) -> Json:
        """A fault on purpose; README.md, "Faults"."""
        return await self.control.do("faults", kind=kind, **fault)

    async def messages(self, channel: str, thread_ts: str | None = None) -> list[Json]:
        """A channel's messages, or a thread's, oldest first."""
        told: list[Json] = (await self.control.see("messages", channel=channel, thread_ts=thread_ts))["messages"]
        return told

    async def calls(self, method: str | None = None) -> list[Json]:
        """What the app called, of one method or all, with what came of it."""
        every = (await self.control.see("calls"))["calls"]
        return [each for each in every if method in (None, each["method"])]

    async def deliveries(self) -> list[Json]:
        """What the app was sent, each attempt its own."""
        told: list[Json] = (await self.control.see("deliveries"))["deliveries"]
        return told


@asynccontextmanager
async def local_slack(cast: Config | None = None, manifest: Path | None = None) -> AsyncIterator[Stage]:
    """One in this process, for as long as inside; milliseconds to make."""
    async with running(cast or config.load(), manifest_file=manifest) as server, on_stage(server.facts) as stage:
        yield stage


@asynccontextmanager
async def on_stage(facts: Json) -> AsyncIterator[Stage]:
    """One that runs already: `facts` is the line `python -m sandbox` printed."""
    async with aiohttp.ClientSession() as session:
        yield Stage(facts, Control(facts["url"], session))
