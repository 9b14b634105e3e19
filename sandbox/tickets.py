"""Secrets that work once: Socket Mode tickets.

docs.slack.dev/apis/events-api/using-socket-mode.
"""

import secrets


class Tickets:
    """Each is good for one use."""

    def __init__(self) -> None:
        self._open: set[str] = set()

    def make(self) -> str:
        """A fresh ticket."""
        ticket = secrets.token_hex(16)
        self._open.add(ticket)
        return ticket

    def use(self, ticket: str) -> bool:
        """True the first time."""
        if ticket not in self._open:
            return False
        self._open.remove(ticket)
        return True
