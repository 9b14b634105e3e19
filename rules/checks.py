"""Checks of sites (process.md section 10): what is looked at, how often, and what a look must not come to."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import urlsplit
from zlib import crc32

from rules.looks import is_slow
from rules.probe import OF_CERTIFICATE, PATIENCE, Looked, Saw

EVERY = 60  # seconds between two looks at a page
SHORTEST_ROUND = 30  # seconds
CERTIFICATE_EVERY = 60  # rounds between two looks at a certificate's last day
WARNED_AHEAD = (3, 14)  # days before a certificate's last one on which it is told, nearest first
QUICK = (1.0, 2.0, 4.0)  # seconds before each look that confirms a failure
SLICES = 60  # parts of the checks, each with an instant of its own in the round
MOST_CHECKS = 20  # of a site
LONGEST_WORD = 200
LONGEST_LIMIT = PATIENCE  # seconds: with the looks that confirm, it all ends before the next round

STATUS = re.compile(r"[1-5][0-9]{2}")
OPENS, CLOSES = '"“«', '"”»'
LIMIT = re.compile(r"([0-9]{1,2}) ?s")


@dataclass(frozen=True)
class Check:
    """A page of a site that is looked at: well when it answers within `limit` seconds with `status` (None: anything
    below 400) and has the `word` on it, where one is named."""

    address: str
    status: int | None = None
    word: str = ""
    limit: int = LONGEST_LIMIT
    id: int = field(default=0, compare=False)


def check_of(checks: Sequence[Check], failing: Collection[int], address: str) -> Check | None:
    """How a site that is said to be down is looked at: as its own checks do. The page that was named (empty: none), by
    its check where it has one; else one that fails already (`failing`: rows), else the first. None without any."""
    if address:
        return next((one for one in checks if _same_page(one.address, address)), Check(address))
    return next((one for one in checks if one.id in failing), checks[0] if checks else None)


def _same_page(one: str, other: str) -> bool:
    """True for the same page of the same host, however its scheme is written."""
    first, second = urlsplit(one), urlsplit(other)
    return (first.hostname, page_of(one)) == (second.hostname, page_of(other))


class What(StrEnum):
    """What can be wrong with a page: it does not work, is much slower than it is otherwise, or its certificate runs
    out soon."""

    DOWN = "down"
    SLOW = "slow"
    CERTIFICATE = "certificate"


@dataclass(frozen=True)
class Failure:
    """What is wrong with a check's page since an instant (UTC): `facts` say how, as a view words it."""

    check_id: int
    address: str
    since: datetime
    facts: Mapping[str, str]


@dataclass(frozen=True)
class Watched:
    """A check, whose it is, its part of the round, and what is wrong with it so far."""

    check: Check
    site_id: int
    slice: int
    failing: dict[What, Failure]


@dataclass(frozen=True)
class Verdict:
    """What looks at a check's page came to: it fails in this way since `at` (UTC, the first look that saw it), or, with
    `facts` None, does so no more."""

    check_id: int
    site_id: int
    what: What
    at: datetime
    facts: Mapping[str, str] | None


def slice_of(site_id: int, address: str) -> int:
    """The check's part of the round; the same for ever, and even over many."""
    return crc32(f"{site_id} {address}".encode()) % SLICES


def wrong(looked: Looked, usually: int | None) -> What | None:
    """What is wrong with the page that was looked at, None for nothing; `usually` is how long its answer takes (ms)."""
    if looked.saw is not Saw.WORKS:
        return What.DOWN
    return What.SLOW if is_slow(looked.ms, usually) else None


def as_facts(check: Check, looked: Looked, usually: int | None, today: date) -> dict[str, str]:
    """What was seen, for a view to word."""
    told = {
        "saw": looked.saw.value,
        "page": page_of(check.address),
        "limit": str(check.limit),
        "status": str(looked.status or ""),
        "word": check.word,
        "days": str((today - looked.until).days) if looked.until else "",
    }
    if looked.saw is Saw.WORKS:
        told |= {"ms": str(looked.ms), "usually": str(usually or "")}
    return {name: value for name, value in told.items() if value}


def page_of(address: str) -> str:
    """Which page of its site it is: the path, with what is asked of it."""
    parts = urlsplit(address)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def certificate_facts(until: date, today: date) -> dict[str, str] | None:
    """What is told of a certificate before its last day; None while there is nothing to tell, and once that is over."""
    left = (until - today).days
    stage = next((days for days in WARNED_AHEAD if 0 <= left <= days), None)
    return None if stage is None else {"until": until.isoformat(), "left": str(left), "stage": str(stage)}


def looks_at_certificate(check: Check, now: datetime, every: int) -> bool:
    """True in the rounds in which the page's certificates are looked at; each page has its own."""
    return (int(now.timestamp()) // every + check.id) % CERTIFICATE_EVERY == 0


def shows_certificates(check: Check, looked: Looked) -> tuple[str, ...]:
    """Where a visitor of the page is shown a certificate of its site: at its own address, and where that leads to.
    Nowhere when nothing was to be seen of the page."""
    if not looked.led_to and looked.saw not in OF_CERTIFICATE:
        return ()
    own, led = urlsplit(check.address), urlsplit(looked.led_to)
    places = {(led.hostname, led.port): looked.led_to} if _is_of_one_site(own.hostname, led.hostname) else {}
    places |= {(own.hostname, own.port): check.address}
    return tuple(one for one in places.values() if one.startswith("https:"))


def _is_of_one_site(one: str | None, other: str | None) -> bool:
    """True for hosts of which one is the other's, with or without www: what else a page leads to is others'."""
    first, second = ((host or "").removeprefix("www.") for host in (one, other))
    return first == second or first.endswith(f".{second}") or second.endswith(f".{first}")


def first_check(link: str) -> tuple[Check, ...]:
    """What a new site has when nobody says otherwise: its own link is looked at."""
    return (Check(link),)


def as_lines(checks: Iterable[Check]) -> str:
    """Checks as people edit them, a line each: address, status, limit, word; what is as usual is left out."""
    return "\n".join(_line(one) for one in checks)


def _line(check: Check) -> str:
    parts = [check.address]
    parts += [str(check.status)] if check.status else []
    parts += [f"{check.limit}s"] if check.limit != LONGEST_LIMIT else []
    parts += [f'"{check.word}"'] if check.word else []
    return " ".join(parts)


def from_line(line: str) -> Check | None:
    """A check as people write it; None for what is none. The address is taken as it stands."""
    address, _, rest = line.strip().partition(" ")
    status, rest = _leading(STATUS, rest)
    limit, rest = _leading(LIMIT, rest)
    if status is None:
        status, rest = _leading(STATUS, rest)
    seconds = int(limit[1]) if limit else LONGEST_LIMIT
    word = rest.strip()
    if len(word) > 1 and word[0] in OPENS and word[-1] in CLOSES:
        word = word[1:-1]
    word = word if word.strip() else ""
    if not address or not 1 <= seconds <= LONGEST_LIMIT or len(word) > LONGEST_WORD:
        return None
    return Check(address, int(status[0]) if status else None, word, seconds)


def _leading(pattern: re.Pattern[str], words: str) -> tuple[re.Match[str] | None, str]:
    """What the words begin with, and the rest of them."""
    words = words.lstrip()
    found = re.match(f"(?:{pattern.pattern})(?![^ ])", words)
    return found, words[found.end() :] if found else words
