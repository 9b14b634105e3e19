"""The click without us: the writes the desk really does for it, recorded once and done again by the bare driver."""

import sqlite3
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg

from bench.stage import desk_over, takes
from storage.database import Database
from storage.wording import Spoken

Statements = list[tuple[str, Any]]


async def recorded(database: Database, case_ids: Iterable[int], *, reads: bool = False) -> list[Statements]:
    """Takes the cases one by one; returns what each wrote (and read), as the driver was told it."""
    desk, found = desk_over(database), []
    with _noted(reads) as noted:
        for case_id in case_ids:
            await takes(desk, case_id)
            found.append(list(noted))
            noted.clear()
    return found


@contextmanager
def _noted(reads: bool) -> Iterator[Statements]:
    noted: Statements = []
    say = Spoken.say

    def noting(spoken: Spoken, cursor: Any, values: Any) -> None:
        if reads or not spoken.sql.startswith("SELECT"):
            said = [spoken.in_words(each) for each in (values if isinstance(values, list) else [values or {}])]
            noted.append((said[0][0], [each for _, each in said] if isinstance(values, list) else said[0][1]))
        say(spoken, cursor, values)

    with patch.object(Spoken, "say", noting):
        yield noted


def sqlite_connection(path: Path) -> sqlite3.Connection:
    """As durable as ours: a write-ahead log, on disk at every commit."""
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def replay_sqlite(path: Path, transactions: Iterable[Statements]) -> None:
    """One after the other, on one connection in one thread, with a commit each."""
    connection = sqlite_connection(path)
    cursor = connection.cursor()
    for transaction in transactions:
        cursor.execute("BEGIN IMMEDIATE")
        for statement, parameters in transaction:
            _say(cursor, statement, parameters)
        cursor.execute("COMMIT")
    connection.close()


def replay_postgres(url: str, transactions: list[Statements], at_once: int) -> None:
    """So many threads, each with its own connection, and with a commit for each transaction."""

    def share(number: int) -> None:
        with psycopg.connect(url) as connection, connection.cursor() as cursor:
            for transaction in transactions[number::at_once]:
                for statement, parameters in transaction:
                    _say(cursor, statement, parameters)
                connection.commit()

    with ThreadPoolExecutor(at_once) as threads:
        list(threads.map(share, range(at_once)))


def _say(cursor: Any, statement: str, values: Any) -> None:
    if values and isinstance(values, list) and isinstance(values[0], list | dict):
        cursor.executemany(statement, values)
        return
    cursor.execute(statement, values)
    if cursor.description is not None:
        cursor.fetchall()
