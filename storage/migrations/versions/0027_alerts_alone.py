"""Alerts in no group are found without a walk through those of a storm."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ALONE = "group_id IS NULL AND group_kind IS NULL"


def upgrade() -> None:
    op.drop_index("ix_alerts_failing_since", "alerts")
    theirs = sa.text("failing_since IS NOT NULL AND customer_id IS NOT NULL")
    op.create_index(
        "ix_alerts_failing_of_customers",
        "alerts",
        ["failing_since", "customer_id", "is_outage"],
        sqlite_where=theirs,
        postgresql_where=theirs,
    )
    for name, column, where in (
        ("ix_alerts_woke_alone", "woke_at", ALONE),
        ("ix_alerts_failing_alone", "failing_since", f"{ALONE} AND failing_since IS NOT NULL"),
    ):
        op.create_index(name, "alerts", [column], sqlite_where=sa.text(where), postgresql_where=sa.text(where))
