"""Instants in words, on the reader's clock (docs.slack.dev/messaging/formatting-message-text, date formatting)."""

import math
import re
from datetime import UTC, datetime

from sandbox.drawn.reader import Reader

DAY_S = 86400
FURTHEST = 8e9  # unix seconds; later than that is no date
SHAPES = {
    "date": "{0.day} {0:%B %Y}",
    "date_short": "{0.day} {0:%b %Y}",
    "date_long": "{0:%A} {0.day} {0:%B %Y}",
    "time": "{0:%H:%M}",
    "time_secs": "{0:%H:%M:%S}",
    "date_num": "{0:%Y-%m-%d}",
}
TOKEN = re.compile(r"\{(date_num|date(?:_short|_long)?(?:_pretty)?|time_secs|time|ago|day_divider_pretty)\}")
UNITS = (("day", DAY_S), ("hour", 3600), ("minute", 60), ("second", 1))
NEAR = {"Today": 0, "Yesterday": -DAY_S, "Tomorrow": DAY_S}


def clock(reader: Reader, unix: float) -> str:
    """15:40."""
    return SHAPES["time"].format(reader.at(unix))


def seconds(reader: Reader, unix: float) -> str:
    """15:40:07."""
    return SHAPES["time_secs"].format(reader.at(unix))


def full(reader: Reader, unix: float) -> str:
    """Wednesday 25 November 2026 at 15:40."""
    return f"{SHAPES['date_long'].format(reader.at(unix))} at {clock(reader, unix)}"


def day(reader: Reader, unix: float) -> str:
    """2026-11-25."""
    return SHAPES["date_num"].format(reader.at(unix))


def wall(reader: Reader, unix: float) -> str:
    """2026-11-25T15:40, as a browser's picker has it."""
    return f"{day(reader, unix)}T{clock(reader, unix)}"


def heading(reader: Reader, unix: float) -> str:
    """Today, Yesterday, else Wednesday 25 November."""
    at = reader.at(unix)
    return _near(reader, unix) or f"{at:%A} {at.day} {at:%B}"


def _near(reader: Reader, unix: float) -> str | None:
    wanted = day(reader, unix)
    return next((name for name, shift in NEAR.items() if day(reader, reader.now + shift) == wanted), None)


def ago(unix: float, now: float) -> str:
    """3 minutes ago, in 2 hours."""
    ahead = unix - now
    unit, size = next((each for each in UNITS if abs(ahead) >= each[1]), UNITS[-1])
    count = math.floor(abs(ahead) / size + 0.5)
    if count == 0:
        return "now"
    if unit == "day" and count == 1:
        return "yesterday" if ahead < 0 else "tomorrow"
    words = f"{count} {unit}" + ("" if count == 1 else "s")
    return f"{words} ago" if ahead < 0 else f"in {words}"


def said(reader: Reader, unix: float | None, shape: str, fallback: str) -> str:
    """The shape filled in, or the fallback when the instant is none."""
    if unix is None or not math.isfinite(unix) or abs(unix) > FURTHEST:
        return fallback
    words = TOKEN.sub(lambda found: _token(reader, unix, found.group(1)), shape)
    return words[:1].upper() + words[1:] if re.match(r"\{(date|day)", shape) else words


def _token(reader: Reader, unix: float, name: str) -> str:
    if name == "ago":
        return ago(unix, reader.now)
    if name == "day_divider_pretty":
        return heading(reader, unix)
    near = _near(reader, unix) if name.endswith("_pretty") else None
    return near.lower() if near else SHAPES[name.removesuffix("_pretty")].format(reader.at(unix))


def iso(unix: float | None) -> str | None:
    """As HTML's `datetime` has it."""
    there = unix is not None and math.isfinite(unix) and abs(unix) <= FURTHEST
    return datetime.fromtimestamp(unix or 0, UTC).isoformat() if there else None
