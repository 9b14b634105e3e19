"""Healthchecks: `$JSON`, bodies of one's own with $CODE, $NAME and $STATUS, and its words to PagerDuty.

The addresses in `$JSON` let anybody report a check as well: they are never kept."""

from collections.abc import Mapping

from handlers.webhooks import pagerduty
from handlers.webhooks.reading import SAID, fields_of, signal, state_in
from rules.alerts import Firing, Signal

STATES = {"down": Firing.FIRING, "up": Firing.RESOLVED}


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    """A check that went down or is up again; when it went down only $NOW says."""
    check = fields_of(body, headers)
    if pagerduty.speaks_so(check):
        return pagerduty.of_event(check)
    if (state := state_in(STATES, check, "status", "state")) is None:
        return []
    now, over = check.instant("now", "time", "timestamp", "date"), state is Firing.RESOLVED
    return [
        signal(
            check.text("uuid", "code", "unique_key", "id", "check"),
            state,
            title=check.text("name", "slug"),
            since=None if over else now,
            ended=(now or check.instant("last_ping")) if over else None,
            facts={SAID: check.text("desc", "last_ping_body")},
        )
    ]
