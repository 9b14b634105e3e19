"""What is told of the app itself."""

from dataclasses import dataclass
from datetime import datetime

from rules.rota_facts import DutyFacts
from rules.vitals import Ailment


@dataclass(frozen=True)
class AilmentFacts:
    """A part that has gone quiet, and who has duty while it is."""

    ailment: Ailment
    duty: DutyFacts | None = None


@dataclass(frozen=True)
class CanaryFacts:
    """The message whose change shows that Slack's events arrive: when it is changed (UTC), and where it stands."""

    at: datetime
    ts: str | None = None
