"""Do Not Disturb, as Slack told it last."""

from datetime import datetime

from sqlalchemy import Column, String, Table, bindparam, select, text

from rules.people import PersonId
from storage.driver import Driver
from storage.tables import UTCDateTime, metadata

do_not_disturb = Table(
    "do_not_disturb",
    metadata,
    Column("team_id", String(32), primary_key=True),
    Column("user_id", String(32), primary_key=True),
    Column("until", UTCDateTime),
    Column("read_at", UTCDateTime, nullable=False),
)

_KEY = (do_not_disturb.c.team_id == bindparam("of_team")) & (do_not_disturb.c.user_id == bindparam("of_user"))
_FIND = select(do_not_disturb).where(_KEY)
_PUT = text(
    "INSERT INTO do_not_disturb (team_id, user_id, until, read_at) VALUES (:team, :user, :until, :read_at)"
    " ON CONFLICT (team_id, user_id) DO UPDATE SET until = excluded.until, read_at = excluded.read_at"
).bindparams(bindparam("until", type_=UTCDateTime), bindparam("read_at", type_=UTCDateTime))


class DoNotDisturb:
    """What was read of each person."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def read(self, who: PersonId) -> tuple[datetime | None, datetime] | None:
        """Until when the person's notifications were paused (None: they were not), and when that was read; None when
        it never was. UTC."""
        row = self._connection.execute(_FIND, {"of_team": who.team_id, "of_user": who.user_id}).first()
        return (row.until, row.read_at) if row else None

    def put(self, who: PersonId, until: datetime | None, at: datetime) -> None:
        """Keeps what Slack told at that instant."""
        values = {"team": who.team_id, "user": who.user_id, "until": until, "read_at": at}
        self._connection.execute(_PUT, values)
