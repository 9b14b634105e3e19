"""The rota: its layers, the shifts of a calendar, what was agreed to differ, and what is watched of it."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "layers",
        sa.Column("id", ROW, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("since", storage.tables.UTCDateTime(), nullable=False),
        sa.Column("people", sa.JSON(), nullable=False),
        sa.Column("shift", sa.String(length=16), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_layers")),
        sa.UniqueConstraint("number", "since", name=op.f("uq_layers_number_since")),
    )
    op.create_table(
        "listed_shifts",
        sa.Column("id", ROW, nullable=False),
        sa.Column("layer_id", ROW, nullable=False),
        sa.Column("start_at", storage.tables.UTCDateTime(), nullable=False),
        sa.Column("end_at", storage.tables.UTCDateTime(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["layer_id"], ["layers.id"], name=op.f("fk_listed_shifts_layer_id_layers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listed_shifts")),
    )
    op.create_index(op.f("ix_listed_shifts_layer_id"), "listed_shifts", ["layer_id"])
    _overrides()
    watch = op.create_table(
        "rota_watch",
        sa.Column("id", ROW, nullable=False),
        sa.Column("due_at", storage.tables.UTCDateTime(), nullable=True),
        sa.Column("report_at", storage.tables.UTCDateTime(), nullable=True),
        sa.Column("on_duty", sa.JSON(), nullable=False),
        sa.Column("gaps", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rota_watch")),
    )
    op.bulk_insert(watch, [{"id": 1, "on_duty": [], "gaps": []}])


def _overrides() -> None:
    op.create_table(
        "overrides",
        sa.Column("id", ROW, nullable=False),
        sa.Column("start_at", storage.tables.UTCDateTime(), nullable=False),
        sa.Column("end_at", storage.tables.UTCDateTime(), nullable=False),
        sa.Column("add_team", sa.String(length=32), nullable=True),
        sa.Column("add_user", sa.String(length=32), nullable=True),
        sa.Column("remove_team", sa.String(length=32), nullable=True),
        sa.Column("remove_user", sa.String(length=32), nullable=True),
        sa.Column("alone", sa.Boolean(), nullable=False),
        sa.Column("layer", sa.Integer(), nullable=True),
        sa.Column("by_team", sa.String(length=32), nullable=False),
        sa.Column("by_user", sa.String(length=32), nullable=False),
        sa.Column("at", storage.tables.UTCDateTime(), nullable=False),
        sa.Column("over_at", storage.tables.UTCDateTime(), nullable=True),
        sa.Column("over_team", sa.String(length=32), nullable=True),
        sa.Column("over_user", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overrides")),
    )
    op.create_index(op.f("ix_overrides_end_at"), "overrides", ["end_at"])
