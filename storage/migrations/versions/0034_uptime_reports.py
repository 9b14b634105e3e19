"""Months of uptime that one of us asked for."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UTCDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "uptime_reports",
        sa.Column("id", ROW, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("customer_id", ROW),
        sa.Column("site_id", ROW),
        sa.Column("channel_id", sa.String(32)),
        sa.Column("ts", sa.String(32)),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_uptime_reports_customer_id_customers")
        ),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name=op.f("fk_uptime_reports_site_id_sites"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uptime_reports")),
    )
    op.create_index("ix_uptime_reports_asked_at", "uptime_reports", ["asked_at"])
    op.create_index("ix_uptime_reports_site_id", "uptime_reports", ["site_id"])
