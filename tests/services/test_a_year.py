"""A year of 2,000 promises on a moved clock: each reminder is told for its very instant, none is missing, none is told
twice, and none while its clock does not run. What is right is counted minute by minute, by no code of the app's."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from rules.cases import Action, Press, seen
from rules.countdown import Reminder, Step
from rules.customers import Agreement
from rules.forms import CaseForm
from rules.holidays_norway import norwegian_holidays
from rules.levels import Urgency
from rules.notices import ONCALL, Kind
from rules.office import DESK_HOURS
from services import cases, countdown, intake, outbox
from services.desk import Desk
from services.intake import Door
from storage.database import Database
from storage.tx import Tx
from tests.cast import ANNA, CHANNEL, KARI, OTHER_CHANNEL, SIRI, agency
from tests.conftest import TestClock
from tests.rules.test_office import OSLO

HOW_MANY, HOW_MANY_ELSEWHERE = 2000, 200  # on PostgreSQL, where each question is a trip, fewer
BEGIN, MINUTE = datetime(2026, 1, 1, tzinfo=UTC), timedelta(minutes=1)
YEAR = 365 * 24 * 60  # minutes
MINUTES = {Urgency.DOWN: (0, 60, 90, 108, 120), Urgency.DEGRADED: (210, 315, 378, 420)}
FIRST = {Urgency.DOWN: Step.BEGUN, Urgency.DEGRADED: Step.HALF}


@dataclass
class Story:
    """One case: when it comes, of whom, how urgent, when we ask and they answer, and when we are on it; in minutes of
    the year."""

    comes: int
    urgency: Urgency
    watched: bool
    asks: int | None
    answers: int | None
    ends: int
    row: int = 0
    events: list[tuple[int, Action | None]] = field(default_factory=list)


def stories(how_many: int) -> list[Story]:
    chance = random.Random(2026)
    found = []
    for _ in range(how_many):
        comes = chance.randrange(YEAR - 20 * 24 * 60)
        urgency = chance.choice(list(MINUTES))
        ends = comes + chance.choice([20, 90, 115, 200, 900, 3000, 5000])
        asks = chance.choice([None, None, comes + (ends - comes) // 3])
        answers = asks + (ends - asks) // 2 if asks is not None else None
        found.append(Story(comes, urgency, chance.random() < 0.4, asks, answers, ends))
    return found


def open_minutes() -> list[bool]:
    """For each minute of the year (UTC) whether the desk is open."""
    found = []
    for minute in range(YEAR):
        local = (BEGIN + minute * MINUTE).astimezone(OSLO)
        works = local.weekday() < 5 and local.date() not in norwegian_holidays(2026)
        found.append(works and 9 <= local.hour < 16)
    return found


def expected(story: Story, is_open: list[bool]) -> list[tuple[int, datetime]]:
    """Step and instant of everything that is to be told, by counting."""
    always = story.watched and story.urgency is Urgency.DOWN
    marks = _marks(story.urgency)
    step, mark = next(marks)
    used, told = 0, []
    for minute in range(story.comes, story.ends + 1):
        stands = story.asks is not None and story.answers is not None and story.asks <= minute < story.answers
        runs = (always or is_open[minute]) and not stands
        # What is used up as the clock stops is told then; what begins with nothing used is told when it runs.
        while used >= mark and (mark > 0 or runs):
            told.append((step, BEGIN + minute * MINUTE))
            step, mark = next(marks)
        used += runs
    return told


def _marks(urgency: Urgency) -> Iterator[tuple[int, int]]:
    yield from enumerate(MINUTES[urgency], FIRST[urgency])
    overdue = MINUTES[urgency][-1]
    for times in range(1, 10_000):
        yield Step.DUE + times, overdue + 30 * times


def told_of(tx: Tx, row: int) -> list[Reminder]:
    return tx.clocks.of_case(row)


def timeline(told: list[Story]) -> list[tuple[int, int, Story, Action | None]]:
    events: list[tuple[int, int, Story, Action | None]] = []
    for order, story in enumerate(told):
        events.append((story.comes, order, story, None))
        if story.asks is not None and story.answers is not None:
            events += [(story.asks, order, story, Action.TAKE), (story.asks, order, story, Action.ASK)]
            events.append((story.answers, order, story, Action.ANSWER))
        events.append((story.ends, order, story, Action.ON_IT))
    return sorted(events, key=lambda event: event[:2])


def passes(tx: Tx, until: datetime) -> None:
    """The waiter wakes at each instant at which a clock has something due. Nobody is paged here: whoever is would be
    told every ten minutes of the year."""
    while (at := countdown.next_due(tx)) is not None and at <= until:
        tx.now = max(tx.now, at)
        countdown.count_down(tx, DESK_HOURS)
        countdown.remind_of_turn(tx, DESK_HOURS)
    tx.now = until


def happens(tx: Tx, events: list[tuple[int, int, Story, Action | None]]) -> None:
    for minute, _order, story, action in events:
        passes(tx, BEGIN + minute * MINUTE)
        if action is None:
            who, channel = (KARI, CHANNEL) if story.watched else (SIRI, OTHER_CHANNEL)
            form = CaseForm("The checkout does nothing", story.urgency)
            story.row = intake.open_case(tx, who, form, Door(channel), DESK_HOURS).case.id
            continue
        case = tx.cases.get(story.row)
        assert case is not None
        actor = (KARI if story.watched else SIRI) if action is Action.ANSWER else ANNA
        values = {"question": "Which browser?", "answer": "Firefox"}
        cases.move(tx, actor, Press(case.id, action, seen(case, action)), values, DESK_HOURS)


async def test_each_reminder_is_told_for_its_instant_and_no_other(
    desk: Desk, database: Database, clock: TestClock
) -> None:
    clock.at = BEGIN
    customer = await agency(desk)
    watched = Agreement(0, customer.id, date(2025, 1, 1), operation=True)
    await desk.do(lambda tx: tx.agreements.put(watched))
    told, is_open = stories(HOW_MANY if database.is_sqlite else HOW_MANY_ELSEWHERE), open_minutes()
    events = timeline(told)
    for first in range(0, len(events), 200):
        await desk.do(happens, events[first : first + 200])
        clock.at = BEGIN + events[min(first + 200, len(events)) - 1][0] * MINUTE
    count = 0
    for story in told:
        rows = await desk.ask(told_of, story.row)
        assert [(one.step, one.told_at) for one in rows] == expected(story, is_open), story
        assert all(one.told_at == one.fell_at for one in rows), "to the second"
        count += len(rows)
    assert count > 3 * len(told)
    said = [one for one in await desk.ask(outbox.everything) if one.notice.lane == ONCALL]
    reminders = [one for one in said if one.notice.kind is Kind.COUNTDOWN]
    assert len({one.notice.subject_id for one in reminders}) == len(reminders), "none is put in the outbox twice"
