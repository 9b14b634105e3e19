"""Who has read what a monitor sent and nobody could read."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("set_aside", sa.Column("read_at", storage.tables.UTCDateTime(), nullable=True))
    op.add_column("set_aside", sa.Column("read_team", sa.String(length=32), nullable=True))
    op.add_column("set_aside", sa.Column("read_user", sa.String(length=32), nullable=True))
