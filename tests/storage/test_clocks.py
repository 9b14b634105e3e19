"""What falls due among many cases, on PostgreSQL, which knows nothing yet of how many are due."""

import pytest
from sqlalchemy import text

from rules.countdown import About
from storage.clocks import Clocks
from storage.database import Database
from storage.driver import Driver
from tests import postgres
from tests.conftest import MONDAY_10


@pytest.mark.parametrize("about", About)
def test_how_many_are_due_is_counted_along_the_index(postgres_server: postgres.Postgres, about: About) -> None:
    database = Database(postgres_server.fresh())
    with database.engine.begin() as connection:
        connection.execute(text("SET session_replication_role = replica"))  # rows of nobody's, for the plan alone
        connection.execute(text(ROWS), {"at": MONDAY_10})
        Clocks(Driver(connection)).how_many(about, MONDAY_10, 21)
        read = connection.execute(text(READ)).scalar_one()
    database.close()
    assert read == 0, "it walked through the table"


ROWS = """
INSERT INTO cases (number, customer_id, opened_by_team, opened_by_user, origin, submitted_at, problem, link, level,
                   state, version, test_round, test_link, restored, live_link, step_at, nudge_at)
SELECT n, 1, 'T', 'U', 'slack', :at, 'It fails', '', 'B', 'received', 1, 0, '', false, '',
       CAST(:at AS timestamptz) + n * interval '1 hour', CAST(:at AS timestamptz) + n * interval '1 hour'
FROM generate_series(1, 5000) AS n
"""
READ = "SELECT seq_scan FROM pg_stat_xact_all_tables WHERE relname = 'cases'"
