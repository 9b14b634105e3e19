"""Letters, cards and months tell the same down time, to the second: against a count of each second of any history."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rules.alert_quiet import Window
from rules.alerts import Firing, Signal
from rules.letters import LetterKind
from rules.uptime import NOTHING, SiteMonth
from services import alert_course, downtime, uptime
from services.desk import Desk
from services.maintenance import end_now
from storage.database import Database
from storage.migrate import migrate
from storage.tx import Tx
from tests.cast import ANNA
from tests.conftest import TestClock
from tests.watched import DOWN, SEARCH, UP, Watched, watched

OSLO = ZoneInfo("Europe/Oslo")
SECOND = timedelta(seconds=1)
# An hour before: a month ends, the clock is put back, the clock is put forward.
BEGINNINGS = [datetime(2026, 10, 31, 22, 10, tzinfo=UTC), datetime(2026, 10, 25, 0, 10, tzinfo=UTC),
              datetime(2027, 3, 31, 21, 10, tzinfo=UTC), datetime(2027, 3, 28, 0, 10, tzinfo=UTC)]  # fmt: skip


@dataclass(frozen=True)
class Step:
    """After so many milliseconds this happens: news of a page, told to be so many seconds old where `late`; a person
    says it is over; maintenance begins in so many seconds; it ends before its time."""

    wait: int
    what: str
    late: int | None = None


WAITS = st.one_of(st.integers(0, 400_000), st.integers(0, 2_400_000))
STEPS = st.builds(
    Step, WAITS, st.sampled_from(["home", "search", "home", "search", "warns", "resolved", "window", "no window"]),
    st.none() | st.integers(0, 900),
)  # fmt: skip


class Truth:
    """What each page was in each second, written down as it happens."""

    def __init__(self) -> None:
        self.down: dict[str, list[tuple[datetime, datetime | None]]] = {"home": [], "search": []}
        self.planned: list[tuple[datetime, datetime]] = []

    def is_down(self, page: str) -> bool:
        return bool(self.down[page]) and self.down[page][-1][1] is None

    def falls(self, page: str, at: datetime) -> None:
        good = self.down[page][-1][1] if self.down[page] else None
        self.down[page].append((max(at, good) if good else at, None))

    def rises(self, page: str, at: datetime) -> None:
        self.down[page][-1] = (self.down[page][-1][0], at)

    def seconds(self, since: datetime, until: datetime) -> timedelta:
        spells = [(begin, end or until) for page in self.down.values() for begin, end in page]
        first = min((begin for begin, _end in spells), default=until)
        at, count = max(since, first), 0
        while at < until:
            is_down = any(begin <= at < end for begin, end in spells)
            count += is_down and not any(begin <= at < end for begin, end in self.planned)
            at += SECOND
        return count * SECOND


async def lives(shop: Watched, steps: list[Step], truth: Truth) -> None:
    """Goes through the history, and writes down what was true."""
    for step in steps:
        await shop.goes_on(step.wait / 60_000)
        now = shop.clock.at.replace(microsecond=0)
        match step.what:
            case "home" | "search":
                await turns(shop, step, truth, now)
            case "warns" if not truth.is_down("home"):
                await shop.hears(replace(DOWN, key="slow", severity="warning"))
            case "resolved" if truth.is_down("home"):
                alert = (await shop.desk.ask(lambda tx: tx.alerts.latest("kuma", ["home"])))["home"]
                await shop.desk.do(alert_course.resolve, ANNA, alert.id)
                truth.rises("home", now)
            case "window":
                begin, end = now + (step.late or 0) * SECOND, now + (step.late or 0) * SECOND + timedelta(minutes=11)
                await shop.desk.do(_plans, shop, begin, end)
                truth.planned.append((begin, end))
            case "no window" if truth.planned and truth.planned[-1][1] > now:
                row = (await shop.desk.ask(lambda tx: tx.windows.coming(tx.now, 20)))[-1].id
                await shop.desk.do(end_now, ANNA, row)
                begin, end = truth.planned.pop()
                truth.planned.append((begin, max(min(now, end), begin)))


def _plans(tx: Tx, shop: Watched, begin: datetime, end: datetime) -> None:
    tx.windows.add(Window(0, shop.customer.id, shop.site.id, begin, end))


async def turns(shop: Watched, step: Step, truth: Truth, now: datetime) -> None:
    """The page is down, or up again, which its monitor may tell with the time it began."""
    page: Signal = DOWN if step.what == "home" else SEARCH
    if truth.is_down(step.what):
        await shop.hears(replace(page, state=Firing.RESOLVED))
        return truth.rises(step.what, now)
    good = truth.down[step.what][-1][1] if truth.down[step.what] else None
    since = now - step.late * SECOND if step.late is not None else None
    if since is not None and good is not None and since <= good:
        since = None  # it was told of before
    await shop.hears(replace(page, since=since))
    return truth.falls(step.what, since or now)


async def agrees(desk: Desk, clock: TestClock, begin: datetime, steps: list[Step]) -> int:
    """Compares all that is told; how many last letters there were."""
    shop = await watched(desk, clock)
    clock.at = begin + timedelta(milliseconds=137)
    truth = Truth()
    await lives(shop, steps, truth)
    for page, signal in (("home", UP), ("search", replace(SEARCH, state=Firing.RESOLVED))):
        if truth.is_down(page):
            await shop.hears(signal)
            truth.rises(page, clock.at.replace(microsecond=0))
    await shop.goes_on(100)
    last = [one for _at, one in await shop.letters() if one.kind is LetterKind.LAST]
    for letter in last:
        assert letter.until is not None
        assert letter.down == truth.seconds(letter.since, letter.until)
    months = [await _month(desk, date(begin.year, number, 1)) for number in {begin.month, begin.month + 1}]
    assert sum((one.whole.down for one in months), NOTHING) == truth.seconds(begin - timedelta(hours=1), clock.at)
    for one in months:
        for name in ("watched", "planned", "down"):
            assert sum((getattr(day, name) for day in one.days), NOTHING) == getattr(one.whole, name)
    for at, letter in await shop.letters():
        if letter.kind is LetterKind.LAST:
            assert {*await desk.ask(_on_cards, at)} <= {letter.down}
    return len(last)


async def _month(desk: Desk, month: date) -> SiteMonth:
    [found] = (await desk.ask(uptime.month, month)).sites
    return found


def _on_cards(tx: Tx, written_at: datetime) -> list[timedelta]:
    """What the cards of alerts tell whose outage was written about last then; none of an alert that began anew."""
    told = []
    for alert in tx.alerts.many(range(1, 100)).values():
        thread, found = tx.letters.thread_of(alert.id), downtime.of_alert(tx, alert)
        if thread is not None and found is not None and thread.written.newest_at == written_at:
            assert found.since is None
            told.append(found.down)
    return told


async def over(begin: datetime, steps: list[Step]) -> int:
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/saksgang.db")
        migrate(database)
        try:
            return await agrees(Desk(database, (clock := TestClock()).now, lambda: None), clock, begin, steps)
        finally:
            database.close()


@settings(max_examples=4, deadline=None, phases=[Phase.generate])
@given(st.sampled_from(BEGINNINGS), st.lists(STEPS, min_size=4, max_size=14))
async def test_letters_cards_and_months_agree_to_the_second_over_any_history(
    begin: datetime, steps: list[Step]
) -> None:  # fmt: skip
    await over(begin, steps)


async def test_an_outage_over_the_end_of_a_month_with_maintenance_in_it() -> None:
    steps = [Step(0, "home"), Step(1_500_500, "window", 60), Step(400_000, "search", 30), Step(1_800_250, "home"),
             Step(100, "search")]  # fmt: skip
    assert await over(BEGINNINGS[0], steps) == 1
