"""Alembic runs inside the transaction that `storage.migrate` opened."""

from alembic import context

import storage.tx  # noqa: F401 - every table is defined once all drawers are imported
from storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
