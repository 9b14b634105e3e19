"""Wake-up ways beyond Slack: each person's own addresses."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "wakeup_ways",
        sa.Column("id", ROW, nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("created_at", storage.tables.UTCDateTime(), nullable=False),
        sa.Column("tried_at", storage.tables.UTCDateTime(), nullable=True),
        sa.Column("trouble", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wakeup_ways")),
        sa.UniqueConstraint("team_id", "user_id", "name", name=op.f("uq_wakeup_ways_team_id_user_id_name")),
    )
