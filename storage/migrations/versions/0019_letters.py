"""Letters about outages: a thread for each outage of a site, and the alerts that tell of it."""

import sqlalchemy as sa
from alembic import op

from storage.tables import RowId, UTCDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter_threads",
        sa.Column("id", RowId, primary_key=True),
        sa.Column("site_id", RowId, sa.ForeignKey("sites.id", ondelete="CASCADE"), nullable=False),
        sa.Column("customer_id", RowId, sa.ForeignKey("customers.id"), nullable=False),
        sa.Column("opened_at", UTCDateTime, nullable=False),
        sa.Column("is_open", sa.Boolean, nullable=False),
        sa.Column("case_id", RowId, sa.ForeignKey("cases.id")),
        sa.Column("first_at", UTCDateTime),
        sa.Column("newest_at", UTCDateTime),
        sa.Column("due_at", UTCDateTime),
    )
    for name, column, unique, where in (
        ("uq_letter_threads_open", "site_id", True, "is_open"),
        ("ix_letter_threads_due_at", "due_at", False, "due_at IS NOT NULL"),
    ):
        known = sa.text(where)
        op.create_index(name, "letter_threads", [column], unique=unique, sqlite_where=known, postgresql_where=known)
    op.create_table(
        "letter_alerts",
        sa.Column("thread_id", RowId, sa.ForeignKey("letter_threads.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("alert_id", RowId, sa.ForeignKey("alerts.id"), primary_key=True),
    )
