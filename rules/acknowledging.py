"""Links that acknowledge a page (process.md section 9): each is one person's, of one page, and cannot be guessed."""

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

SIGNED_BYTES = 18  # 144 bits: nobody guesses that, however long they try
LONGEST_TOKEN = 64
LONGEST_ROW = 18  # digits


class Stands(StrEnum):
    """How a page stands for who follows their link: it waits for somebody, but not for them, as they are not on call
    any more; is theirs, is `by`'s, is over, or has another page stand for it."""

    WAITS = "waits"
    NOT_FOR_THEM = "not_for_them"
    YOURS = "yours"
    TAKEN = "taken"
    OVER = "over"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class LinkFacts:
    """What the page behind a link shows: the case's number and site (0 and empty where there is none), since when
    (UTC), how it stands, and who has it where that is somebody else. `language` and `timezone` are the reader's."""

    stands: Stands
    number: int
    site: str
    since: datetime
    is_drill: bool = False
    by: str = ""
    language: str | None = None
    timezone: str | None = None


def token_of(secret: bytes, call_id: int) -> str:
    """The token of one person's call: safe in an address, the same each time."""
    return f"{call_id}-{_signature(secret, call_id)}"


def call_of(secret: bytes, token: str) -> int | None:
    """The call a token is of; None for one that was never made."""
    number, _, signature = token.partition("-")
    if len(token) > LONGEST_TOKEN or not (number.isascii() and number.isdigit()) or len(number) > LONGEST_ROW:
        return None
    right = hmac.compare_digest(_signature(secret, int(number)).encode(), signature.encode())
    return int(number) if right else None


def link(public_url: str, token: str) -> str:
    """The address that acknowledges; empty where nobody outside can reach us."""
    return f"{public_url.rstrip('/')}/ack/{token}" if public_url else ""


def _signature(secret: bytes, call_id: int) -> str:
    signed = hmac.new(secret, f"acknowledge:{call_id}".encode(), sha256).digest()[:SIGNED_BYTES]
    return urlsafe_b64encode(signed).decode()
