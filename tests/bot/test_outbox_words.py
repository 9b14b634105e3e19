"""`bot outbox` lists what waits and what gave up; `bot outbox retry` lets what gave up wait again."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot import cli
from bot.clock import Clock
from bot.outbox_words import age
from rules.notices import DESK, Kind, Notice
from services import outbox
from services.desk import Desk
from services.outbox import Unsaid
from storage.database import Database
from storage.outbox import GAVE_UP
from storage.outbox import outbox as table
from storage.tx import Tx
from tests.office import open_office


@pytest.fixture(autouse=True)
def _settings(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    given = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1", "database_url": database_url}
    for name, value in (given | {"customer_success_channel": "C0DESK", "on_call_channel": "C0CALL"}).items():
        monkeypatch.setenv(name.upper(), value)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database, lambda: Clock().now() - timedelta(hours=3), lambda: None)


def says(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    """What `bot outbox` prints, its spaces made one; it leaves with that code."""
    with pytest.raises(SystemExit) as left:
        cli.main(["outbox", *words])
    printed = capsys.readouterr()
    assert left.value.code == code
    return "\n".join(" ".join(line.split()) for line in (printed.out + printed.err).splitlines())


async def gave_up(desk: Desk, *threads: str) -> list[int]:
    """Rows that were tried, in doubt or not, and gave up; their ids."""

    def fail(tx: Tx) -> list[int]:
        tx.outbox.put(*(Notice(DESK, thread, Kind.GAVE_UP) for thread in threads), at=tx.now)
        items = outbox.claim(tx, "one", 5.0, 10)
        for item in items:
            outbox.again(tx, item, "one", 5.0, 0.0, "no answer", False, True)
        for item in outbox.claim(tx, "one", 6.0, 10):
            outbox.give_up(tx, item, "one", "is_archived")
        return sorted(item.id for item in items)

    return await desk.do(fail)


async def waiting(desk: Desk) -> list[Unsaid]:
    return [row for row in await desk.ask(outbox.unsaid) if row.waits]


async def test_it_lists_what_waits_and_what_gave_up_and_why(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    [row] = await gave_up(desk, "a")
    await desk.do(lambda tx: tx.outbox.put(Notice("customer:1", "b", Kind.NEED_HELP), at=tx.now))
    listed = says(capsys)
    assert f"{row} gave up 3 h - gave_up desk is_archived" in listed
    assert f"{row + 1} waiting 3 h - need_help customer:1" in listed
    assert "2 in all: 1 waiting, 1 gave up." in listed


async def test_all_wait_again_as_if_never_tried_but_in_doubt(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    rows = await gave_up(desk, "a", "b")
    assert "2 waiting again" in says(capsys, "retry")
    again = [row.item for row in await waiting(desk)]
    assert [item.id for item in again] == rows
    assert {(item.attempts, item.first_tried, item.doubtful, item.reason) for item in again} == {(0, None, True, None)}
    claimed = await desk.do(outbox.claim, "two", 7.0, 10)
    assert [item.id for item in claimed] == rows, "nothing holds them back"


async def test_one_can_be_picked(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = await gave_up(desk, "a", "b")
    printed = says(capsys, "retry", str(second))
    assert "1 waiting again" in printed
    assert [row.item.id for row in await waiting(desk)] == [second]
    assert f"{first} gave up" in says(capsys)


async def test_what_did_not_give_up_stays_as_it_is(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Nothing gave up" in says(capsys, "retry", "all")
    await desk.do(lambda tx: tx.outbox.put(Notice(DESK, "a", Kind.GAVE_UP), at=tx.now))
    [before] = await waiting(desk)
    assert "is no row that gave up" in says(capsys, "retry", str(before.item.id), code=1)
    assert "is no row that gave up" in says(capsys, "retry", "999", code=1)
    assert "neither an ID" in says(capsys, "retry", "some", code=2)
    assert await waiting(desk) == [before]


def test_a_database_without_tables_is_a_problem_with_a_mend(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///gone.db")
    for words in ([], ["retry"]):
        assert "mend python3 bootstrap.py migrate" in says(capsys, *words, code=1)
    assert not (tmp_path / "gone.db").exists()


async def test_what_slack_has_already_is_not_said_again(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with open_office(database_url, tmp_path) as office:
        number = await office.opens_a_case(office.kari)
        database = Database(database_url)
        with database.engine.begin() as connection:
            of_case = table.c.kind.in_([Kind.RECEIPT, Kind.CARD]) & table.c.case_id.is_not(None)
            connection.execute(update(table).where(of_case).values(state=GAVE_UP, reason="fatal_error"))
        database.close()
        assert f" gave up 0 s {number} " in says(capsys)
        assert f" waiting 0 s {number} " in says(capsys, "retry")
        await office.nothing_unexpected()


def test_an_age_is_told_in_its_largest_whole_unit() -> None:
    spans = {"0 s": 0, "59 s": 59.9, "1 min": 60, "23 h": 86399, "2 d": 2.5 * 86400}
    assert {age(timedelta(seconds=span)) for span in spans.values()} == set(spans)
