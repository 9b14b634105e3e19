"""A plain look at a site, as a person would take it: what was seen (process.md section 2)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

PATIENCE = 10  # seconds
MOST_REDIRECTS = 20  # as browsers


class Saw(StrEnum):
    """What a look at a page can come to."""

    WORKS = "works"
    ERROR = "error"
    SILENCE = "silence"
    REFUSED = "refused"
    NO_SUCH_HOST = "no_such_host"
    EXPIRED = "expired"
    BAD_CERTIFICATE = "bad_certificate"
    WRONG_HOST = "wrong_host"
    SELF_SIGNED = "self_signed"
    NO_WORD = "no_word"
    CUT_OFF = "cut_off"
    LOOP = "loop"
    NOT_OURS_TO_ASK = "not_ours_to_ask"


OF_CERTIFICATE = frozenset({Saw.EXPIRED, Saw.BAD_CERTIFICATE, Saw.WRONG_HOST, Saw.SELF_SIGNED})


@dataclass(frozen=True)
class Looked:
    """What was seen at an address: `status` of an answer, the last valid day of a certificate (`until`), and how long
    it took to begin (milliseconds), waited for at most `limit` seconds. `led_to` is where redirects ended (empty: no
    answer)."""

    address: str
    saw: Saw
    status: int | None = None
    until: date | None = None
    ms: int = 0
    limit: int = PATIENCE
    led_to: str = ""

    def as_facts(self) -> dict[str, Any]:
        """As a history row keeps it."""
        until = self.until.isoformat() if self.until else None
        seen = {"address": self.address, "saw": self.saw.value, "status": self.status, "until": until}
        return seen | {"limit": self.limit}


def as_told(facts: dict[str, Any]) -> Looked:
    """As it was put into a history row."""
    until = date.fromisoformat(facts["until"]) if facts.get("until") else None
    limit = int(facts.get("limit", PATIENCE))
    return Looked(str(facts["address"]), Saw(facts["saw"]), facts.get("status"), until, limit=limit)
