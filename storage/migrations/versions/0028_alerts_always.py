"""An agreement may say that alerts wake somebody at any time, though operation is not agreed."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agreements", sa.Column("alerts_always", sa.Boolean(), server_default=sa.false(), nullable=False))
