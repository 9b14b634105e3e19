"""What is recorded beside the case itself: its history, files, and where it stands in Slack."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from rules.cases import Action
from rules.forms import File, FileTrouble
from rules.people import PersonId


def instant_of(ts: str) -> datetime:
    """The instant (UTC) that Slack's ts names."""
    return datetime.fromtimestamp(float(ts), UTC)


@dataclass(frozen=True)
class Entry:
    """A row of the history: at `at` (UTC) `actor` did `action`; `version` is the case's after it, `facts` what was
    said with it."""

    case_id: int
    version: int
    at: datetime
    actor: PersonId | None
    action: Action
    from_state: str | None = None
    to_state: str | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    id: int = 0


@dataclass(frozen=True)
class Attachment:
    """A file of a case. `sha256` is its name in our own store, None until it was fetched from Slack; `trouble` is why
    it cannot be had, or is not taken."""

    id: int
    case_id: int
    file: File
    sha256: str | None
    trouble: FileTrouble | None = None


@dataclass(frozen=True)
class Spoken:
    """What a person said in a customer's thread, as it reads now; `ts` and `edited_ts` are Slack's.

    A deleted one has no text. `is_ours`: one of us said it, to the customer. `is_late`: it came when later words of
    its author had gone on to staff. `history_id` and `author` are None while only its edit or deletion came;
    `mirror_ts` is None until it stands in the staff thread.
    """

    case_id: int
    channel_id: str
    ts: str
    author: PersonId | None = None
    text: str = ""
    edited_ts: str | None = None
    deleted_at: datetime | None = None
    is_late: bool = False
    history_id: int | None = None
    mirror_ts: str | None = None
    id: int = 0
    is_ours: bool = False

    @property
    def was_heard(self) -> bool:
        """False while its edit or deletion waits for it."""
        return self.history_id is not None

    @property
    def said_at(self) -> datetime:
        """The instant (UTC) it was said."""
        return instant_of(self.ts)

    def is_older_than(self, edited_ts: str | None) -> bool:
        """True when that edit is news here."""
        return self.deleted_at is None and (edited_ts or "") > (self.edited_ts or "")


@dataclass(frozen=True)
class CardPlace:
    """A case's place in one lane: the channel, the thread's root and the card (both None until posted)."""

    channel_id: str
    thread_ts: str | None
    card_ts: str | None


@dataclass(frozen=True)
class Post:
    """A posted message whose buttons show the case's present state."""

    id: int
    case_id: int
    history_id: int
    lane: str
    kind: str
    channel_id: str
    ts: str


@dataclass(frozen=True)
class SharedChannel:
    """A shared channel: Slack's id and name, the other workspaces in it, a suggested customer name."""

    id: int
    channel_id: str
    name: str
    suggestion: str
    team_ids: tuple[str, ...]
    customer_id: int | None = None
    question_ts: str | None = None
