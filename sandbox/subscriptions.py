"""Event subscriptions, which Slack switches off when nearly all deliveries of an hour were in vain.

docs.slack.dev/apis/events-api ("Failure limits"): more than 95 % within 60 minutes; an app with fewer than 1,000 events
in that hour is spared; whoever owns the app switches them on again.
"""

from collections import deque

WINDOW_M = 60
FAILING = 0.95


class Subscriptions:
    """Counts by the minute of the sandbox's clock; `spared`: fewer events than that in an hour end nothing."""

    def __init__(self, spared: int) -> None:
        self.are_on = True
        self._spared = spared
        self._minutes: deque[list[int]] = deque()

    def switch_on(self) -> None:
        """They count anew."""
        self.are_on = True
        self._minutes.clear()

    def tried(self, now: float, *, first: bool, failed: bool) -> None:
        """One attempt to deliver an event was made, its `first` or a later one."""
        minute = int(now // 60)
        while self._minutes and self._minutes[0][0] <= minute - WINDOW_M:
            self._minutes.popleft()
        if not self._minutes or self._minutes[-1][0] != minute:
            self._minutes.append([minute, 0, 0, 0])
        for place, counts in enumerate((True, first, failed), 1):
            self._minutes[-1][place] += counts
        tries, events, failures = (sum(each[place] for each in self._minutes) for place in (1, 2, 3))
        if events >= self._spared and failures > FAILING * tries:
            self.are_on = False
