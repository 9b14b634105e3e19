"""Our own checks of sites: what is looked at, what fails, what was seen, and when a site was down."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SLICES = 60


def upgrade() -> None:
    _what_is_looked_at()
    _what_was_seen()
    op.create_table(
        "outages",
        sa.Column("id", ROW, nullable=False),
        sa.Column("site_id", ROW, nullable=False),
        sa.Column("began", storage.tables.UTCDateTime(), nullable=False),
        sa.Column("ended", storage.tables.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_outages_site_id_sites"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outages")),
    )
    op.create_index("ix_outages_site_id_began", "outages", ["site_id", "began"])


def _what_is_looked_at() -> None:
    op.create_table(
        "checks",
        sa.Column("id", ROW, nullable=False),
        sa.Column("site_id", ROW, nullable=False),
        sa.Column("slice", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("word", sa.String(length=200), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_checks_site_id_sites"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checks")),
    )
    op.create_index(op.f("ix_checks_site_id"), "checks", ["site_id"])
    op.create_index(op.f("ix_checks_slice"), "checks", ["slice"])
    # The sites there are get what a new one has: a look at its link.
    op.execute(
        "INSERT INTO checks (site_id, slice, address, word, seconds)"
        f" SELECT id, id % {SLICES}, link, '', 10 FROM sites WHERE link <> ''"
    )
    slices = op.create_table(
        "check_slices",
        sa.Column("slice", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("slice", name=op.f("pk_check_slices")),
    )
    op.bulk_insert(slices, [{"slice": part, "due": 0} for part in range(SLICES)])
    op.create_table(
        "check_failures",
        sa.Column("check_id", ROW, autoincrement=False, nullable=False),
        sa.Column("what", sa.String(length=12), nullable=False),
        sa.Column("since", storage.tables.UTCDateTime(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["check_id"], ["checks.id"], name=op.f("fk_check_failures_check_id_checks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("check_id", "what", name=op.f("pk_check_failures")),
    )


def _what_was_seen() -> None:
    op.create_table(
        "check_batches",
        sa.Column("id", ROW, nullable=False),
        sa.Column("hour", sa.BigInteger(), nullable=False),
        sa.Column("slice", sa.Integer(), nullable=False),
        sa.Column("looks", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_batches")),
    )
    op.create_index(op.f("ix_check_batches_hour"), "check_batches", ["hour"])
    for table, column in (("check_hours", "hour"), ("check_days", "day")):
        op.create_table(
            table,
            sa.Column("check_id", ROW, autoincrement=False, nullable=False),
            sa.Column(column, sa.BigInteger(), autoincrement=False, nullable=False),
            sa.Column("looks", sa.LargeBinary(), nullable=False),
            sa.PrimaryKeyConstraint("check_id", column, name=op.f(f"pk_{table}")),
        )
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
