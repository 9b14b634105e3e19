"""What goes out over people's wake-up ways: one row for each way of each call of a page."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "page_wakes",
        sa.Column("id", ROW, nullable=False),
        sa.Column("call_id", ROW, nullable=False),
        sa.Column("way_id", ROW, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("sent_at", storage.tables.UTCDateTime(), nullable=True),
        sa.Column("failed_at", storage.tables.UTCDateTime(), nullable=True),
        sa.Column("trouble", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["call_id"], ["page_calls.id"], name=op.f("fk_page_wakes_call_id_page_calls")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_wakes")),
    )
    op.create_index(op.f("ix_page_wakes_call_id"), "page_wakes", ["call_id"])
