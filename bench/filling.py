"""Stored cases by the million: rows as the app leaves them, made inside the database, some thousand at a time."""

import sys
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Table, case, insert, literal, select, type_coerce

from rules.cases import Action, State
from rules.levels import Level, Urgency
from rules.notices import DESK, Kind, customer_lane
from storage.cards import cards, posts
from storage.cases import cases
from storage.database import Database
from storage.history import history
from tests.cast import ANNA, CHANNEL, JONAS, KARI
from tests.conftest import MONDAY_10

CHUNK = 20_000
LIFE = (Action.OPEN, Action.TAKE, Action.START, Action.READY_FOR_TEST, Action.APPROVE, Action.PUBLISH, Action.CLOSE)
PROBLEM = "The checkout does nothing: after the address the button stays grey, in every browser we tried."


def fill(database: Database, customer_id: int, stored: int, untaken: int) -> list[int]:
    """Stores cases 1 to `stored`, closed long ago but for `untaken` ones spread evenly, whose ids it returns."""
    step = stored // untaken
    for first in range(1, stored + 1, CHUNK):
        last = min(first + CHUNK - 1, stored)
        with database.engine.begin() as connection:
            _chunk(connection, customer_id, first, last, step)
        if stored > CHUNK:
            print(f"\r{last:,} cases stored", end="" if last < stored else "\n", file=sys.stderr, flush=True)
    return list(range(step, stored + 1, step))[:untaken]


def _chunk(connection: Connection, customer_id: int, first: int, last: int, step: int) -> None:
    number = _numbers(first, last)
    row: Any = number.c.n
    is_new = row % step == 0
    _put(connection, cases, number, _case(row, customer_id, is_new))
    for version, action in enumerate(LIFE, 1):
        whose = number if action is Action.OPEN else select(number).where(~is_new).subquery()
        _put(connection, history, whose, _entry(whose.c.n, version, action))
    for lane in (DESK, customer_lane(customer_id)):
        _put(connection, cards, number, _card(row, lane))
    closing = select(history).where(history.c.case_id.between(first, last), history.c.action == Action.CLOSE).subquery()
    _put(connection, posts, closing, _post(closing, customer_lane(customer_id)))


def _numbers(first: int, last: int) -> FromClause:
    numbers = select(literal(first).label("n")).cte("numbers", recursive=True)
    return numbers.union_all(select(numbers.c.n + 1).where(numbers.c.n < last))


def _put(connection: Connection, table: Table, source: FromClause, values: dict[str, Any]) -> None:
    columns = [
        value if isinstance(value, ColumnElement) else literal(value, table.c[name].type)
        for name, value in values.items()
    ]
    connection.execute(insert(table).from_select(list(values), select(*columns).select_from(source)))


def _case(row: Any, customer_id: int, is_new: ColumnElement[bool]) -> dict[str, Any]:
    def either(new: Any, old: Any, name: str) -> ColumnElement[Any]:
        kind = cases.c[name].type
        return case((is_new, literal(new, kind)), else_=literal(old, kind))

    return {
        "id": row,
        "number": row + 1000,
        "customer_id": customer_id,
        "contact_team": KARI.team_id,
        "contact_user": KARI.user_id,
        "opened_by_team": KARI.team_id,
        "opened_by_user": KARI.user_id,
        "assignee_team": either(None, ANNA.team_id, "assignee_team"),
        "assignee_user": either(None, ANNA.user_id, "assignee_user"),
        "origin": "slack",
        "submitted_at": MONDAY_10,
        "problem": PROBLEM,
        "link": "https://fjordmat.no/checkout",
        "urgency": Urgency.DEGRADED.value,
        "level": Level.B.value,
        "due_at": MONDAY_10,
        "state": either(State.RECEIVED.value, State.CLOSED.value, "state"),
        "version": either(1, len(LIFE), "version"),
        "test_round": either(0, 1, "test_round"),
        "test_link": "",
        "restored": False,
        "live_link": "",
        "ended_at": either(None, MONDAY_10, "ended_at"),
    }


def _entry(row: Any, version: int, action: Action) -> dict[str, Any]:
    actor = {Action.OPEN: KARI, Action.APPROVE: KARI, Action.TAKE: ANNA}.get(action, JONAS)
    return {
        "case_id": row,
        "version": version,
        "at": MONDAY_10,
        "actor_team": actor.team_id,
        "actor_user": actor.user_id,
        "action": action.value,
        "from_state": State.IN_PROGRESS.value,
        "to_state": State.IN_TEST.value,
        "facts": {"round": 1, "link": "https://fjordmat.no/checkout"},
    }


def _card(row: Any, lane: str) -> dict[str, Any]:
    ts = type_coerce("17743" + (row + 10_000_000).cast(cards.c.card_ts.type), cards.c.card_ts.type) + ".000100"
    return {"case_id": row, "lane": lane, "channel_id": CHANNEL, "thread_ts": ts, "card_ts": ts}


def _post(closing: FromClause, lane: str) -> dict[str, Any]:
    return {
        "case_id": closing.c.case_id,
        "history_id": closing.c.id,
        "lane": lane,
        "kind": Kind.CLOSED.value,
        "channel_id": CHANNEL,
        "ts": "1774343000.000100",
        "version": len(LIFE),
    }
