"""The queue: open cases by state, and which of them press most."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, case, func, select

from rules.cases import State
from storage.cases import OPEN_STATES, cases

_STANDING = select(cases.c.state, func.count()).where(cases.c.state.in_(OPEN_STATES)).group_by(cases.c.state)
# A promise that is kept presses no more.
_PRESSES = case((cases.c.answered_at.is_(None), cases.c.due_at))
_NEXT_UP = (
    select(cases.c.id)
    .where(cases.c.state.in_(bindparam("in_states", expanding=True)))
    .order_by(_PRESSES.asc().nulls_last(), cases.c.submitted_at, cases.c.id)
    .limit(bindparam("most"))
)


class Queue:
    """What waits, over all customers."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def standing(self) -> dict[State, int]:
        """How many open cases there are in each state that has any."""
        return {State(state): count for state, count in self._connection.execute(_STANDING)}

    def next_up(self, states: Iterable[State], most: int) -> list[int]:
        """Row ids of cases in these states: those whose promised answer is due soonest first, then the oldest."""
        return list(
            self._connection.execute(_NEXT_UP, {"in_states": [one.value for one in states], "most": most}).scalars()
        )
