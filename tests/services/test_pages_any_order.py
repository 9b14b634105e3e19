"""Whatever order people, the clock and two processes come in: each step at most once, none after somebody has it."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.errors import AlreadyAcknowledged, PageOver
from rules.notices import Kind
from rules.office import DESK_HOURS
from rules.pages import About, PageStep, What, Why
from services import pages
from services.due import do_due
from storage.database import Database
from storage.migrate import migrate
from storage.tx import Tx
from tests.cast import INGRID, JONAS
from tests.paged import BO, PER, put_on_rota
from tests.promised import oslo

WHO = st.sampled_from([JONAS, PER, INGRID, BO])
DOES = st.one_of(
    st.tuples(st.just("passes"), st.integers(0, 15)),
    st.tuples(st.just("sweeps"), st.integers(1, 2)),
    st.tuples(st.just("acknowledges"), WHO),
    st.tuples(st.just("writes"), WHO),
    st.tuples(st.just("begins"), st.none()),
    st.tuples(st.just("ends"), st.sampled_from([None, JONAS])),
)


class Played:
    """One drill at the desk, played step by step: no case, so that nothing but the page itself is in question."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = oslo(31, 3)
        self.page_id = self.write(lambda tx: pages.begin(tx, About(), Why.DRILL, asked_by=BO)).id

    def write(self, service: Callable[[Tx], Any]) -> Any:
        return self.database.write(service, lambda: self.now).result()

    def does(self, what: str, with_what: Any) -> None:
        match what:
            case "passes":
                self.now += timedelta(minutes=with_what)
            case "sweeps":
                for _replica in range(with_what):
                    self.write(lambda tx: do_due(tx, DESK_HOURS, only=("pages",)))
            case "acknowledges":
                self.write(lambda tx: self._acknowledges(tx, with_what))
            case "writes":
                self.write(lambda tx: pages.spoke(tx, with_what, self.page_id, self.now))
            case "begins":
                self.write(lambda tx: self._begins_again(tx))
            case "ends":
                self.write(lambda tx: pages.end(tx, About(), with_what))

    def _acknowledges(self, tx: Tx, who: Any) -> None:
        with suppress(AlreadyAcknowledged, PageOver):
            pages.acknowledge(tx, who, self.page_id)

    def _begins_again(self, tx: Tx) -> None:
        if tx.pages.open_about(About()) is not None:
            assert pages.begin(tx, About(), Why.DRILL).id == self.page_id


@given(st.lists(DOES, max_size=14))
@settings(max_examples=15, deadline=None)
def test_each_step_at_most_once_and_none_once_somebody_has_it(tmp_path_factory: Any, moves: list[Any]) -> None:
    database = fresh(tmp_path_factory.mktemp("pages"))
    try:
        played = Played(database)
        for what, with_what in moves:
            played.does(what, with_what)
        steps, calls, said = played.write(lambda tx: _kept(tx, played.page_id))
    finally:
        database.close()
    told = [step for step in steps if step.what is What.TOLD]
    assert [step.number for step in told] == list(range(1, len(told) + 1))
    assert all(later.at - step.at >= timedelta(minutes=5) for step, later in pairwise(told))
    ended = next((place for place, step in enumerate(steps) if step.what in {What.ACKNOWLEDGED, What.OVER}), None)
    assert ended is None or not any(step.what is What.TOLD for step in steps[ended:])
    assert len({(call.step_id, call.who) for call in calls}) == len(calls) == said


def _kept(tx: Tx, page_id: int) -> tuple[list[PageStep], list[Any], int]:
    said = [one for one in tx.outbox.all() if one.notice.kind is Kind.PAGE]
    return tx.page_steps.of(page_id), tx.page_steps.calls(page_id), len(said)


def fresh(folder: Path) -> Database:
    database = Database(f"sqlite:///{folder / 'saksgang.db'}")
    migrate(database)
    database.write(put_on_rota, lambda: oslo(30, 3)).result()
    return database
