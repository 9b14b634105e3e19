"""Down time as rows: what was before they were kept, and what a month asks for."""

import importlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import select

from rules.alert_quiet import window_from, window_value
from rules.alerts import Firing
from rules.page_report import bounds
from rules.people import PersonId
from services.alerts import receive
from services.desk import Desk
from storage.database import Database
from storage.outages import outages
from storage.tx import Tx
from tests.alerted import DOWN, watched
from tests.cast import agency
from tests.conftest import TestClock

OSLO = ZoneInfo("Europe/Oslo")
NEW_YEARS_EVE = datetime(2025, 12, 31, 22, 30, tzinfo=UTC)


async def _some_months(desk: Desk, clock: TestClock) -> int:
    """A site that is down into January, again from January into March, and since then; a warning counts for nothing."""
    customer = await agency(desk)
    site = await watched(desk, customer.id)
    clock.at = NEW_YEARS_EVE
    for hours, state in ((0, Firing.FIRING), (1.2, Firing.RESOLVED), (24, Firing.FIRING), (60 * 24, Firing.RESOLVED),
                         (24, Firing.FIRING)):  # fmt: skip
        clock.advance(hours=hours, milliseconds=300)
        await desk.do(receive, "kuma", [replace(DOWN, state=state), replace(DOWN, key="slow", severity="warning")])
    return site.id


def _rows(tx: Tx, site_id: int) -> list[tuple[datetime, datetime | None]]:
    found = tx.outages.in_month(NEW_YEARS_EVE - timedelta(days=1), NEW_YEARS_EVE + timedelta(days=365), [site_id])
    return sorted((one.began, one.ended) for one in found)


async def test_what_was_down_before_is_counted_from_what_alerts_did(
    desk: Desk, clock: TestClock, database: Database
) -> None:
    site_id = await _some_months(desk, clock)
    before = await desk.ask(_rows, site_id)
    months = [bounds(date(2026, month, 1), OSLO)[0] for month in (1, 2, 3)]
    assert [began for began, _ended in before if began in months] == months
    assert (len(before), before[-1][1]) == (6, None)
    migration: Any = importlib.import_module("storage.migrations.versions.0029_down_time")
    with database.engine.connect() as connection, connection.begin():
        connection.execute(outages.delete())
        with Operations.context(MigrationContext.configure(connection)):
            migration._fill(0, 1000)
        found = connection.execute(select(outages.c.began, outages.c.ended).order_by(outages.c.began)).all()
    assert [tuple(one) for one in found] == before


async def test_a_month_is_what_began_in_it_and_what_goes_on(desk: Desk, clock: TestClock) -> None:
    site_id = await _some_months(desk, clock)

    def rows(tx: Tx, month: int, site: int) -> int:
        return len(tx.outages.in_month(*bounds(date(2026, month, 1), OSLO), [site]))

    assert [await desk.ask(rows, month, site_id) for month in (1, 2, 3, 4)] == [2, 1, 2, 1]
    assert await desk.ask(rows, 2, site_id + 1) == 0


async def test_a_warning_that_gets_worse_is_down_from_then_on_and_one_that_gets_better_is_not(
    desk: Desk, clock: TestClock
) -> None:
    customer = await agency(desk)
    site = await watched(desk, customer.id)
    clock.at = NEW_YEARS_EVE
    for severity in ("warning", "critical", "warning"):
        await desk.do(receive, "kuma", [replace(DOWN, severity=severity)])
        clock.advance(minutes=1)
    minute = timedelta(minutes=1)
    assert await desk.ask(_rows, site.id) == [(NEW_YEARS_EVE + minute, NEW_YEARS_EVE + 2 * minute)]


def test_what_nobody_had_planned_was_no_maintenance() -> None:
    """A window begins when it is planned at the earliest, so no figure that was told changes."""
    typed = {"start": "1767218400", "end": "1767225600", "about": window_value(1), "why": ""}
    window = window_from(typed, {1: ()}, NEW_YEARS_EVE, PersonId("T", "U"))
    assert (window.start, window.end) == (NEW_YEARS_EVE, NEW_YEARS_EVE + timedelta(minutes=90))
