"""A month's uptime: whose sites, from when on, and how it is told, written and drawn."""

import csv
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.cli import main
from handlers.views import charts
from handlers.views.uptime import alt_text, report
from handlers.views.words import words
from rules.alert_quiet import Window
from rules.alerts import Firing
from rules.notices import Item, Kind, Notice
from rules.uptime import MonthFacts, Uptime
from services.alerts import receive
from services.desk import Desk
from services.outbox import Uploaded, went_on
from services.uptime import month
from services.uptime_reports import KINDS
from storage.database import Database
from storage.tx import Tx
from tests.alerted import DOWN, watched
from tests.cast import agency
from tests.conftest import TestClock

HOUR = timedelta(hours=1)
OCTOBER = date(2026, 10, 1)
MADE = datetime(2026, 10, 9, 22, tzinfo=UTC)  # midnight in Oslo
PNG = b"\x89PNG\r\n\x1a\n"


async def _an_october(desk: Desk, clock: TestClock) -> MonthFacts:
    """Two customers with a site each since 10 October. Fjordmat's is down for 1 h 5 s over the hour that comes twice,
    and in four hours of maintenance."""
    clock.at = MADE
    customer = await agency(desk)
    await watched(desk, customer.id)

    def another(tx: Tx) -> int:
        return tx.customers.add("=Nordlys", "CNORD", "nb", ()).id

    await watched(desk, await desk.do(another), host="nordlys.no")
    await desk.do(_plans, customer.id, MADE + 24 * HOUR)
    for at, state in ((MADE + 25 * HOUR, Firing.FIRING), (MADE + 26 * HOUR, Firing.RESOLVED),
                      (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), Firing.FIRING),
                      (datetime(2026, 10, 25, 1, 30, 5, tzinfo=UTC), Firing.RESOLVED)):  # fmt: skip
        clock.at = at
        await desk.do(receive, "kuma", [replace(DOWN, state=state)])
    clock.at = datetime(2026, 11, 3, tzinfo=UTC)
    return await desk.ask(month, OCTOBER)


def _plans(tx: Tx, customer_id: int, begin: datetime) -> None:
    tx.windows.add(Window(0, customer_id, None, begin, begin + 4 * HOUR))


async def test_a_month_of_each_site_from_when_it_was_set_up(desk: Desk, clock: TestClock) -> None:
    facts = await _an_october(desk, clock)
    nordlys, shop = facts.sites
    watched_for = timedelta(days=22) + HOUR  # the night in which the clock is put back
    assert nordlys.whole == Uptime(watched_for)
    assert shop.whole == Uptime(watched_for, 4 * HOUR, HOUR + timedelta(seconds=5), 1)
    assert [day.watched for day in shop.days[8:10]] == [timedelta(0), 24 * HOUR]
    assert (shop.days[24].watched, shop.days[24].down) == (25 * HOUR, HOUR + timedelta(seconds=5))
    assert (await desk.ask(month, OCTOBER, shop.customer.id)).sites == (shop,)
    assert (await desk.ask(month, date(2026, 9, 1))).sites[0].whole.share is None


async def test_it_reads_aloud_the_worst_first_in_both_languages(desk: Desk, clock: TestClock) -> None:
    facts = await _an_october(desk, clock)
    assert report(words("en"), facts) == [
        "*Uptime in October 2026*",
        "Fjordmat: 99.80 %, down once, for 1 h 5 s; planned maintenance 4 h",
        "Fjordmat (=Nordlys): 100 %, never down",
    ]
    assert report(words("nb"), facts)[1].endswith("99,80 %, nede én gang, i 1 t 5 sek; planlagt vedlikehold 4 t")
    assert "Fjordmat: 99.80 %" in alt_text(words("en"), facts)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_command_line_writes_a_table_and_draws_a_picture(
    desk: Desk, clock: TestClock, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    await _an_october(desk, clock)
    monkeypatch.setenv("DATABASE_URL", database.engine.url.render_as_string(hide_password=False))
    table, picture = tmp_path / "uptime.csv", tmp_path / "uptime.png"
    assert _ends(["uptime", "--month", "2026-10", "--csv", str(table), "--png", str(picture)]) == 0
    nordlys, shop = csv.DictReader(table.open(encoding="utf-8", newline=""))
    assert (shop["uptime_percent"], shop["down_seconds"], shop["down_seconds_25"]) == ("99.8092", "3605", "3605")
    assert (shop["down_seconds_09"], shop["down_seconds_10"], shop["planned_seconds"]) == ("", "0", "14400")
    assert nordlys["customer"] == "'=Nordlys", "no spreadsheet takes it for a formula"
    assert picture.read_bytes().startswith(PNG)
    assert "down once, for 1 h 5 s" in capsys.readouterr().out
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert _ends(["uptime", "--month", "2026-10", "--png", str(picture)]) == 1
    assert "extra charts" in capsys.readouterr().err


def test_without_a_site_there_is_a_picture_all_the_same() -> None:
    empty = MonthFacts(OCTOBER, MADE, ())
    assert charts.calendar(words("nb"), empty).startswith(PNG)


def test_that_its_file_is_uploaded_is_no_news_of_a_customers_file() -> None:
    """Whose rows have the same numbers."""
    told: list[str] = []
    drawers: Any = SimpleNamespace(
        outbox=SimpleNamespace(went_on=lambda *_: True),
        messages=SimpleNamespace(uploaded=lambda *_: told.append("file")),
    )
    for kind in (*KINDS, Kind.FILE):
        notice = Notice("person:1", "uptime:1", kind, subject_id=1)
        went_on(drawers, Item(1, "k", notice, 0, False, None, "waiting", None, MADE), "courier", Uploaded("F1"))
    assert told == ["file"]


def _ends(arguments: list[str]) -> object:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return ended.value.code
