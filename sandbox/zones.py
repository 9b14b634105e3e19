"""Time zones by their IANA names (docs.slack.dev/reference/block-kit/block-elements/time-picker-element)."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def is_one(name: str) -> bool:
    """There is such a time zone; a part of a name, like Europe, is none."""
    try:
        return name != "" and ZoneInfo(name) is not None
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return False
