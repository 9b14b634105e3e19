"""docs/permissions.md says who may do what, and it is exactly so: everything is tried by every kind of person."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from handlers import edge, ids
from services.desk import Desk
from storage.database import Database
from storage.migrate import migrate
from storage.tx import Tx
from tests.architecture.listeners import bound
from tests.architecture.source import ROOT
from tests.conftest import TestClock
from tests.permissions.attempts import NEVER, Attempt, attempts, by, pressed
from tests.permissions.attempts_at_duty import attempts_at_duty
from tests.permissions.people import KINDS, Agency, agencies
from tests.permissions.trial import Ears, TrialDesk, app_over, is_refused, judged, overhear

PAGE = "docs/permissions.md"
ATTEMPTS = [*attempts(), *attempts_at_duty()]
YES, NO = "yes", "–"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """One kind is enough: who may is no question of the database."""
    found = Database(f"sqlite:///{tmp_path / 'saksgang.db'}")
    migrate(found)
    yield found
    found.close()


async def test_everybody_may_do_what_the_page_says_and_nothing_else(
    database: Database, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, ears = Desk(database, clock.now, lambda: None), Ears()
    monkeypatch.setattr(edge, "sentence", overhear(ears))
    at = await agencies(desk)
    app = app_over(TrialDesk(database, clock.now, lambda: None), ears)
    found, page = {}, _page()
    for attempt in ATTEMPTS:
        stands = [await desk.do(_stand, agency, attempt) for agency in at]
        answers = []
        for kind in KINDS:
            agency = stands[kind.at_unnamed]
            said = {await judged(app, ears, by(body(agency), kind.who)) for body in attempt.bodies}
            assert len({bool(one) for one in said}) == 1, (
                f"{attempt.row}: {kind.words} by one way, not the other: {said}"
            )
            answers.append(NO if any(said) else YES)
        found[attempt.row] = answers
    wrong = {row: _line(row, answers) for row, answers in found.items() if page.get(row) != answers}
    assert not wrong, "Judge these, and write them in docs/permissions.md:\n" + "\n".join(wrong.values())
    assert set(page) <= set(found), f"Nobody can do these any more: {sorted(set(page) - set(found))}"


async def test_what_no_person_does_nobody_may_press(
    database: Database, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, ears = Desk(database, clock.now, lambda: None), Ears()
    monkeypatch.setattr(edge, "sentence", overhear(ears))
    named, _unnamed = await agencies(desk)
    app = app_over(TrialDesk(database, clock.now, lambda: None), ears)
    for action in NEVER:
        press = pressed(ids.MOVES[action], lambda agency: f"{agency.case.id}:v{agency.case.version}")
        for kind in KINDS:
            assert await is_refused(app, ears, by(press(named), kind.who)), f"{kind.words} may {action}"


def test_everything_that_is_listened_to_is_tried() -> None:
    listened = {(one.kind, one.id) for one in bound() if one.kind != "event"}
    tried = {covered for attempt in ATTEMPTS for covered in attempt.covers}
    never = {("action", ids.MOVES[action]) for action in NEVER}
    missing, gone = listened - tried - never, tried - listened
    assert not missing, f"Say in tests/permissions/attempts.py how these are tried: {sorted(missing)}"
    assert not gone, f"Nobody listens to these any more: {sorted(gone)}"


def _stand(tx: Tx, agency: Agency, attempt: Attempt) -> Agency:
    """The case, standing as the attempt needs it."""
    case = attempt.standing(agency.case, tx.now)
    tx.cases.save(case)
    return Agency(**vars(agency) | {"case": case})


def test_the_page_names_every_kind_of_person() -> None:
    heads = [line for line in _lines() if line.startswith("| id ")]
    assert heads
    for head in heads:
        assert _cells(head)[2:] == [kind.words for kind in KINDS]


def _page() -> dict[str, list[str]]:
    """What the page says: for each row the answer for each kind of person."""
    rows = [_cells(line) for line in _lines() if line.startswith("| `")]
    return {cells[0].strip("`"): cells[2:] for cells in rows}


def _lines() -> list[str]:
    return (ROOT / PAGE).read_text("utf-8").splitlines()


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def _line(row: str, answers: list[str]) -> str:
    return f"| `{row}` | | {' | '.join(answers)} |"
