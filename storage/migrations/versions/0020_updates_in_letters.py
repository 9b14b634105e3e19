"""Which updates about an outage the customer was told."""

import sqlalchemy as sa
from alembic import op

from storage.tables import RowId

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letter_threads", sa.Column("told_change", RowId, server_default="0", nullable=False))
