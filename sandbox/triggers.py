"""trigger_id: opens one form, within 3 real seconds of the interaction.

docs.slack.dev/surfaces/modals; docs.slack.dev/interactivity/handling-user-interaction; docs/slack.md 3.2.
"""

import time
from dataclasses import dataclass, field

from sandbox import ids
from sandbox.errors import SlackError


@dataclass
class Trigger:
    """One interaction's right to open a form. `view_id`: it came from inside that form."""

    id: str
    user_id: str
    born: float
    view_id: str | None = None
    used: bool = False
    opened: list[str] = field(default_factory=list)


class Triggers:
    """All triggers given out."""

    def __init__(self, life_s: float) -> None:
        self._all: dict[str, Trigger] = {}
        self._life_s = life_s

    def make(self, user_id: str, view_id: str | None = None) -> Trigger:
        """A fresh one, for what this person just did."""
        number = len(self._all) + 1
        trigger = Trigger(f"{number:013d}.{ids.secret('trigger', str(number))}", user_id, time.monotonic(), view_id)
        self._all[trigger.id] = trigger
        return trigger

    def check(self, trigger_id: str) -> Trigger:
        """The trigger, if it can still be used. Using it is the caller's, when all else is in order."""
        trigger = self._all.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() - trigger.born > self._life_s:
            raise SlackError("expired_trigger_id")
        return trigger
