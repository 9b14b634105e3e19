"""Whatever is said in both threads, in whatever order and however often we restart: what customers say stands in the
staff thread once and in order, and nothing internal is ever shown to a customer."""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.plays.seen import leaked
from tests.office import DESK, SHARED, Office, open_office

PICTURE = {"name": "menu.png", "content_base64": "aGVp"}
PATIENCE = 25.0  # seconds: what a process held when it went down is another's after 30
CUSTOMERS, US = ("kari", "ola"), ("anna", "jonas")
WORDS = st.sampled_from(["", "<!channel> ", "```code``` ", "> quoted\n", "*bold* & <b> ", "æøå "])

ARRIVES = st.sampled_from(["as it should", "duplicate", "reorder"])
SAYS = st.tuples(st.just("says"), st.sampled_from(CUSTOMERS), WORDS, st.booleans(), st.integers(1, 3), ARRIVES)
AMONG_US = st.tuples(st.just("among_us"), st.sampled_from(US), WORDS, st.booleans())
TO_THEM = st.tuples(st.just("to_them"), st.sampled_from(US), WORDS)
REPLIES = st.tuples(st.just("replies"), WORDS)
PASSES_ON = st.tuples(st.just("passes_on"), WORDS)
EDITS = st.tuples(st.just("edits"), st.integers(0, 20))
DELETES = st.tuples(st.just("deletes"), st.integers(0, 20))
RESTARTS = st.just(("restarts",))
STEPS = st.lists(
    SAYS | SAYS | EDITS | DELETES | AMONG_US | TO_THEM | REPLIES | PASSES_ON | RESTARTS,
    min_size=3,
    max_size=12,
)


@dataclass
class Told:
    """What of a customer's should stand in the staff thread."""

    who: str
    ts: str
    text: str
    is_gone: bool = False


@dataclass
class Conversation:
    """One case, what its customers said, and what is for nobody but us."""

    office: Office
    number: str
    root: str
    card: str
    told: list[Told] = field(default_factory=list)
    internal: list[str] = field(default_factory=list)
    is_up: bool = True
    count: int = 0

    def _text(self, words: str) -> str:
        self.count += 1
        return f"{words}number {self.count:03}."

    async def _say(self, who: str, channel: str, thread: str, text: str, with_file: bool = False) -> str:
        files = {"files": [PICTURE]} if with_file else {}
        said = await self.office.control.post("say", user=who, channel=channel, text=text, thread_ts=thread, **files)
        return str(said["ts"])

    async def says(self, who: str, words: str, with_file: bool, count: int, arrives: str) -> None:
        if arrives != "as it should":
            await self.office.control.post("faults", kind=arrives, method="events_api", count=1)
        for _ in range(count):
            text = self._text(words)
            self.told.append(Told(who, await self._say(who, SHARED, self.root, text, with_file), text))

    async def among_us(self, who: str, words: str, with_file: bool) -> None:
        text = self._text(words + "secret ")
        self.internal.append(text.split("\n")[-1])
        await self._say(who, DESK, self.card, text, with_file)

    async def to_them(self, who: str, words: str) -> None:
        await self._say(who, SHARED, self.root, self._text(words))

    async def replies(self, words: str) -> None:
        if self.is_up:
            people: Any = self.office
            form = await people.anna.opens("Reply to customer", channel=DESK, containing=self.number)
            preview = await people.anna.fills_in(form, {"Your reply": self._text(words)})
            await people.anna.fills_in(preview, {})

    async def passes_on(self, words: str) -> None:
        ts = await self._say("jonas", DESK, self.card, self._text(words), True)
        if self.is_up:
            people: Any = self.office
            form = await people.anna.picks("send_to_customer", channel=DESK, message_ts=ts)
            await people.anna.fills_in(await people.anna.fills_in(form, {}), {})

    async def edits(self, nth: int) -> None:
        there = [one for one in self.told if not one.is_gone]
        if there:
            one = there[nth % len(there)]
            one.text = self._text("edited ")
            await self.office.control.post("edit", user=one.who, channel=SHARED, ts=one.ts, text=one.text)

    async def deletes(self, nth: int) -> None:
        there = [one for one in self.told if not one.is_gone]
        if there and self.is_up:  # what is deleted while nobody listens comes with Slack's delayed events
            one = there[nth % len(there)]
            one.is_gone = True
            await self.office.control.post("delete", user=one.who, channel=SHARED, ts=one.ts)

    async def restarts(self) -> None:
        await (self.office.goes_down() if self.is_up else self.office.comes_up())
        self.is_up = not self.is_up

    async def holds(self) -> None:
        """Once in the staff thread, each author's in order, and nothing internal outside."""
        if not self.is_up:
            await self.restarts()
        await self.office.control.idle()
        mirrored = [words for name, words in await self.office.mirrored(self.number) if "(Fjordmat)" in name]
        stand = [words for words in mirrored if not words.endswith("deleted a message.")]
        here = [one for one in self.told if not one.is_gone]
        for one in self.told:
            found = [words for words in stand if f"number {one.text[-4:]}" in words]
            assert len(found) == (not one.is_gone), (one, mirrored)
        for who in CUSTOMERS:
            in_order = [words for words in stand if "sent <!date" not in words]
            numbers = [one.text[-4:] for one in here if one.who == who]
            places = [nth for number in numbers for nth, words in enumerate(in_order) if f"number {number}" in words]
            assert places == sorted(places), (who, numbers, in_order)
        assert await leaked(self.office.control, self.internal) == []


async def _played(database_url: str, steps: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with open_office(database_url, Path(folder), mirror_wait=0.3) as office:
            office.control.patience = PATIENCE
            number = await office.opens_a_case(office.kari)
            root = (await office.customer_thread(number))[0]["ts"]
            talk = Conversation(office, number, root, (await office.card(number))["ts"])
            for name, *facts in steps:
                await getattr(talk, name)(*facts)
            await talk.holds()


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """The address of a new database, as often as it is asked for."""
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres_server")
        return lambda: str(server.fresh())
    count = iter(range(1000))
    return lambda: f"sqlite:///{tmp_path / f'saksgang{next(count)}.db'}"


@given(steps=STEPS)
@settings(max_examples=12, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck), derandomize=True)
def test_whatever_is_said(fresh: Callable[[], str], steps: list[tuple[Any, ...]]) -> None:
    asyncio.run(_played(fresh(), steps))
