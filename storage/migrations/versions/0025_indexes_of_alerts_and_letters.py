"""The newest alert of a key, a site's letters and a group's are found by an index, whatever has been."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_letter_threads_site_id", "letter_threads", ["site_id"])
    op.create_index("ix_letter_alerts_alert_id", "letter_alerts", ["alert_id"])
    op.create_index("ix_windows_site_id", "windows", ["site_id"])
    if op.get_bind().dialect.name == "sqlite":
        # SQLite takes a partial index only for the very condition it was made with, and asks for a truth as `= 1`.
        op.drop_index("uq_alerts_latest", "alerts")
        is_latest = sa.text("is_latest = 1")
        op.create_index("uq_alerts_latest", "alerts", ["source", "key"], unique=True, sqlite_where=is_latest)
