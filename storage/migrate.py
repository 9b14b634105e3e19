"""Brings a database to this version's tables. Safe with several starting at once."""

from pathlib import Path

from sqlalchemy import Connection, text

from storage.database import Database

SCRIPTS = str(Path(__file__).with_name("migrations"))
LOCK = 0x5A4B5347  # any number all Saksgang processes share
PATIENCE_MS = 10 * 60 * 1000  # another process may be moving years of rows


def migrate(database: Database) -> None:
    """Upgrades to the newest migration. On PostgreSQL a transaction lock lets one process do it at a time;
    on SQLite BEGIN IMMEDIATE does the same."""
    # Alembic takes 0.3 s to import; only a start that migrates pays for it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    with database.engine.connect() as connection:
        connection.detach()  # its patience is not for the pool
        if database.is_sqlite:
            connection.connection.cursor().execute(f"PRAGMA busy_timeout={PATIENCE_MS}")
        with connection.begin():
            _take_turns(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def _take_turns(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
