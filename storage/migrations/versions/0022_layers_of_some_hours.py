"""Layers that have duty at some hours only; those there are have it at all."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("layers") as table:
        table.add_column(sa.Column("hours", sa.String(length=16), nullable=False, server_default="always"))
    with op.batch_alter_table("layers") as table:
        table.alter_column("hours", server_default=None)
