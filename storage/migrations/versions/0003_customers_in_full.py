"""Customers in full: contacts, agreements, sites, and which site a case is about."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("customers", sa.Column("mode", sa.String(length=16), server_default="offer", nullable=False))
    op.add_column("customers", sa.Column("disconnected_at", storage.tables.UTCDateTime(), nullable=True))
    op.add_column("customers", sa.Column("help_shown", sa.String(length=64), nullable=True))
    op.create_table(
        "contacts",
        sa.Column("id", ROW, nullable=False),
        sa.Column("customer_id", ROW, nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=True),
        sa.Column("user_id", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("approves", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=True),
        sa.Column("gets_letters", sa.Boolean(), nullable=False),
        sa.Column("left_at", storage.tables.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_contacts_customer_id_customers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("customer_id", "team_id", "user_id", name=op.f("uq_contacts_customer_id_team_id_user_id")),
    )
    op.create_index("ix_contacts_team_id_user_id", "contacts", ["team_id", "user_id"])
    op.create_index(
        "ix_contacts_email",
        "contacts",
        ["email"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_table(
        "agreements",
        sa.Column("id", ROW, nullable=False),
        sa.Column("customer_id", ROW, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("operation", sa.Boolean(), nullable=False),
        sa.Column("level_a_minutes", sa.Integer(), nullable=True),
        sa.Column("level_b_minutes", sa.Integer(), nullable=True),
        sa.Column("business_day_minutes", sa.Integer(), nullable=True),
        sa.Column("hourly_rate", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("rounding", sa.String(length=16), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_agreements_customer_id_customers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
        sa.UniqueConstraint("customer_id", "valid_from", name=op.f("uq_agreements_customer_id_valid_from")),
    )
    op.create_table(
        "sites",
        sa.Column("id", ROW, nullable=False),
        sa.Column("customer_id", ROW, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("host", sa.String(length=253), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("runbook", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_sites_customer_id_customers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("host", name=op.f("uq_sites_host")),
    )
    op.create_index(op.f("ix_sites_customer_id"), "sites", ["customer_id"])
    # SQLite adds a column with its reference in one statement or not at all; Alembic would make two of it.
    kind = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    op.execute(f"ALTER TABLE cases ADD COLUMN site_id {kind} CONSTRAINT fk_cases_site_id_sites REFERENCES sites (id)")
    op.create_index(op.f("ix_cases_site_id"), "cases", ["site_id"])
