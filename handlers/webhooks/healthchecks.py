"""Healthchecks: `$JSON`, bodies of one's own with $CODE, $NAME and $STATUS, and its words to PagerDuty.

The addresses in `$JSON` let anybody report a check as well: they are never kept."""

from collections.abc import Mapping

from handlers.webhooks import pagerduty
from handlers.webhooks.reading import SAID, Fields, fields_of, signal, state_in
from rules.alerts import Firing, Signal

STATES = {"down": Firing.FIRING, "up": Firing.RESOLVED}
TRY, TRY_PINGS = "TEST", "42"  # the check behind the button *Test*, which never pinged so often


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    """A check that went down or is up again; when it went down only $NOW says, beside $JSON or in it."""
    told = fields_of(body, headers)
    if pagerduty.speaks_so(told):
        return [] if told.text("description").startswith(f"{TRY} is ") else pagerduty.of_event(told)
    check = told.inner("check", "json", "data") or told
    stands_in = told if told.has("status", "state") else check
    if (state := state_in(STATES, stands_in, "status", "state")) is None or _is_a_try(check):
        return []
    now, over = told.instant("now", "time", "timestamp", "date"), state is Firing.RESOLVED
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


def _is_a_try(check: Fields) -> bool:
    return check.text("name") == TRY and check.text("n_pings") in ("", TRY_PINGS)
