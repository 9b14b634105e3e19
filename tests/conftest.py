"""What every test may ask for: a fresh database on either kind, and a desk over it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.desk import Desk
from storage.database import Database
from storage.migrate import migrate
from tests import postgres

MONDAY_10 = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)  # 10:00 in Oslo


class TestClock:
    """A clock that stands still until it is told."""

    __test__ = False

    def __init__(self, at: datetime = MONDAY_10) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, **delta: float) -> None:
        self.at += timedelta(**delta)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Postgres]:
    reason = postgres.why_not()
    if reason is not None:
        pytest.skip(reason)
    with postgres.running() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database: each test that asks runs on both kinds."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'saksgang.db'}"
        return
    server: postgres.Postgres = request.getfixturevalue("postgres_server")
    address = server.fresh()
    yield address
    server.drop(address)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    found = Database(database_url)
    migrate(found)
    yield found
    found.close()


@pytest.fixture
def clock() -> TestClock:
    return TestClock()


@pytest.fixture
def news() -> list[str]:
    """One entry for each commit that filled the outbox."""
    return []


@pytest.fixture
def desk(database: Database, clock: TestClock, news: list[str]) -> Desk:
    return Desk(database, clock.now, lambda: news.append("news"))
