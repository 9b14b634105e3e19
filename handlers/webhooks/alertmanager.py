"""Prometheus Alertmanager, webhook version 4: a group of alerts, each with its own state."""

from collections.abc import Mapping

from handlers.webhooks.reading import LEFT_OUT, RUNBOOK, SAID, Fields, as_object, clean, fields_of, signal, state_in
from rules.alerts import Firing, Signal, UnknownPayload

STATES = {"firing": Firing.FIRING, "resolved": Firing.RESOLVED}


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    """One signal of each alert in the group; the group's own state says nothing of them."""
    group = fields_of(body, headers)
    if not isinstance(group.raw("alerts"), list):
        raise UnknownPayload("It has no list of alerts.")
    left_out = group.text("truncatedAlerts")
    return [
        found
        for alert in group.each("alerts")
        if (found := _signal(alert, group.text("externalURL"), "" if left_out == "0" else left_out))
    ]


def _signal(alert: Fields, outside: str, left_out: str) -> Signal | None:
    return labelled(alert, alert.text("generatorURL") or outside, {LEFT_OUT: left_out})


def labelled(alert: Fields, link: str, more: Mapping[str, str] | None = None) -> Signal | None:
    """One alert as Alertmanager, and Grafana after it, says it: labels name it, annotations describe it."""
    labels, said = alert.inner("labels"), alert.inner("annotations")
    if (state := state_in(STATES, alert, "status")) is None:
        return None
    return signal(
        alert.text("fingerprint") or by_labels(alert.raw("labels")),
        state,
        severity=labels.text("severity"),
        title=said.text("summary", "title") or labels.text("alertname") or said.text("description"),
        site=labels.text("instance"),
        since=alert.instant("startsAt"),
        ended=alert.instant("endsAt") if state is Firing.RESOLVED else None,
        link=link,
        facts={
            SAID: said.text("description", "message"),
            RUNBOOK: said.text("runbook_url", "runbook"),
            **(more or {}),
        },
    )


def by_labels(labels: object) -> str:
    """A key of an alert that has no fingerprint: its labels as they are called, for `a_b` is not `ab`."""
    return ",".join(sorted(clean(f"{name}={value}") for name, value in (as_object(labels) or {}).items()))
