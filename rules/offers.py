"""Inquiries (process.md section 2): what a customer says outside any case, and the case they are offered for it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from rules.forms import LONGEST_TEXT, File
from rules.people import PersonId
from rules.sla import deadline
from rules.working_hours import Calendar

INQUIRY_WITHIN = timedelta(minutes=10)  # between one message of an author and the next
OFFER_WAITS = timedelta(minutes=10)  # of opening time
OFFERED_WITHIN = timedelta(days=1)  # what was said longer ago is told to staff alone
UNCLAIMED_FOR = timedelta(days=7)  # what was said in a channel before it was anybody's

# How people say that a site is down. Whole words, in any case of letters.
DOWN = {
    "nb": (
        "er nede", "ligger nede", "er fortsatt nede", "nede igjen", "helt nede", "gikk ned", "har gått ned",
        "gått i svart", "er borte", "er død", "er dau", "svarer ikke", "laster ikke", "åpner ikke", "vises ikke",
        "får ikke opp", "kommer ikke inn", "ikke tilgjengelig", "utilgjengelig", "nedetid", "ute av drift",
        "krasjet", "krasja", "har krasjet", "hvit side", "blank side", "feil 500", "500-feil", "feilkode 500",
        "virker ikke i det hele tatt", "ingenting virker", "ingenting fungerer",
    ),
    "en": (
        "is down", "are down", "still down", "down again", "went down", "gone down", "goes down", "seems down",
        "completely down", "totally down", "is dead", "outage", "downtime", "offline", "unreachable",
        "unavailable", "not responding", "does not respond", "doesn't respond", "does not load", "doesn't load",
        "won't load", "not loading", "cannot be reached", "can't be reached", "can't reach", "crashed",
        "white page", "blank page", "error 500", "500 error", "error 502", "error 503", "internal server error",
        "bad gateway", "gateway timeout", "nothing works",
    ),
}  # fmt: skip
DOWN_IN_SHORT = {"nede", "down"}  # enough in a message of few words: "Nettsida nede!!"
FEW_WORDS = 4
TS = re.compile(r"\d{1,11}\.\d{6}")  # a message, as Slack tells it from others in its channel


class Standing(StrEnum):
    """What became of an inquiry so far."""

    OFFERED = "offered"
    NOT_YET = "not_yet"
    CASE = "case"
    NOT_A_CASE = "not_a_case"
    GONE = "gone"


OPEN = frozenset({Standing.OFFERED, Standing.NOT_YET})


@dataclass(frozen=True)
class Saying:
    """A message in a customer's channel: `ts` is Slack's, `thread_ts` its root's where it is a reply.

    `asks`: it names the app, or somebody put the agreed emoji on it. `is_gone`: its author took it back. `is_ours`: one
    of us wrote it in an inquiry's thread, which makes it no part of what the customer asks.
    """

    channel_id: str
    ts: str
    author: PersonId
    text: str
    thread_ts: str | None = None
    files: tuple[File, ...] = ()
    asks: bool = False
    is_gone: bool = False
    is_ours: bool = False

    @property
    def at(self) -> datetime:
        """The instant (UTC) it was said."""
        return instant(self.ts)


@dataclass(frozen=True)
class Inquiry:
    """What one author said outside any case, message by message. The first is the thread and the submission.

    `due_at` (UTC): staff are told then if nobody has made it a case; `offer_ts` and `item_ts` are where the offer to
    the customer and the item for staff stand.
    """

    id: int
    customer_id: int
    channel_id: str
    root_ts: str
    author: PersonId
    said_at: datetime
    last_at: datetime
    standing: Standing = Standing.OFFERED
    due_at: datetime | None = None
    offer_ts: str | None = None
    item_ts: str | None = None
    case_id: int | None = None
    decided_by: PersonId | None = None
    words: tuple[Saying, ...] = ()

    @property
    def text(self) -> str:
        """All that was said, in the order it was said."""
        return "\n".join(one.text.strip() for one in self.words if one.text.strip())

    @property
    def problem(self) -> str:
        """The text as a form takes it."""
        return self.text[:LONGEST_TEXT]

    @property
    def files(self) -> tuple[File, ...]:
        """Every file that came with it, once."""
        return tuple({file.id: file for one in self.words for file in one.files}.values())


def instant(ts: str) -> datetime:
    """The instant (UTC) of a message, to the microsecond Slack's `ts` tells."""
    seconds, _, micros = ts.partition(".")
    return datetime.fromtimestamp(int(seconds), UTC) + timedelta(microseconds=int(micros.ljust(6, "0")[:6] or 0))


def timestamp(at: datetime) -> str:
    """An instant as a message's `ts` tells it."""
    return f"{at.timestamp():.6f}"


def continues(inquiry: Inquiry, at: datetime) -> bool:
    """True when a message of the same author at this instant belongs to the inquiry, whichever arrived first."""
    return inquiry.said_at - INQUIRY_WITHIN <= at <= inquiry.last_at + INQUIRY_WITHIN


def staff_are_told(said_at: datetime, text: str, desk: Calendar) -> datetime:
    """When (UTC) an offer nobody pressed becomes an item for staff: after 10 minutes of opening time, at once when it
    reads like an outage."""
    return said_at if reads_like_outage(text) else deadline(said_at, OFFER_WAITS, desk, [])


def reads_like_outage(text: str) -> bool:
    """True when somebody says, in Norwegian or English, that a site is down."""
    said = " ".join(text.casefold().replace("’", "'").split())
    words = re.findall(r"\w+", said)
    return bool(_DOWN.search(said)) or (len(words) <= FEW_WORDS and not DOWN_IN_SHORT.isdisjoint(words))


_PHRASES = "|".join(re.escape(phrase) for of_language in DOWN.values() for phrase in of_language)
_DOWN = re.compile(rf"(?<!\w)({_PHRASES})(?!\w)")
