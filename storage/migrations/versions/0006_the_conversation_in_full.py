"""The conversation in full: pictures of people, who of us wrote, replies being previewed, and files we do not take."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("people", sa.Column("picture", sa.String(length=1000), nullable=True))
    op.add_column("messages", sa.Column("is_ours", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("attachments", sa.Column("trouble", sa.String(length=16), nullable=True))
    op.create_index("ix_posts_channel_id_ts", "posts", ["channel_id", "ts"])
    op.create_table(
        "drafts",
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.Column("case_id", ROW, nullable=False),
        sa.Column("author_team", sa.String(length=32), nullable=False),
        sa.Column("author_user", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("written_at", storage.tables.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_drafts_case_id_cases")),
        sa.PrimaryKeyConstraint("nonce", name=op.f("pk_drafts")),
    )
