"""One transaction on PostgreSQL, most of it under way at once.

Who waits for the database gives the interpreter away, and beside busy threads gets it back some milliseconds later.
Here only what brings rows is waited for: the rest, and the beginning and the end, travel with it (docs/performance.md).
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from sqlalchemy import Engine

from storage.driver import Driver, Pipeline, named

TO_WRITE = ("BEGIN", "COMMIT")
# All the statements of a reader see one moment. Without it a card could be drawn from a case's old state and count as
# drawn from the new one, if another process moved the case between two statements (a chaos of 21 minutes found it).
TO_READ = ("BEGIN ISOLATION LEVEL REPEATABLE READ", "ROLLBACK")
# A beginning of psycopg's own would wait to be answered.
BEGINS_NOTHING: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"}


@contextmanager
def under_way(engine: Engine, begin: str, end: str) -> Iterator[Driver]:
    """What is said inside is one transaction, over when this is left; if anything fails it is rolled back. `engine` is
    one that begins nothing by itself.

    Errors are SQLAlchemy's; those of what brings no rows come when something is read, or at the end.
    """
    with engine.connect() as connection, named(connection, end):
        psycopg: Any = connection.connection.driver_connection
        with psycopg.pipeline() as pipeline, ExitStack() as if_it_fails:
            if_it_fails.callback(_hear_out, pipeline, connection.dialect.loaded_dbapi.Error)
            psycopg.execute(begin)
            yield Driver(connection, pipeline)
            psycopg.execute(end)
            if_it_fails.pop_all()


def _hear_out(pipeline: Pipeline, error: type[BaseException]) -> None:
    """After a failure all that is still under way fails too, which is no news."""
    with suppress(error):
        pipeline.sync()
