"""Looks at pages, kept compactly: raw for a week, by the hour for longer, and what is normal for a page."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from rules.probe import Saw

HOUR, DAY, WEEK = 3600, 86400, 7 * 86400  # seconds
RAW_KEPT, HOURS_KEPT = 7, 400  # days
NORMAL_WEEKS = 4  # of which the same hour tells what is normal
LEAST_WEEKS = 2  # that must be known
SLOWER, SLOWER_BY = 3, 1000  # times as long as normal, and at least so many milliseconds more
LONGEST_MS = 65_535
# What each look saw, as it is kept: numbers are never used anew.
CODES = {
    Saw.WORKS: 0, Saw.ERROR: 1, Saw.SILENCE: 2, Saw.REFUSED: 3, Saw.NO_SUCH_HOST: 4, Saw.EXPIRED: 5,
    Saw.BAD_CERTIFICATE: 6, Saw.LOOP: 7, Saw.NOT_OURS_TO_ASK: 8, Saw.NO_WORD: 9, Saw.WRONG_HOST: 10,
    Saw.SELF_SIGNED: 11, Saw.CUT_OFF: 12,
}  # fmt: skip
SAWS = {code: saw for saw, code in CODES.items()}

_IN_BATCH = struct.Struct("<qHHB")  # check, second of the hour, milliseconds, what it saw
_IN_HOUR = struct.Struct("<HHB")
_IN_DAY = struct.Struct("<HHHH")  # looks, good ones, the middle and the slow end of their milliseconds


@dataclass(frozen=True)
class Seen:
    """A look: `at` in Unix seconds, how long the answer took, and what was seen."""

    check_id: int
    at: int
    ms: int
    saw: Saw


@dataclass(frozen=True)
class HourSeen:
    """An hour's looks together: how many, how many good ones, and of those the middle and the 95th of 100 in ms."""

    looks: int = 0
    good: int = 0
    middle: int = 0
    slow_end: int = 0


def pack_batch(seen: Iterable[Seen]) -> bytes:
    """Looks of one hour at any pages."""
    return b"".join(_IN_BATCH.pack(one.check_id, one.at % HOUR, _short(one.ms), CODES[one.saw]) for one in seen)


def unpack_batch(packed: bytes, hour: int) -> list[Seen]:
    """The looks of `hour` (whole hours since 1970), as they were packed."""
    return [
        Seen(check, hour * HOUR + second, ms, SAWS[code])
        for check, second, ms, code in _IN_BATCH.iter_unpack(packed)
    ]  # fmt: skip


def pack_hour(seen: Iterable[Seen]) -> bytes:
    """Looks of one hour at one page."""
    ordered = sorted(seen, key=lambda one: one.at)
    return b"".join(_IN_HOUR.pack(one.at % HOUR, _short(one.ms), CODES[one.saw]) for one in ordered)


def unpack_hour(packed: bytes, check_id: int, hour: int) -> list[Seen]:
    """The looks of `hour` at the page, in their order."""
    return [Seen(check_id, hour * HOUR + second, ms, SAWS[code]) for second, ms, code in _IN_HOUR.iter_unpack(packed)]


def hour_of(seen: Sequence[Seen]) -> HourSeen:
    """The hour's looks together."""
    times = sorted(_short(one.ms) for one in seen if one.saw is Saw.WORKS)
    if not times:
        return HourSeen(len(seen))
    return HourSeen(len(seen), len(times), times[len(times) // 2], times[len(times) * 95 // 100])


def pack_day(hours: Sequence[HourSeen]) -> bytes:
    """The 24 hours (UTC) of a day."""
    return b"".join(
        _IN_DAY.pack(*(min(part, LONGEST_MS) for part in (one.looks, one.good, one.middle, one.slow_end)))
        for one in hours
    )


def unpack_day(packed: bytes) -> list[HourSeen]:
    """The 24 hours (UTC) of a day; without any, all empty."""
    return [HourSeen(*parts) for parts in _IN_DAY.iter_unpack(packed)] or [HourSeen()] * 24


def same_hours(now: datetime, zone: ZoneInfo) -> list[int]:
    """The same hour of the week by the wall clock, in the weeks before: whole hours since 1970 (UTC)."""
    local = now.astimezone(zone)
    weeks = (local - timedelta(weeks=count) for count in range(1, NORMAL_WEEKS + 1))
    return [int(one.astimezone(UTC).timestamp()) // HOUR for one in weeks]


def normal(hours: Iterable[HourSeen]) -> int | None:
    """How long an answer takes (ms) in hours like these; None while too little is known."""
    known = [one.middle for one in hours if one.good]
    return round(median(known)) if len(known) >= LEAST_WEEKS else None


def is_slow(ms: int, normal_ms: int | None) -> bool:
    """True for an answer that took much longer than is normal."""
    return normal_ms is not None and ms > max(normal_ms * SLOWER, normal_ms + SLOWER_BY)


def _short(ms: int) -> int:
    return max(0, min(ms, LONGEST_MS))
