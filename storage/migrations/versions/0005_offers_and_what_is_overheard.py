"""What customers say outside any case: inquiries, the words they are made of, and words in unclaimed channels."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "offers",
        sa.Column("id", ROW, nullable=False),
        sa.Column("customer_id", ROW, nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("root_ts", sa.String(length=32), nullable=False),
        sa.Column("author_team", sa.String(length=32), nullable=False),
        sa.Column("author_user", sa.String(length=32), nullable=False),
        sa.Column("said_at", storage.tables.UTCDateTime(), nullable=False),
        sa.Column("last_at", storage.tables.UTCDateTime(), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("due_at", storage.tables.UTCDateTime(), nullable=True),
        sa.Column("offer_ts", sa.String(length=32), nullable=True),
        sa.Column("item_ts", sa.String(length=32), nullable=True),
        sa.Column("case_id", ROW, nullable=True),
        sa.Column("decided_team", sa.String(length=32), nullable=True),
        sa.Column("decided_user", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_offers_case_id_cases")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_offers_customer_id_customers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("channel_id", "root_ts", name=op.f("uq_offers_channel_id_root_ts")),
    )
    op.create_index(
        "ix_offers_due_at",
        "offers",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index("ix_offers_author", "offers", ["channel_id", "author_user", "last_at"], unique=False)
    op.create_table(
        "overheard",
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("offer_id", ROW, nullable=True),
        sa.Column("author_team", sa.String(length=32), nullable=False),
        sa.Column("author_user", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("thread_ts", sa.String(length=32), nullable=True),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_overheard_offer_id_offers")),
        sa.PrimaryKeyConstraint("channel_id", "ts", name=op.f("pk_overheard")),
    )
    op.create_index(op.f("ix_overheard_offer_id"), "overheard", ["offer_id"], unique=False)
