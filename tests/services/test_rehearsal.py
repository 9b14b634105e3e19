"""What is played at the start leaves nothing behind, and what a storm says after it is compiled already."""

import pytest

from rules.alerts import STORM_ABOVE, Firing, Signal
from rules.monitors import Monitor
from rules.notices import ONCALL
from rules.office import DESK_HOURS
from rules.people import Person, PersonId, Place
from services import notices, outbox
from services.desk import Desk
from services.monitors import take_all
from services.page_sweep import sweep
from services.people import refresh_place
from services.rehearsal import THEN, small_storm
from storage import driver
from storage.database import Database
from storage.rehearsals import rehearsed
from storage.tx import Tx

TOKEN = "hash"
JONAS, PER = (Person(PersonId("TNORD", f"U{name}"), name) for name in ("Jonas", "Per"))


def storm(tx: Tx) -> None:
    """One signal after the other, each by itself, until they are too many; and people are paged of the first."""
    refresh_place(tx, Place.ONCALL, [JONAS, PER], "TNORD")
    tx.monitors.add(Monitor(0, "generic", "", tx.now), TOKEN)
    for number in range(2 * STORM_ABOVE):
        site = f"https://www.kunde{number}.no"
        take_all(tx, [(TOKEN, [Signal(f"site {number}", Firing.FIRING, title="500", site=site)])])
        sweep(tx, DESK_HOURS)
    for item in outbox.claim(tx, "courier", 1.0, 64):
        if item.notice.lane == ONCALL:
            notices.facts(tx, item, DESK_HOURS)
        outbox.sent(tx, item, "courier", 1.0, outbox.Sent("C1", f"{item.id}.1"))


async def test_the_first_storm_says_nothing_for_the_first_time(
    database: Database, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "_KNOWN", {})
    rehearsed(database, small_storm, THEN)
    before = set(driver._KNOWN[database.engine.dialect.name])
    await desk.do(storm)
    assert len(before) >= 40
    assert set(driver._KNOWN[database.engine.dialect.name]) - before == set()


async def test_nothing_of_a_rehearsal_stays(database: Database, desk: Desk) -> None:
    rehearsed(database, small_storm, THEN)
    assert await desk.ask(outbox.everything) == []
    assert await desk.ask(lambda tx: (tx.monitors.all(), tx.people.members(Place.ONCALL))) == ([], set())
    assert await desk.ask(lambda tx: tx.alerts.how_many_lately(THEN, 100)) == 0
