"""A site that is none any more is kept for what happened there."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sites", sa.Column("retired_at", storage.tables.UTCDateTime(), nullable=True))
