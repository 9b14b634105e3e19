"""A customer's file on its way to staff: whatever stops it, it goes on where it stopped and is shared once."""

import math
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from handlers.earlier import InDoubt
from handlers.files import Kept
from handlers.outgoing import Outgoing
from handlers.pace import Pace
from handlers.views.words import words
from rules.forms import File
from rules.notices import DESK, Item, Kind, in_thread
from rules.office import DESK_HOURS
from rules.records import Attachment, CardPlace
from rules.retries import LOOKED, SECOND_LOOK
from services import outbox
from services.desk import Desk
from services.outbox import LEASE, Fetched, Outcome, Sent, Uploaded
from storage.tx import Tx
from tests.cast import agency, opened

PICTURE = File("F1", "", 3, "image/png")
NAME = "skjermbilde.png"
STEPS = ("fetch", "upload", "share")
MOST_TRIES = 12


class Died(Exception):
    """The process is gone in the middle of a call."""


class ToldFiles:
    """Slack's files and our store. The call of number `breaks_at` breaks, before or after its effect."""

    def __init__(self, breaks_at: int = -1, *, trouble: Callable[[], Exception] = Died, happens: bool = True) -> None:
        self.calls: list[str] = []
        self.stored: set[str] = set()
        self.uploads: list[str] = []
        self.shared: list[str] = []
        self.shows = True
        self._breaks_at, self._trouble, self._happens = breaks_at, trouble, happens

    def _call(self, name: str, effect: Callable[[], Any]) -> Any:
        breaks = len(self.calls) == self._breaks_at
        self.calls.append(name)
        result = effect() if self._happens or not breaks else None
        if breaks:
            raise self._trouble()
        return result

    async def kept(self, attachment: Attachment) -> Kept | None:
        sha256 = attachment.sha256
        return Kept(attachment.file.name, sha256, Path(sha256)) if sha256 in self.stored and sha256 else None

    async def fetch(self, file: File) -> Kept:
        self._call("fetch", lambda: self.stored.add("hash"))
        return Kept(NAME, "hash", Path("hash"))

    async def upload(self, kept: Kept, alt_text: str) -> str:
        assert kept.name == NAME, "its own name, also when it was fetched by an earlier try"
        self._call("upload", lambda: self.uploads.append(f"FUP{len(self.uploads)}"))
        return self.uploads[-1]

    async def share(self, file_id: str, name: str, channel_id: str, thread_ts: str | None, comment: str) -> bool:
        shared: bool = self._call("share", lambda: self._share(file_id))
        return shared

    def _share(self, file_id: str) -> bool:
        if file_id in self.shared or file_id not in self.uploads:
            return False
        self.shared.append(file_id)
        return True

    async def is_shared(self, file_id: str, channel_id: str) -> bool:
        shared: bool = self._call("look", lambda: self.shows and file_id in self.shared)
        return shared


@pytest.fixture
async def screenshot(desk: Desk) -> Desk:
    """A desk whose outbox holds one thing: Kari's screenshot, for a thread that stands."""
    await agency(desk)
    case = await opened(desk)

    def put(tx: Tx) -> None:
        while items := tx.outbox.claim("before", 0.0, LEASE, 100):
            for item in items:
                tx.outbox.done(item, "before")
        tx.cards.put(case.id, DESK, CardPlace("CDESK", "1.0", "1.0"))
        row = tx.attachments.add(case.id, PICTURE)
        tx.outbox.put(in_thread(Kind.FILE, case.id, DESK, 1, row), at=tx.now)

    await desk.do(put)
    return desk


