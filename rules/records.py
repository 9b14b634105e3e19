"""What is recorded beside the case itself: its history, files, and where it stands in Slack."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from rules.cases import Action
from rules.forms import File
from rules.people import PersonId


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
    """A file of a case. `sha256` is its name in our own store, None until it was fetched from Slack."""

    id: int
    case_id: int
    file: File
    sha256: str | None


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
