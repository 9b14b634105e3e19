"""Alerts, their history and words, and maintenance windows."""

import sqlalchemy as sa
from alembic import op

from storage.tables import UTCDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    watch = op.create_table(
        "alert_watch", sa.Column("id", ROW, nullable=False), sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_watch"))
    )
    op.bulk_insert(watch, [{"id": 1}])
    op.create_table(
        "good_keys",
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("source", "key", name=op.f("pk_good_keys")),
    )
    op.create_index(op.f("ix_good_keys_at"), "good_keys", ["at"], unique=False)
    op.create_table(
        "windows",
        sa.Column("id", ROW, nullable=False),
        sa.Column("customer_id", ROW, nullable=False),
        sa.Column("site_id", ROW, nullable=True),
        sa.Column("start_at", UTCDateTime(), nullable=False),
        sa.Column("end_at", UTCDateTime(), nullable=False),
        sa.Column("why", sa.String(length=200), nullable=False),
        sa.Column("by_team", sa.String(length=32), nullable=True),
        sa.Column("by_user", sa.String(length=32), nullable=True),
        sa.Column("over_team", sa.String(length=32), nullable=True),
        sa.Column("over_user", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_windows_customer_id_customers")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_windows_site_id_sites"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_windows")),
    )
    op.create_index("ix_windows_customer_id_end_at", "windows", ["customer_id", "end_at"], unique=False)
    op.create_index("ix_windows_end_at", "windows", ["end_at"], unique=False)
    op.create_table(
        "alerts",
        sa.Column("id", ROW, nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("is_latest", sa.Boolean(), nullable=False),
        sa.Column("begun_at", UTCDateTime(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("severity", sa.String(length=60), nullable=False),
        sa.Column("is_outage", sa.Boolean(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("customer_id", ROW, nullable=True),
        sa.Column("site_id", ROW, nullable=True),
        sa.Column("failing_since", UTCDateTime(), nullable=True),
        sa.Column("good_since", UTCDateTime(), nullable=True),
        sa.Column("ends_at", UTCDateTime(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("down_us", sa.BigInteger(), nullable=False),
        sa.Column("turns", sa.JSON(), nullable=False),
        sa.Column("is_flapping", sa.Boolean(), nullable=False),
        sa.Column("told_firing", UTCDateTime(), nullable=True),
        sa.Column("told_resolved", UTCDateTime(), nullable=True),
        sa.Column("acknowledged_at", UTCDateTime(), nullable=True),
        sa.Column("acknowledged_team", sa.String(length=32), nullable=True),
        sa.Column("acknowledged_user", sa.String(length=32), nullable=True),
        sa.Column("assignee_team", sa.String(length=32), nullable=True),
        sa.Column("assignee_user", sa.String(length=32), nullable=True),
        sa.Column("silenced_until", UTCDateTime(), nullable=True),
        sa.Column("holds_letters", sa.Boolean(), nullable=False),
        sa.Column("case_id", ROW, nullable=True),
        sa.Column("group_id", ROW, nullable=True),
        sa.Column("group_kind", sa.String(length=16), nullable=True),
        sa.Column("is_folded", sa.Boolean(), nullable=False),
        sa.Column("woke_at", UTCDateTime(), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_alerts_case_id_cases")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_alerts_customer_id_customers")),
        sa.ForeignKeyConstraint(["group_id"], ["alerts.id"], name=op.f("fk_alerts_group_id_alerts")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_alerts_site_id_sites"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index(
        "ix_alerts_case_id",
        "alerts",
        ["case_id"],
        unique=False,
        sqlite_where=sa.text("case_id IS NOT NULL"),
        postgresql_where=sa.text("case_id IS NOT NULL"),
    )
    op.create_index(
        "ix_alerts_ends_at",
        "alerts",
        ["ends_at"],
        unique=False,
        sqlite_where=sa.text("ends_at IS NOT NULL"),
        postgresql_where=sa.text("ends_at IS NOT NULL"),
    )
    op.create_index(
        "ix_alerts_failing_since",
        "alerts",
        ["failing_since"],
        unique=False,
        sqlite_where=sa.text("failing_since IS NOT NULL"),
        postgresql_where=sa.text("failing_since IS NOT NULL"),
    )
    op.create_index(
        "ix_alerts_group_id",
        "alerts",
        ["group_id", "failing_since"],
        unique=False,
        sqlite_where=sa.text("group_id IS NOT NULL"),
        postgresql_where=sa.text("group_id IS NOT NULL"),
    )
    op.create_index(
        "ix_alerts_open_groups",
        "alerts",
        ["id"],
        unique=False,
        sqlite_where=sa.text("group_kind IS NOT NULL AND ended_at IS NULL"),
        postgresql_where=sa.text("group_kind IS NOT NULL AND ended_at IS NULL"),
    )
    op.create_index(
        "ix_alerts_place",
        "alerts",
        ["channel_id", "ts"],
        unique=False,
        sqlite_where=sa.text("ts IS NOT NULL"),
        postgresql_where=sa.text("ts IS NOT NULL"),
    )
    op.create_index("ix_alerts_site_id", "alerts", ["site_id", "begun_at"], unique=False)
    op.create_index("ix_alerts_woke_at", "alerts", ["woke_at"], unique=False)
    op.create_index(
        "uq_alerts_latest",
        "alerts",
        ["source", "key"],
        unique=True,
        sqlite_where=sa.text("is_latest"),
        postgresql_where=sa.text("is_latest"),
    )
    op.create_table(
        "alert_changes",
        sa.Column("id", ROW, nullable=False),
        sa.Column("alert_id", ROW, nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("change", sa.String(length=16), nullable=False),
        sa.Column("by_team", sa.String(length=32), nullable=True),
        sa.Column("by_user", sa.String(length=32), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_changes_alert_id_alerts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_changes")),
    )
    op.create_index("ix_alert_changes_alert_id_at", "alert_changes", ["alert_id", "at"], unique=False)
    op.create_table(
        "alert_words",
        sa.Column("id", ROW, nullable=False),
        sa.Column("alert_id", ROW, nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=False),
        sa.Column("ts", sa.String(length=32), nullable=False),
        sa.Column("by_team", sa.String(length=32), nullable=False),
        sa.Column("by_user", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alerts.id"], name=op.f("fk_alert_words_alert_id_alerts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_words")),
        sa.UniqueConstraint("channel_id", "ts", name=op.f("uq_alert_words_channel_id_ts")),
    )
    op.create_index(op.f("ix_alert_words_alert_id"), "alert_words", ["alert_id"], unique=False)
    op.create_index(
        "ix_pages_alert_id",
        "pages",
        ["alert_id"],
        sqlite_where=sa.text("alert_id IS NOT NULL"),
        postgresql_where=sa.text("alert_id IS NOT NULL"),
    )
