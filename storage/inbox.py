"""The inbox: the keys of what was done, with the body of its ack, so that a repeat does nothing and hears the same."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import Column, String, Table, Text, TextClause, bindparam, delete, select, text, update

from storage.driver import Driver
from storage.tables import UTCDateTime, metadata

inbox = Table(
    "inbox",
    metadata,
    Column("key", String(300), primary_key=True),
    Column("at", UTCDateTime, nullable=False, index=True),
    Column("ack", Text),
)


def _record(count: int) -> TextClause:
    """Both databases understand this; on PostgreSQL it waits for a transaction that is recording the same key."""
    rows = ", ".join(f"(:key_{place}, :at)" for place in range(count))
    record = text(f"INSERT INTO inbox (key, at) VALUES {rows} ON CONFLICT (key) DO NOTHING RETURNING key")
    return record.bindparams(bindparam("at", type_=UTCDateTime))


_RECORD = {count: _record(count) for count in (1, 2)}
_DROP = delete(inbox).where(inbox.c.key == bindparam("of_key"))
_FIND = select(inbox.c.ack).where(inbox.c.key == bindparam("of_key"))
_FORGET = delete(inbox).where(inbox.c.at < bindparam("too_old"))
_ANSWER = update(inbox).where(inbox.c.key == bindparam("of_key")).values(ack=bindparam("body"))


class Inbox:
    """Keys of deliveries (delivery:...) and of intents (intent:...)."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def record(self, key: str, at: datetime) -> bool:
        """True when the key is new; false when its work was committed before."""
        return self.first_seen([key], at) is None

    def first_seen(self, keys: list[str], at: datetime) -> str | None:
        """Records one or two keys; returns the first whose work was committed before, and records none after it."""
        values = {f"key_{place}": key for place, key in enumerate(keys)} | {"at": at}
        new = set(self._connection.execute(_RECORD[len(keys)], values).scalars())
        seen = next((key for key in keys if key not in new), None)
        if seen is not None:
            for key in new.intersection(keys[keys.index(seen) :]):
                self._connection.execute(_DROP, {"of_key": key})
        return seen

    def answer(self, key: str, ack: Any) -> None:
        """Keeps the body of the ack for a repeat. Goes with the same commit as the work."""
        if ack is None:
            return  # what a key without an answer says already; most presses have none
        self._connection.execute(_ANSWER, {"of_key": key, "body": json.dumps(ack)})

    def forget(self, before: datetime) -> int:
        """Drops keys older than any repeat can come; returns how many."""
        return self._connection.execute(_FORGET, {"too_old": before}).rowcount

    def ack(self, key: str) -> Any:
        """The body of the ack that was given for the key."""
        body = self._connection.execute(_FIND, {"of_key": key}).scalar()
        return None if body is None else json.loads(body)