class Posts:
    """Couriers one after another, each with the try it is told to make; the machine's time is ours."""

    def __init__(self, desk: Desk, files: ToldFiles) -> None:
        slack: Any = SimpleNamespace(steady=None)
        house: Any = SimpleNamespace(desk=desk, slack=slack, hours=DESK_HOURS, desk_channel="CDESK", oncall_channel="C")
        house.words = lambda _language: words("en")
        told: Any = files
        self._outgoing = Outgoing(house, Pace(per_channel=0.0), told)
        self._desk = desk
        self.machine = 1000.0
        self.tries = 0

    async def tries_once(self) -> None:
        """What a courier does with one item (handlers/courier.py)."""
        self.tries += 1
        name = f"courier {self.tries}"
        [item] = await self._desk.do(outbox.claim, name, self.machine, 1)
        try:
            came_of = await self._outgoing.send(item, math.inf)
        except Died:
            self.machine += LEASE
        except InDoubt:
            await self._desk.do(outbox.again, item, name, self.machine, SECOND_LOOK, LOOKED, True, False)
            self.machine += SECOND_LOOK
        except OSError:
            await self._desk.do(outbox.again, item, name, self.machine, 1.0, "no answer", True, True)
            self.machine += 1.0
        else:
            await self._worked(item, name, came_of)

    async def _worked(self, item: Item, name: str, came_of: Outcome) -> None:
        if isinstance(came_of, Sent):
            await self._desk.do(outbox.sent, item, name, self.machine, came_of)
        else:
            await self._desk.do(outbox.went_on, item, name, came_of)

    async def until_sent(self) -> None:
        while await self._desk.ask(outbox.waiting):
            assert self.tries < MOST_TRIES, "it never ends"
            await self.tries_once()


async def test_the_whole_way_is_three_calls(screenshot: Desk) -> None:
    files = ToldFiles()
    await Posts(screenshot, files).until_sent()
    assert files.calls == ["fetch", "upload", "share"]


@pytest.mark.parametrize("happens", [True, False])
@pytest.mark.parametrize("trouble", [Died, OSError])
@pytest.mark.parametrize("breaks_at", range(len(STEPS)))
async def test_whatever_breaks_it_is_shared_once(
    screenshot: Desk, breaks_at: int, trouble: Callable[[], Exception], happens: bool
) -> None:
    files = ToldFiles(breaks_at, trouble=trouble, happens=happens)
    await Posts(screenshot, files).until_sent()
    assert len(files.shared) == 1
    done_twice = {step for step in STEPS if files.calls.count(step) > 1}
    assert done_twice <= {STEPS[breaks_at]}, "only what broke is done again"


@pytest.mark.parametrize(
    ("trouble", "then"),
    [
        (OSError, ["look"]),  # just now: nothing is shared before it was looked for twice
        (Died, ["look", "share"]),  # a lease ago: Slack shares an upload once, so to try is safe
    ],
)
async def test_a_share_that_does_not_show_yet_is_waited_for(
    screenshot: Desk, trouble: Callable[[], Exception], then: list[str]
) -> None:
    files = ToldFiles(STEPS.index("share"), trouble=trouble)
    posts = Posts(screenshot, files)
    files.shows = False
    for _ in range(4):
        await posts.tries_once()
    assert files.calls == [*STEPS, *then]
    files.shows = True
    await posts.until_sent()
    assert (len(files.uploads), len(files.shared)) == (1, 1)


async def test_what_slack_lost_is_uploaded_again_from_our_store(screenshot: Desk) -> None:
    files = ToldFiles()
    posts = Posts(screenshot, files)
    await posts.tries_once()
    await posts.tries_once()
    files.uploads[0] = "forgotten"
    await posts.until_sent()
    assert (files.calls.count("fetch"), files.calls.count("upload"), len(files.shared)) == (1, 2, 1)


async def test_who_lost_the_lease_records_no_upload(screenshot: Desk) -> None:
    [held] = await screenshot.do(outbox.claim, "one", 0.0, 1)
    [taken] = await screenshot.do(outbox.claim, "two", LEASE, 1)
    await screenshot.do(outbox.went_on, taken, "two", Uploaded("F2"))
    await screenshot.do(outbox.went_on, held, "one", Uploaded("F1"))
    [now] = await screenshot.ask(outbox.stuck)
    assert now.upload_id == "F2"


async def test_a_step_that_succeeded_begins_the_waits_anew_but_not_the_ten_minutes(screenshot: Desk) -> None:
    [item] = await screenshot.do(outbox.claim, "one", 0.0, 1)
    await screenshot.do(outbox.again, item, "one", 7.0, 1.0, "no answer", True, True)
    [item] = await screenshot.do(outbox.claim, "one", 8.0, 1)
    await screenshot.do(outbox.went_on, item, "one", Fetched(NAME, "hash"))
    [now] = await screenshot.ask(outbox.stuck)
    assert (now.attempts, now.doubtful, now.first_tried) == (0, False, 7.0)
