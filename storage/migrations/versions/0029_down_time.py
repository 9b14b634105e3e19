"""Down time is what alerts say of a site, whichever monitor they are of, cut where a month begins in Oslo; when a site
was set up; and a window for a site that is gone is gone with it, not one for all of its customer's."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from storage.tables import UTCDateTime

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

OSLO = ZoneInfo("Europe/Oslo")
BEGINS, ENDS = {"opened", "failed_again", "reopened"}, {"good", "resolved"}
MOST = 1000
CHANGES = sa.text(
    "SELECT c.alert_id, a.site_id, c.at, c.change FROM alert_changes c JOIN alerts a ON a.id = c.alert_id"
    " WHERE a.id > :after AND a.id <= :upto AND a.is_outage AND a.site_id IS NOT NULL AND a.customer_id IS NOT NULL"
    " ORDER BY c.alert_id, c.at, c.id"
).columns(at=UTCDateTime)


def upgrade() -> None:
    op.drop_table("outages")
    _table()
    op.add_column("sites", sa.Column("added_at", UTCDateTime()))
    with op.batch_alter_table("windows") as batch:
        batch.drop_constraint("fk_windows_site_id_sites", type_="foreignkey")
        batch.create_foreign_key("fk_windows_site_id_sites", "sites", ["site_id"], ["id"], ondelete="CASCADE")
    last = op.get_bind().execute(sa.text("SELECT max(id) FROM alerts")).scalar() or 0
    for after in range(0, last, MOST):
        _fill(after, after + MOST)


def _table() -> None:
    op.create_table(
        "outages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("alert_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("began", UTCDateTime(), nullable=False),
        sa.Column("ended", UTCDateTime()),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_outages_site_id_sites"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["alerts.id"], name=op.f("fk_outages_alert_id_alerts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outages")),
    )
    goes_on = sa.text("ended IS NULL")
    op.create_index("ix_outages_site_id_began", "outages", ["site_id", "began"])
    op.create_index("ix_outages_alert_id_began", "outages", ["alert_id", "began"])
    op.create_index("ix_outages_began", "outages", ["began"])
    for name, column, unique in (("uq", "alert_id", True), ("ix", "began", False)):
        op.create_index(f"{name}_outages_going_on", "outages", [column], unique=unique,
                        sqlite_where=goes_on, postgresql_where=goes_on)  # fmt: skip


def _fill(after: int, upto: int) -> None:
    """What was down before, from the histories of alerts."""
    down: dict[tuple[int, int], list[list[datetime | None]]] = defaultdict(list)
    for row in op.get_bind().execute(CHANGES, {"after": after, "upto": upto}):
        times = down[row.site_id, row.alert_id]
        at = row.at.replace(microsecond=0)
        is_down = bool(times) and times[-1][1] is None
        if row.change in BEGINS and not is_down:
            times.append([at, None])
        elif row.change in ENDS and is_down:
            times[-1][1] = max(at, times[-1][0] or at)
    rows = [
        {"site_id": site, "alert_id": alert, "began": begin, "ended": end}
        for (site, alert), times in down.items()
        for began, ended in times
        for begin, end in _pieces(began, ended)
    ]
    if rows:
        columns: list[sa.ColumnClause[Any]] = [sa.column("site_id"), sa.column("alert_id")]
        columns += [sa.column(name, UTCDateTime()) for name in ("began", "ended")]
        op.bulk_insert(sa.table("outages", *columns), rows)


def _pieces(began: datetime | None, ended: datetime | None) -> list[tuple[datetime, datetime | None]]:
    assert began is not None
    pieces: list[tuple[datetime, datetime | None]] = []
    while ended is not None and (month := _next_month(began)) < ended:
        pieces.append((began, month))
        began = month
    return [*pieces, (began, ended)]


def _next_month(at: datetime) -> datetime:
    local = at.astimezone(OSLO)
    year, month = divmod(local.year * 12 + local.month, 12)
    return datetime(year, month + 1, 1, tzinfo=OSLO).astimezone(UTC)
