"""What may go wrong with the database itself, in our own words: nobody above storage knows SQLAlchemy."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

PAUSED = "25P03"  # PostgreSQL ended a transaction in which nothing was said for long


class Unavailable(Exception):
    """The database did not answer, was locked too long, or broke a deadlock: nothing was kept; it may work later."""


@contextmanager
def translated() -> Iterator[None]:
    """While inside, the database's own troubles are Unavailable; our mistakes stay what they are."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout, sqlite3.OperationalError) as trouble:
        raise Unavailable(str(getattr(trouble, "orig", trouble))) from trouble
    except InternalError as trouble:
        if getattr(trouble.orig, "sqlstate", None) != PAUSED:
            raise
        raise Unavailable(str(trouble.orig)) from trouble
