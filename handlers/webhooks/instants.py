"""Instants as monitors write them: seconds, milliseconds, ISO with and without colons, zones and nine decimals."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

__all__ = ["OFFICE", "UTC", "Instant", "Zone", "read"]

Zone = tzinfo
Instant = datetime | None

OFFICE = ZoneInfo("Europe/Oslo")  # of monitors that write their local time and do not say where they are
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)  # what is before means nothing: year 1, or the beginning of Unix time

_WRITTEN = re.compile(
    r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ]+|, ?)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?(?:\d{2})?)?"
    r"(?: [A-Z]{3,5})?(?: m=[+-][\d.]+)?",  # as Go prints an instant, clock of the process and all
    re.IGNORECASE | re.ASCII,
)
_NUMBER = re.compile(r"-?\d{1,20}(\.\d{1,20})?", re.ASCII)


def read(value: object, zone: Zone = UTC) -> Instant:
    """An aware instant in UTC, or None for what is none or means nothing. `zone` is of what is written without one."""
    if isinstance(value, bool):
        return None
    found = _written(value.strip(), zone) if isinstance(value, str) else _counted(value)
    return found if found and found >= EARLIEST else None


def _written(text: str, zone: Zone) -> Instant:
    if _NUMBER.fullmatch(text):
        return _counted(float(text) if "." in text else int(text))
    if not (found := _WRITTEN.fullmatch(text)):
        return None
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    parts = (int(year), int(month), int(day), int(hour), int(minute), int(second or 0))
    try:
        local = datetime(*parts, int((fraction or "0")[:6].ljust(6, "0")), tzinfo=_zone(offset, zone))
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(offset: str | None, zone: Zone) -> Zone:
    if not offset:
        return zone
    if offset.upper() in ("Z", "UTC", "GMT"):
        return UTC
    digits = offset[1:].replace(":", "").ljust(4, "0")
    away = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-away if offset[0] == "-" else away)


def _counted(value: object) -> Instant:
    """Since 1970: in seconds, or in milli-, micro- or nanoseconds where seconds would be a far future."""
    if not isinstance(value, int | float) or not 0 < value < 1e20:
        return None
    for unit in (1, 1_000, 1_000_000, 1_000_000_000):
        if value / unit < 32_503_680_000:  # the year 3000
            whole = int(value) // unit if isinstance(value, int) else value / unit
            rest = (value % unit) * 1_000_000 // unit if isinstance(value, int) else 0
            return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=whole, microseconds=rest)
    return None
