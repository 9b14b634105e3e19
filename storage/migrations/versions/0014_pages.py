"""Pages: escalations, what happened to each, and who was told."""

import sqlalchemy as sa
from alembic import op

import storage.tables

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ROW = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
AT = storage.tables.UTCDateTime()


def upgrade() -> None:
    _pages()
    _steps()
    _calls()
    # Who waits for an answer to a Level A already is paged about too, unless they are answered meanwhile.
    op.execute(
        "INSERT INTO pages (case_id, why, begun_at, next_at, next_number, steps, told_quiet)"
        " SELECT id, 'unanswered', submitted_at, submitted_at, 0, 0, false FROM cases WHERE level = 'A'"
        " AND due_at IS NOT NULL AND answered_at IS NULL AND paused_at IS NULL"
        " AND state NOT IN ('closed', 'withdrawn')"
    )


def _pages() -> None:
    instants = ("acknowledged_at", "first_at", "lapsed_at", "asked_at", "over_at")
    names = ("acknowledged_team", "acknowledged_user", "by_team", "by_user", "channel_id", "ts")
    op.create_table(
        "pages",
        sa.Column("id", ROW, nullable=False),
        sa.Column("case_id", ROW, nullable=True),
        sa.Column("alert_id", ROW, nullable=True),
        sa.Column("is_drill", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("begun_at", AT, nullable=False),
        sa.Column("next_at", AT, nullable=True),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("steps", sa.Integer(), nullable=False),
        *(sa.Column(name, AT, nullable=True) for name in instants),
        *(sa.Column(name, sa.String(length=32), nullable=True) for name in names),
        sa.Column("told_quiet", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_pages_case_id_cases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages")),
    )
    _index("ix_pages_next_at", "next_at", "next_at IS NOT NULL")
    _index("uq_pages_open_case", "case_id", "over_at IS NULL AND case_id IS NOT NULL", unique=True)
    _index("uq_pages_open_alert", "alert_id", "over_at IS NULL AND alert_id IS NOT NULL", unique=True)
    _index("uq_pages_open_drill", "is_drill", "over_at IS NULL AND is_drill IS NOT NULL", unique=True)
    _index("ix_pages_drills", "acknowledged_at", "is_drill IS NOT NULL")


def _index(name: str, column: str, where: str, *, unique: bool = False) -> None:
    only = sa.text(where)
    op.create_index(name, "pages", [column], unique=unique, sqlite_where=only, postgresql_where=only)


def _steps() -> None:
    op.create_table(
        "page_steps",
        sa.Column("id", ROW, nullable=False),
        sa.Column("page_id", ROW, nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("fell_at", AT, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(length=16), nullable=False),
        sa.Column("rung", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.JSON(), nullable=False),
        sa.Column("is_nobody", sa.Boolean(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=True),
        sa.Column("user_id", sa.String(length=32), nullable=True),
        sa.Column("other_id", ROW, nullable=True),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_page_steps_page_id_pages")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_steps")),
    )
    op.create_index(op.f("ix_page_steps_page_id"), "page_steps", ["page_id"])


def _calls() -> None:
    op.create_table(
        "page_calls",
        sa.Column("id", ROW, nullable=False),
        sa.Column("page_id", ROW, nullable=False),
        sa.Column("step_id", ROW, nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("user_id", sa.String(length=32), nullable=False),
        sa.Column("at", AT, nullable=False),
        sa.Column("layer", sa.Integer(), nullable=True),
        sa.Column("wake_ups", sa.Integer(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("channel_id", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("failed", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_page_calls_page_id_pages")),
        sa.ForeignKeyConstraint(["step_id"], ["page_steps.id"], name=op.f("fk_page_calls_step_id_page_steps")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_calls")),
    )
    for name in ("page_id", "step_id", "at"):
        op.create_index(op.f(f"ix_page_calls_{name}"), "page_calls", [name])
