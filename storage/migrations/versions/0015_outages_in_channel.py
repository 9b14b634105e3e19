"""Whether a customer reads letters about outages in the channel too."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customers", sa.Column("outages_in_channel", sa.Boolean(), server_default=sa.false(), nullable=False))
