"""Indexes for what is asked of tables that grow: open cases, what ended lately, people by their id, files by theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index(op.f("ix_cases_customer_id"), "cases")
    op.create_index("ix_cases_of_customer", "cases", ["customer_id", "ended_at", "number"])
    op.create_index("ix_cases_ended_at_state", "cases", ["ended_at", "state"])
    waits = sa.text("wrote_at IS NOT NULL")
    op.create_index("ix_cases_wrote_at", "cases", ["wrote_at"], sqlite_where=waits, postgresql_where=waits)
    op.create_index(op.f("ix_attachments_sha256"), "attachments", ["sha256"])
    op.create_index(op.f("ix_message_files_attachment_id"), "message_files", ["attachment_id"])
    op.create_index(op.f("ix_offers_last_at"), "offers", ["last_at"])
    op.create_index(op.f("ix_people_user_id"), "people", ["user_id"])
