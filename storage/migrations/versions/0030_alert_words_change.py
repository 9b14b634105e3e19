"""What is said in an alert's thread is edited and taken back, in the staff thread too."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("alert_words") as words:
        words.alter_column("by_team", existing_type=sa.String(length=32), nullable=True)
        words.alter_column("by_user", existing_type=sa.String(length=32), nullable=True)
        words.add_column(sa.Column("edited_ts", sa.String(length=32), nullable=True))
        words.add_column(sa.Column("deleted_at", storage.tables.UTCDateTime(), nullable=True))
        words.add_column(sa.Column("history_id", ROW, nullable=True))
        words.add_column(sa.Column("mirror_ts", sa.String(length=32), nullable=True))
        words.create_foreign_key(op.f("fk_alert_words_history_id_history"), "history", ["history_id"], ["id"])
    is_open = sa.text("ended_at IS NULL")
    op.create_index("ix_alerts_open_begun_at", "alerts", ["begun_at"], sqlite_where=is_open, postgresql_where=is_open)
