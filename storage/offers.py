"""Inquiries: what customers said outside any case, where it was offered as one, and what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    func,
    insert,
    select,
    update,
)

from rules.offers import Inquiry, Standing
from rules.people import PersonId
from storage.customers import customers
from storage.driver import Driver
from storage.tables import RowId, UTCDateTime, metadata
from storage.wording import Row

offers = Table(
    "offers",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("customer_id", RowId, ForeignKey("customers.id"), nullable=False),
    Column("channel_id", String(32), nullable=False),
    Column("root_ts", String(32), nullable=False),
    Column("author_team", String(32), nullable=False),
    Column("author_user", String(32), nullable=False),
    Column("said_at", UTCDateTime, nullable=False),
    Column("last_at", UTCDateTime, nullable=False, index=True),
    Column("standing", String(16), nullable=False),
    Column("due_at", UTCDateTime),
    Column("offer_ts", String(32)),
    Column("item_ts", String(32)),
    Column("case_id", RowId, ForeignKey("cases.id")),
    Column("decided_team", String(32)),
    Column("decided_user", String(32)),
    UniqueConstraint("channel_id", "root_ts"),
)
_DUE_SOME_TIME = offers.c.due_at.is_not(None)
Index("ix_offers_due_at", offers.c.due_at, sqlite_where=_DUE_SOME_TIME, postgresql_where=_DUE_SOME_TIME)
Index("ix_offers_author", offers.c.channel_id, offers.c.author_user, offers.c.last_at)

# Two messages of one author at once must not become two inquiries: the customer's messages come one after the other.
_HOLD = select(customers.c.id).where(customers.c.id == bindparam("of_id")).with_for_update(key_share=True)
_GET = select(offers).where(offers.c.id == bindparam("of_id"))
_LOCK = _GET.with_for_update(key_share=True)
_IN_THREAD = select(offers).where(
    offers.c.channel_id == bindparam("in_channel"), offers.c.root_ts == bindparam("of_root")
)
_OF_AUTHOR = (
    select(offers)
    .where(offers.c.channel_id == bindparam("in_channel"), offers.c.last_at >= bindparam("since"))
    .where(offers.c.author_team == bindparam("of_team"), offers.c.author_user == bindparam("of_user"))
    .order_by(offers.c.said_at)
)
_DUE = (
    select(offers.c.id)
    .where(offers.c.due_at <= bindparam("at_instant"))
    .order_by(offers.c.due_at)
    .limit(bindparam("most"))
)
_NEXT_DUE = select(func.min(offers.c.due_at)).where(_DUE_SOME_TIME)
_THREADS = select(offers.c.channel_id, offers.c.root_ts).where(offers.c.last_at >= bindparam("since"))
_INSERT = insert(offers).returning(offers.c.id)
_SAVE = update(offers).where(offers.c.id == bindparam("of_id"))
_OFFER_STANDS = update(offers).where(offers.c.id == bindparam("of_id")).values(offer_ts=bindparam("stands_at"))
_ITEM_STANDS = update(offers).where(offers.c.id == bindparam("of_id")).values(item_ts=bindparam("stands_at"))


def _values(inquiry: Inquiry) -> dict[str, Any]:
    """All but where its messages stand: those are only the courier's to say."""
    decided = inquiry.decided_by
    return {
        "customer_id": inquiry.customer_id,
        "channel_id": inquiry.channel_id,
        "root_ts": inquiry.root_ts,
        "author_team": inquiry.author.team_id,
        "author_user": inquiry.author.user_id,
        "said_at": inquiry.said_at,
        "last_at": inquiry.last_at,
        "standing": inquiry.standing.value,
        "due_at": inquiry.due_at,
        "case_id": inquiry.case_id,
        "decided_team": decided.team_id if decided else None,
        "decided_user": decided.user_id if decided else None,
    }


def _inquiry(row: Row) -> Inquiry:
    return Inquiry(
        id=row.id,
        customer_id=row.customer_id,
        channel_id=row.channel_id,
        root_ts=row.root_ts,
        author=PersonId(row.author_team, row.author_user),
        said_at=row.said_at,
        last_at=row.last_at,
        standing=Standing(row.standing),
        due_at=row.due_at,
        offer_ts=row.offer_ts,
        item_ts=row.item_ts,
        case_id=row.case_id,
        decided_by=PersonId(row.decided_team, row.decided_user) if row.decided_user is not None else None,
    )


class Offers:
    """Inquiries by row, thread or author, and those that are due. Their words are in storage/overheard.py."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def hold(self, customer_id: int) -> None:
        """Until the transaction ends nobody else records what is said to this customer's inquiries."""
        self._connection.execute(_HOLD, {"of_id": customer_id})

    def get(self, offer_id: int) -> Inquiry | None:
        """The inquiry as it stands."""
        return self._first(_GET, {"of_id": offer_id})

    def lock(self, offer_id: int) -> Inquiry | None:
        """The inquiry as it stands, held until the transaction ends."""
        return self._first(_LOCK, {"of_id": offer_id})

    def in_thread(self, channel_id: str, root_ts: str) -> Inquiry | None:
        """The inquiry whose thread this is."""
        return self._first(_IN_THREAD, {"in_channel": channel_id, "of_root": root_ts})

    def of_author(self, channel_id: str, author: PersonId, since: datetime) -> list[Inquiry]:
        """The author's inquiries in this channel that were still going on at `since`, oldest first."""
        key = {"in_channel": channel_id, "of_team": author.team_id, "of_user": author.user_id, "since": since}
        return [_inquiry(row) for row in self._connection.execute(_OF_AUTHOR, key)]

    def due(self, at: datetime, most: int) -> list[int]:
        """Row ids of the inquiries staff are to be told of by now, oldest first."""
        return list(self._connection.execute(_DUE, {"at_instant": at, "most": most}).scalars())

    def next_due(self) -> datetime | None:
        """When the next one is due; None when none is."""
        found: datetime | None = self._connection.execute(_NEXT_DUE).scalar()
        return found

    def threads(self, since: datetime) -> list[tuple[str, str]]:
        """Channel and root of every inquiry that was going on at `since` or later."""
        return [(row.channel_id, row.root_ts) for row in self._connection.execute(_THREADS, {"since": since})]

    def add(self, inquiry: Inquiry) -> int:
        """Stores a new inquiry; returns the row."""
        row_id: int = self._connection.execute(_INSERT, _values(inquiry)).scalar_one()
        return row_id

    def save(self, inquiry: Inquiry) -> None:
        """Stores the inquiry as it has become."""
        self._connection.execute(_SAVE, _values(inquiry) | {"of_id": inquiry.id})

    def offer_stands(self, offer_id: int, ts: str) -> None:
        """Records where the offer to the customer was posted."""
        self._connection.execute(_OFFER_STANDS, {"of_id": offer_id, "stands_at": ts})

    def item_stands(self, offer_id: int, ts: str) -> None:
        """Records where the item for staff was posted."""
        self._connection.execute(_ITEM_STANDS, {"of_id": offer_id, "stands_at": ts})

    def _first(self, statement: Any, key: dict[str, object]) -> Inquiry | None:
        row = self._connection.execute(statement, key).first()
        return _inquiry(row) if row else None
