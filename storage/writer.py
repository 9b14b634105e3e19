"""SQLite's single writer thread with group commit: what is queued shares one commit, a savepoint each."""

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from storage.errors import translated
from storage.tx import Tx, settled

T = TypeVar("T")
LARGEST_GROUP = 64


@dataclass(frozen=True)
class _Job:
    run: Callable[[Tx], Any]
    now: Callable[[], datetime]
    future: "Future[Any]"


@dataclass
class _Outcome:
    job: _Job
    value: Any = None
    error: BaseException | None = None

    def tell(self) -> None:
        if self.error is not None:
            self.job.future.set_exception(self.error)
        else:
            self.job.future.set_result(self.value)


class Writer:
    """Takes what is queued, never waits for more, commits once, and only then tells the callers."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None  # kept from group to group
        self._queue: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._thread.start()

    def submit(self, run: Callable[[Tx], T], now: Callable[[], datetime]) -> "Future[T]":
        """Queues the job; the future is done after the group's commit."""
        future: Future[T] = Future()
        self._queue.put(_Job(run, now, future))
        return future

    def close(self) -> None:
        """Ends the thread after what is queued."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while True:
            group, ended = self._take()
            # A caller that was cancelled has cancelled its future; setting it would kill this thread.
            group = [job for job in group if job.future.set_running_or_notify_cancel()]
            if group:
                for outcome in self._commit(group):
                    outcome.tell()
            if ended:
                self._let_go()
                return

    def _take(self) -> tuple[list[_Job], bool]:
        group: list[_Job] = []
        job = self._queue.get()
        while job is not None:
            group.append(job)
            if len(group) == LARGEST_GROUP:
                return group, False
            try:
                job = self._queue.get_nowait()
            except queue.Empty:
                return group, False
        return group, True

    def _commit(self, group: list[_Job]) -> list[_Outcome]:
        try:
            with translated(), self._held() as connection, connection.begin() as transaction:
                if len(group) == 1:
                    outcome = _attempt(connection, group[0])
                    if outcome.error is not None:
                        transaction.rollback()
                    return [outcome]
                return [_with_savepoint(connection, job) for job in group]
        except BaseException as error:  # noqa: BLE001 - the commit failed: every caller must hear it, the thread lives
            return [_Outcome(job, error=error) for job in group]

    @contextmanager
    def _held(self) -> Iterator[Connection]:
        """The connection, for one transaction; after trouble it is closed, and the next one gets another."""
        connection, self._connection = self._connection or self._engine.connect(), None
        with ExitStack() as after_trouble:
            after_trouble.callback(connection.close)
            yield connection
            after_trouble.pop_all()
            self._connection = connection

    def _let_go(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _with_savepoint(connection: Connection, job: _Job) -> _Outcome:
    """Straight to the driver, as everything that is said for each click (storage/driver.py)."""
    cursor = connection.connection.cursor()
    cursor.execute("SAVEPOINT job")
    outcome = _attempt(connection, job)
    if outcome.error is not None:
        cursor.execute("ROLLBACK TO job")
    cursor.execute("RELEASE job")
    return outcome


def _attempt(connection: Connection, job: _Job) -> _Outcome:
    try:
        with translated():
            return _Outcome(job, value=settled(job.run, Tx(connection, job.now())))
    except BaseException as error:  # noqa: BLE001 - the caller's own error goes back to the caller
        return _Outcome(job, error=error)
