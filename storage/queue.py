"""The queue: open cases by state, and which of them press most."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import bindparam, case, func, select, union_all

from rules.cases import Case, State
from rules.levels import Level
from storage.cases import IS_OPEN, case_of, cases
from storage.driver import Driver
from storage.tables import UTCDateTime

_STANDING = select(cases.c.state, func.count()).where(IS_OPEN).group_by(cases.c.state)
# A promise that is kept presses no more.
_PRESSES = case((cases.c.answered_at.is_(None), cases.c.due_at))
_SINCE = func.coalesce(cases.c.wrote_at, cases.c.submitted_at)
_NOT_SET_FIRST = case((cases.c.level == Level.NOT_SET.value, 0), else_=1)
_in_states = select(cases.c.id).where(IS_OPEN, cases.c.state.in_(bindparam("in_states", expanding=True)))
_waits_for_us = select(cases.c.id).where(cases.c.wrote_at.is_not(None))
_NEXT_UP = (
    select(cases)
    .where(cases.c.id.in_(union_all(_in_states, _waits_for_us)))
    .order_by(_NOT_SET_FIRST, _PRESSES.asc().nulls_last(), _SINCE, cases.c.id)
    .limit(bindparam("most"))
)

_IS_PROMISED = (cases.c.step_at.is_not(None)) & (cases.c.due_at <= bindparam("until_instant", type_=UTCDateTime))
_PROMISED = select(cases.c.id).where(_IS_PROMISED).order_by(cases.c.due_at, cases.c.id).limit(bindparam("most"))
_COUNT_PROMISED = select(func.count()).select_from(cases).where(_IS_PROMISED)


class Queue:
    """What waits, over all customers."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def standing(self) -> dict[State, int]:
        """How many open cases there are in each state that has any."""
        return {State(state): count for state, count in self._connection.execute(_STANDING)}

    def next_up(self, states: Iterable[State], most: int) -> list[Case]:
        """Open cases in these states, and any with a message of the customer's that waits: those without a level
        first, then those whose promised answer is due soonest, then who has waited longest."""
        key = {"in_states": [one.value for one in states], "most": most}
        return [case_of(row) for row in self._connection.execute(_NEXT_UP, key)]

    def promised(self, until: datetime, most: int) -> list[int]:
        """Row ids of cases whose promised answer is open and due by then (UTC), or overdue, the nearest first."""
        return list(self._connection.execute(_PROMISED, {"until_instant": until, "most": most}).scalars())

    def count_promised(self, until: datetime) -> int:
        """How many those are."""
        return int(self._connection.execute(_COUNT_PROMISED, {"until_instant": until}).scalar_one())
