"""How many events an app is sent in an hour: 30,000, and then once a minute that it is limited.

docs.slack.dev/apis/events-api ("Rate limiting"); docs.slack.dev/reference/events/app_rate_limited; docs/slack.md 5.2.
"""

from collections import deque

WINDOW_M = 60


class Allowance:
    """Counts by the minute of the sandbox's clock."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._minutes: deque[list[int]] = deque()
        self._sent = 0
        self._told = -1

    def take(self, now: float) -> bool:
        """One more event may go."""
        minute = int(now // 60)
        while self._minutes and self._minutes[0][0] <= minute - WINDOW_M:
            self._sent -= self._minutes.popleft()[1]
        if self._sent >= self._most:
            return False
        if not self._minutes or self._minutes[-1][0] != minute:
            self._minutes.append([minute, 0])
        self._minutes[-1][1] += 1
        self._sent += 1
        return True

    def is_to_be_told(self, now: float) -> bool:
        """The first that may not go in this minute."""
        minute = int(now // 60)
        first, self._told = minute != self._told, minute
        return first
