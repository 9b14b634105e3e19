"""Migrations build exactly the tables the drawers define."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage.database import Database
from storage.tables import metadata


def test_a_migrated_database_is_what_the_tables_say(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        missing = compare_metadata(context, metadata)
    assert missing == [], "Write a migration in storage/migrations/versions (CONTRIBUTING.md, Change a table)"
