"""How the app itself is: what each process found last, what is told of it, and the canary; what fails is counted."""

import sqlalchemy as sa
from alembic import op

from storage.tables import RowId, UTCDateTime

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "beats",
        sa.Column("process", sa.String(32), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.Column("heard_at", sa.Float(), nullable=False),
        sa.Column("ills", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("process", name="pk_beats"),
    )
    op.create_table(
        "ailments",
        sa.Column("id", RowId, nullable=False),
        sa.Column("part", sa.String(16), nullable=False),
        sa.Column("how", sa.String(16), nullable=False),
        sa.Column("began_at", UTCDateTime(), nullable=False),
        sa.Column("over_at", UTCDateTime()),
        sa.Column("good_since", sa.Float()),
        sa.Column("ts", sa.String(32)),
        sa.PrimaryKeyConstraint("id", name="pk_ailments"),
    )
    is_open = sa.text("over_at IS NULL")
    op.create_index(
        "uq_ailments_open", "ailments", ["part"], unique=True, sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_table(
        "canary",
        sa.Column("id", RowId, autoincrement=False, nullable=False),
        sa.Column("due", sa.Float(), nullable=False),
        sa.Column("caused_at", sa.Float()),
        sa.Column("ts", sa.String(32)),
        sa.PrimaryKeyConstraint("id", name="pk_canary"),
    )
    fails = sa.text("failing_since IS NOT NULL")
    op.create_index("ix_alerts_failing", "alerts", ["id"], sqlite_where=fails, postgresql_where=fails)
