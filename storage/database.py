"""The database: one engine, transactions run on its own threads, rows in and rows out.

SQLite: one writer thread with group commit and a few readers. PostgreSQL: a small pool.
The measured reasons stand in docs/adr/0002-synchronous-core.md.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from storage.errors import translated
from storage.tx import Tx, settled
from storage.writer import Writer

T = TypeVar("T")
SQLITE_READERS = 4
# More would take turns at one interpreter: with twelve in all, an answer in a storm took twice as long as with six.
POSTGRES_WRITERS, POSTGRES_READERS = 4, 2
CONNECT_SECONDS = 5
# A process that stops in the middle of a transaction (its machine is paused, or cut off) would hold its locks for
# hours: none of the others could hear a monitor or page. Ours say the next statement within milliseconds.
LONGEST_PAUSE = 10.0  # seconds within a transaction, after which PostgreSQL ends it
LONGEST_REST, RESTED_SINCE = 5.0, "rested_since"  # seconds after which a connection may be gone
# A reader's statements all see one moment. Without it a card could be drawn from a case's old state and count as drawn
# from the new one, if another process moved the case between the two statements (a chaos of 21 minutes found it).
SQLITE_READS: dict[str, Any] = {"reads_only": True}
POSTGRES_READS: dict[str, Any] = {"isolation_level": "REPEATABLE READ"}
BUSY_MS = 2000  # below Slack's 3 seconds, so that a click never waits past them
BETWEEN_TRIES = 0.01  # seconds


def address(url: str) -> URL:
    """The database's address with our driver for it: psycopg for PostgreSQL, the standard one for SQLite.

    Raises ValueError for any other database, or an address that cannot be read.
    """
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql", "postgresql+psycopg"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername == "sqlite":
        return parsed
    raise ValueError(f"{parsed.drivername} is not supported; use sqlite or postgresql")


class Database:
    """Runs jobs, each in one transaction: `write` may change rows, `read` sees a snapshot beside the writer."""

    def __init__(self, url: str) -> None:
        self.url = address(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(self.url) if self.is_sqlite else _postgres_engine(self.url)
        self._reading_engine = self.engine.execution_options(**(SQLITE_READS if self.is_sqlite else POSTGRES_READS))
        readers = SQLITE_READERS if self.is_sqlite else POSTGRES_READERS
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="reader")
        self._writer: Writer | None = Writer(self.engine) if self.is_sqlite else None
        self._writers = None if self.is_sqlite else ThreadPoolExecutor(POSTGRES_WRITERS, thread_name_prefix="writer")

    def write(self, job: Callable[[Tx], T], now: Callable[[], datetime]) -> "Future[T]":
        """Runs the job in a transaction of its own; the future is done after the commit, or holds the error."""
        if self._writer is not None:
            return self._writer.submit(job, now)
        assert self._writers is not None
        return self._writers.submit(self._in_transaction, job, now)

    def read(self, job: Callable[[Tx], T], now: Callable[[], datetime]) -> "Future[T]":
        """Runs the job in a read-only transaction; nothing it changes is kept."""
        return self._readers.submit(self._reading, job, now)

    def open_up(self) -> None:
        """Opens all connections there will be to a server: one takes as long as several transactions. Unavailable."""
        if not self.is_sqlite:
            with translated(), ExitStack() as opened:
                for _ in range(POSTGRES_WRITERS + POSTGRES_READERS):
                    opened.enter_context(self.engine.connect())

    def close(self) -> None:
        """Ends the threads after the jobs they have, then the connections."""
        if self._writer is not None:
            self._writer.close()
        if self._writers is not None:
            self._writers.shutdown()
        self._readers.shutdown()
        self.engine.dispose()

    def _in_transaction(self, job: Callable[[Tx], T], now: Callable[[], datetime]) -> T:
        with translated(), self.engine.begin() as connection:
            return settled(job, Tx(connection, now()))

    def _reading(self, job: Callable[[Tx], T], now: Callable[[], datetime]) -> T:
        with translated(), self._snapshot() as connection:
            return job(Tx(connection, now()))

    @contextmanager
    def _snapshot(self) -> Iterator[Connection]:
        with self._reading_engine.connect() as connection:
            yield connection
            connection.rollback()


def _postgres_engine(url: URL) -> Engine:
    patience = {"connect_timeout": CONNECT_SECONDS}
    size = POSTGRES_WRITERS + POSTGRES_READERS
    engine = create_engine(
        url, pool_size=size, max_overflow=0, pool_use_lifo=True, pool_timeout=CONNECT_SECONDS, connect_args=patience
    )

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        # Not among what is said when connecting: a pooler between us might refuse it there.
        connection.autocommit = True
        connection.execute(f"SET idle_in_transaction_session_timeout = {LONGEST_PAUSE * 1000:.0f}")
        connection.autocommit = False

    @event.listens_for(engine, "checkin")
    def on_checkin(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info[RESTED_SINCE] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def on_checkout(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        """A ping is a trip to the server for each transaction: only who rested long is asked whether they live."""
        if time.monotonic() - record.info.get(RESTED_SINCE, time.monotonic()) <= LONGEST_REST:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error  # all are as old as this one

    return engine


def _sqlite_engine(url: URL) -> Engine:
    """SQLAlchemy's own defaults lose updates silently on SQLite; these two hooks are the cure."""
    engine = create_engine(url, connect_args={"check_same_thread": False}, pool_size=SQLITE_READERS + 2)

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        _switch_to_wal(connection)
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        reads_only = connection.get_execution_options().get("reads_only", False)
        # Straight to the driver, as everything that is said for each click (storage/driver.py).
        connection.connection.cursor().execute("BEGIN" if reads_only else "BEGIN IMMEDIATE")

    return engine


def _switch_to_wal(connection: sqlite3.Connection) -> None:
    """Of several that open a new file at once SQLite lets one switch and tells the others "locked" at once, whatever
    their busy_timeout is. A file that was switched stays so, and asking again costs nothing."""
    patience = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError:
            if time.monotonic() > patience:
                raise
            time.sleep(BETWEEN_TRIES)
