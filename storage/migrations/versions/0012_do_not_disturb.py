"""Do Not Disturb as it was read last, what people on the rota lack as it was told last, and the house's own secrets."""

import secrets

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "do_not_disturb",
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("until", storage.tables.UTCDateTime(), nullable=True),
        sa.Column("read_at", storage.tables.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("team_id", "user_id", name=op.f("pk_do_not_disturb")),
    )
    op.add_column("rota_watch", sa.Column("lacks", sa.JSON(), nullable=True))
    house = op.create_table(
        "house_secrets",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_house_secrets")),
    )
    op.bulk_insert(house, [{"name": "acknowledging", "secret": secrets.token_hex(32)}])
