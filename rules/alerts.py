"""Alerts (process.md section 10): what a monitor says of a site, before and after it is one of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Firing(StrEnum):
    """What a signal says of its key: it fails, somebody has seen that, it is well again."""

    FIRING = "firing"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


@dataclass(frozen=True)
class Signal:
    """One thing a monitor says. The same `key` is the same event of its source; `since` is an aware instant (UTC) or
    None where the monitor does not say; `site` and `link` are as it wrote them, empty where there is none; `facts` are
    short extras worth showing."""

    key: str
    state: Firing
    severity: str = ""
    title: str = ""
    site: str = ""
    since: datetime | None = None
    link: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


class UnknownPayload(Exception):
    """A body that cannot be read as its source's: the reason, in a short English sentence, is its text."""
