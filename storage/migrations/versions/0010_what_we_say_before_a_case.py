"""What we write in an inquiry's thread waits for the case it may become."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("overheard", sa.Column("is_ours", sa.Boolean(), server_default=sa.false(), nullable=False))
