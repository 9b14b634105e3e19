"""What people say in customers' threads has a table of its own, so that edits and deletions can be followed."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "messages",
        sa.Column("id", ROW, nullable=False),
        sa.Column("case_id", ROW, nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("author_team", sa.String(length=32), nullable=True),
        sa.Column("author_user", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("edited_ts", sa.String(length=32), nullable=True),
        sa.Column("deleted_at", storage.tables.UTCDateTime(), nullable=True),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("history_id", ROW, nullable=True),
        sa.Column("mirror_channel_id", sa.String(length=32), nullable=True),
        sa.Column("mirror_ts", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_messages_case_id_cases")),
        sa.ForeignKeyConstraint(["history_id"], ["history.id"], name=op.f("fk_messages_history_id_history")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("channel_id", "ts", name=op.f("uq_messages_channel_id_ts")),
        sa.UniqueConstraint("history_id", name=op.f("uq_messages_history_id")),
    )
    op.create_index("ix_messages_case_id_ts", "messages", ["case_id", "ts"], unique=False)
    op.create_table(
        "message_files",
        sa.Column("message_id", ROW, nullable=False),
        sa.Column("attachment_id", ROW, nullable=False),
        sa.Column("mirror_file_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachments.id"], name=op.f("fk_message_files_attachment_id_attachments")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["messages.id"], name=op.f("fk_message_files_message_id_messages")),
        sa.PrimaryKeyConstraint("message_id", "attachment_id", name=op.f("pk_message_files")),
    )
