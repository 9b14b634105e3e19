"""A database in memory to play something on before it is earnest, so that what takes long the first time is done."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import create_engine

from storage.database import Database
from storage.driver import learn
from storage.tables import metadata
from storage.tx import Tx, settled


def rehearsed(database: Database, play: Callable[[Tx], object], now: datetime) -> None:
    """Plays it in a transaction of no database but one in memory, at that instant (UTC); the statements it said are
    compiled for this database from then on. Nothing of it stays, and this database is not asked anything."""
    memory = create_engine("sqlite://")
    try:
        with memory.begin() as connection:
            metadata.create_all(connection)
            settled(play, Tx(connection, now))
        learn(memory.dialect.name, database.engine.dialect)
    finally:
        memory.dispose()
