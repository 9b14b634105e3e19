"""Our own shape, for whatever has no file here: one object, a list of them, a form or an address.

`key` and `state` (firing, acknowledged, resolved) are needed; `title`, `site`, `severity`, `since`, `link` and `facts`
help. Without a key, site and title are it. `"test": true` says that nothing happened."""

from collections.abc import Mapping

from handlers.webhooks.reading import KIND, LEFT_OUT, RUNBOOK, SAID, Fields, signal, state_in, value_of
from rules.alerts import ENDED, Firing, Signal, UnknownPayload

FIRES = ("firing", "down", "problem", "critical", "warning", "error", "failing", "failed", "alerting", "trigger")
STATES = {
    **dict.fromkeys((*FIRES, "triggered"), Firing.FIRING),
    **dict.fromkeys(("acknowledged", "acknowledge", "ack"), Firing.ACKNOWLEDGED),
    **dict.fromkeys(("resolved", "resolve", "up", "ok", "recovered", "recovery", "closed"), Firing.RESOLVED),
}
TAKEN = {SAID, ENDED, RUNBOOK, KIND, LEFT_OUT}
MOST_FACTS = 10


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    value = value_of(body, headers)
    whole = Fields(value)
    listed = value if isinstance(value, list) else whole.raw("signals")
    if isinstance(listed, list):
        return [found for item in listed if (found := _signal(Fields(item)))]
    found = _signal(whole)
    return [found] if found else []


def _signal(said: Fields) -> Signal | None:
    if not said:
        raise UnknownPayload("It is no object with a key and a state.")
    if said.text("test").lower() in ("true", "1", "yes"):
        return None
    if (state := state_in(STATES, said, "state", "status")) is None:
        return None
    title, site = said.text("title", "name", "summary"), said.text("site", "url", "host")
    return signal(
        said.text("key", "id", "dedup_key") or " ".join(filter(None, (site, title))),
        state,
        severity=said.text("severity"),
        title=title,
        site=site,
        since=said.instant("since", "started_at", "start"),
        ended=said.instant("ended", "ended_at", "end") if state is Firing.RESOLVED else None,
        link=said.text("link"),
        facts=_facts(said),
    )


def _facts(said: Fields) -> dict[str, str]:
    """What it adds itself, by its plain names, and what it says happened."""
    added = list(said.inner("facts").texts())[:MOST_FACTS]
    own = {SAID: said.text("message", "description", "said"), RUNBOOK: said.text("runbook")}
    return {**{name[:40]: value for name, value in added if name not in TAKEN}, **own}
