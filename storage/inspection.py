"""A look at a database as it stands, without changing it: no file is made, no migration is run, nothing is written."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from storage.database import address
from storage.migrate import SCRIPTS
from storage.tx import Tx

T = TypeVar("T")
PATIENCE = 5  # seconds until a server that does not answer is called unreachable


class Standing(StrEnum):
    """Why a database cannot be worked with."""

    UNREACHABLE = "unreachable"
    MISSING = "missing"
    OLDER = "older"
    NEWER = "newer"


class NotReady(Exception):
    """The database cannot be worked with; `detail` is what it said, or where it should be. No password is in it."""

    def __init__(self, standing: Standing, detail: str) -> None:
        super().__init__(detail)
        self.standing = standing


def look(url: str, question: Callable[[Tx], T], now: Callable[[], datetime]) -> T:
    """The question's answer, from a database that is at this version; else NotReady."""
    try:
        engine = _read_only(address(url))
    except (SQLAlchemyError, ValueError, ImportError) as error:
        raise NotReady(Standing.UNREACHABLE, str(error)) from error
    try:
        with engine.connect() as connection:
            _refuse_other_versions(connection)
            return question(Tx(connection, now()))
    except DBAPIError as error:
        raise NotReady(Standing.UNREACHABLE, str(error.orig).partition("\n")[0]) from error
    finally:
        engine.dispose()


def _read_only(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(
            url, connect_args={"connect_timeout": PATIENCE}, execution_options={"postgresql_readonly": True}
        )
    file = Path(url.database or "")
    if not file.is_file():
        raise NotReady(Standing.MISSING, str(file))
    # "rw" makes no file where there is none; "ro" would leave the write-ahead log's files behind.
    engine = create_engine(url.set(database=f"file:{quote(str(file))}", query={"mode": "rw", "uri": "true"}))

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA query_only=ON")

    return engine


def _refuse_other_versions(connection: Connection) -> None:
    # Alembic takes 0.3 s to import; only who looks pays for it.
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    known = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    at = MigrationContext.configure(connection).get_current_revision()
    if at is None:
        raise NotReady(Standing.OLDER, "without tables")
    if at not in known:
        raise NotReady(Standing.NEWER, f"at {at}")
    if at != known[0]:
        raise NotReady(Standing.OLDER, f"at {at}, this version at {known[0]}")
