"""How much of a time a site was up (process.md section 10), to the second."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

NOTHING = timedelta(0)


@dataclass(frozen=True)
class Outage:
    """From the first failed look on; `ended` by the first good one, None while it lasts. UTC."""

    began: datetime
    ended: datetime | None = None


@dataclass(frozen=True)
class Uptime:
    """How long a site was looked after, how much of that it was down, and how often."""

    watched: timedelta
    down: timedelta = NOTHING
    outages: int = 0

    @property
    def share(self) -> float | None:
        """From 0 to 1: how much of the time it was up; None when nobody looked."""
        return None if self.watched <= NOTHING else 1 - self.down / self.watched


def uptime(outages: Iterable[Outage], since: datetime, until: datetime) -> Uptime:
    """What the site was from `since` to `until` (UTC); outages may overlap and reach beyond either."""
    down, count, counted_to = NOTHING, 0, since
    for one in sorted(outages, key=lambda found: found.began):
        began, ended = max(one.began, counted_to), min(one.ended or until, until)
        if max(one.began, since) < ended:
            count += 1
        if began < ended:
            down += ended - began
            counted_to = ended
    return Uptime(max(until - since, NOTHING), down, count)
