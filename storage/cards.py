"""Where things stand in Slack: each case's card and thread per lane, and posted messages that have buttons."""

from datetime import datetime

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    delete,
    insert,
    select,
    union_all,
    update,
)

from rules.records import CardPlace, Post
from storage.cases import IS_OPEN, cases
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

cards = Table(
    "cards",
    metadata,
    Column("case_id", RowId, ForeignKey("cases.id"), primary_key=True),
    Column("lane", String(32), primary_key=True),
    Column("channel_id", String(32), nullable=False),
    Column("thread_ts", String(32)),
    Column("card_ts", String(32)),
)
Index("ix_cards_channel_id_thread_ts", cards.c.channel_id, cards.c.thread_ts)

posts = Table(
    "posts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("case_id", RowId, ForeignKey("cases.id"), nullable=False, index=True),
    Column("history_id", RowId, ForeignKey("history.id"), nullable=False),
    Column("lane", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("channel_id", String(32), nullable=False),
    Column("ts", String(32), nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("history_id", "lane", "kind"),
)
Index("ix_posts_channel_id_ts", posts.c.channel_id, posts.c.ts)

_KEY = (cards.c.case_id == bindparam("of_case")) & (cards.c.lane == bindparam("of_lane"))
_FIND = select(cards).where(_KEY)
_FIND_MANY = select(cards).where(
    cards.c.case_id.in_(bindparam("of_cases", expanding=True)), cards.c.lane == bindparam("of_lane")
)
_IN_THREAD = select(cards.c.case_id).where(
    cards.c.channel_id == bindparam("in_channel"), cards.c.thread_ts == bindparam("in_thread")
)
_survivor = cases.alias("survivor")
# What is said in the thread of a merged case is said on the one it goes on in.
_goes_on = (
    select(cases.c.id).join(_survivor, _survivor.c.number == cases.c.merged_into).where(_survivor.c.ended_at.is_(None))
)
_ended_lately = select(cases.c.id).where(cases.c.ended_at >= bindparam("ended_since", type_=UTCDateTime))
_THREADS = (
    select(cards.c.channel_id, cards.c.thread_ts)
    .where(cards.c.lane.startswith("customer:"), cards.c.thread_ts.is_not(None))
    .where(cards.c.case_id.in_(union_all(select(cases.c.id).where(IS_OPEN), _ended_lately, _goes_on)))
)
_INSERT = insert(cards).inline()
_PUT = update(cards).where(_KEY)
_INSERT_POST = insert(posts).returning(posts.c.id)
_DROP_POST = delete(posts).where(posts.c.id == bindparam("of_id"))
_POSTS = select(posts).where(posts.c.case_id == bindparam("of_case")).order_by(posts.c.id)
_POST_AT = select(posts).where(posts.c.channel_id == bindparam("in_channel"), posts.c.ts == bindparam("at_ts"))
_POST = select(posts).where(posts.c.id == bindparam("of_id"))


def _post(row: Row) -> Post:
    return Post(row.id, row.case_id, row.history_id, row.lane, row.kind, row.channel_id, row.ts)


class Cards:
    """Cards by case and lane; posts by case."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def place(self, case_id: int, lane: str) -> CardPlace | None:
        """Where the case stands in this lane, if anything was said there."""
        row = self._connection.execute(_FIND, {"of_case": case_id, "of_lane": lane}).first()
        return CardPlace(row.channel_id, row.thread_ts, row.card_ts) if row else None

    def places(self, case_ids: list[int], lane: str) -> dict[int, CardPlace]:
        """Where these cases stand in this lane, by case, in one query."""
        rows = self._connection.execute(_FIND_MANY, {"of_cases": case_ids, "of_lane": lane})
        return {row.case_id: CardPlace(row.channel_id, row.thread_ts, row.card_ts) for row in rows}

    def case_in(self, channel_id: str, thread_ts: str) -> int | None:
        """The case whose thread this is, newest first when several were made from one message."""
        found = self._connection.execute(_IN_THREAD, {"in_channel": channel_id, "in_thread": thread_ts}).scalars()
        return max(found, default=None)

    def customer_threads(self, ended_since: datetime) -> list[tuple[str, str]]:
        """Channel and root of the customer thread of every case that is not over, or has been only since then (UTC),
        or goes on in one that is not."""
        rows = self._connection.execute(_THREADS, {"ended_since": ended_since})
        return [(row.channel_id, row.thread_ts) for row in rows]

    def put(self, case_id: int, lane: str, place: CardPlace) -> None:
        """Records where the case stands in this lane now."""
        facts = {"channel_id": place.channel_id, "thread_ts": place.thread_ts, "card_ts": place.card_ts}
        if not self._connection.execute(_PUT, facts | {"of_case": case_id, "of_lane": lane}).rowcount:
            self._connection.execute(_INSERT, facts | {"case_id": case_id, "lane": lane})

    def add_post(self, post: Post, version: int) -> int:
        """Records a message with buttons, as drawn for this version of the case; returns the row."""
        row_id: int = self._connection.execute(
            _INSERT_POST,
            {
                "case_id": post.case_id,
                "history_id": post.history_id,
                "lane": post.lane,
                "kind": post.kind,
                "channel_id": post.channel_id,
                "ts": post.ts,
                "version": version,
            },
        ).scalar_one()
        return row_id

    def drop_post(self, post_id: int) -> None:
        """Forgets a message that has no buttons any more."""
        self._connection.execute(_DROP_POST, {"of_id": post_id})

    def posts(self, case_id: int) -> list[Post]:
        """The case's messages with buttons, oldest first."""
        return [_post(row) for row in self._connection.execute(_POSTS, {"of_case": case_id})]

    def post_at(self, channel_id: str, ts: str) -> Post | None:
        """The message with buttons that stands here."""
        row = self._connection.execute(_POST_AT, {"in_channel": channel_id, "at_ts": ts}).first()
        return _post(row) if row else None

    def post(self, post_id: int) -> Post | None:
        """The posted message of this row; None once it has no buttons any more."""
        row = self._connection.execute(_POST, {"of_id": post_id}).first()
        return _post(row) if row else None
