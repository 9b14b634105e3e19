"""Mails that were sent, by Message-ID and thread."""

import sqlalchemy as sa
from alembic import op

from storage.tables import RowId, UTCDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mails",
        sa.Column("id", RowId, primary_key=True),
        sa.Column("message_id", sa.String(300), nullable=False, unique=True),
        sa.Column("thread", sa.String(80), nullable=False, index=True),
        sa.Column("case_id", RowId, sa.ForeignKey("cases.id")),
        sa.Column("contact_id", RowId, sa.ForeignKey("contacts.id"), nullable=False),
        sa.Column("sent_at", UTCDateTime, nullable=False),
    )
