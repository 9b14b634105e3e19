"""What this process counts of its own work, for /metrics. No label names a customer, a site or a person."""

import time
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from rules.vitals import Outlet, outlet_of

KINDS = {
    "event_callback": "event",
    "block_actions": "press",
    "view_submission": "form",
    "view_closed": "form",
    "shortcut": "shortcut",
    "message_action": "shortcut",
}
ANSWERED_WITHIN = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0, 5.0)  # seconds; Slack waits for three


class Meters:
    """Counters with a registry of their own; when an event of Slack's came in last, and since when each outlet fails
    without a success (machine seconds)."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.heard_at = 0.0
        self.failing: dict[Outlet, float] = {}
        self.deliveries = self._counter(
            "deliveries", "Slack's events, presses, forms and commands that came in", "kind"
        )
        self.answered = Histogram(
            "saksgang_delivery_seconds",
            "Seconds until a delivery of Slack's was acknowledged",
            buckets=ANSWERED_WITHIN,
            registry=self.registry,
        )
        self.items = self._counter("courier_items", "What came of what the courier tried to say", "outlet", "outcome")
        self.webhooks = self._counter("webhook_requests", "Requests of other monitors", "source", "status")
        self.looks = self._counter("looks", "Looks at pages of sites, by what was seen", "saw")
        self.looked_at = self.gauge("last_look_timestamp_seconds", "When a page of a site was looked at last")

    def gauge(self, name: str, what: str, *labels: str) -> Gauge:
        """One more number that goes up and down."""
        return Gauge(f"saksgang_{name}", what, labels, registry=self.registry)

    def came(self, body: dict[str, Any]) -> None:
        """A delivery of Slack's came in."""
        if "event" in body:
            self.heard_at = time.time()
        kind = "command" if "command" in body else KINDS.get(str(body.get("type")), "other")
        self.deliveries.labels("event" if "event" in body else kind).inc()

    def said(self, lane: str, outcome: str) -> None:
        """The courier said something, or a step of it."""
        outlet = outlet_of(lane)
        self.failing.pop(outlet, None)
        self.items.labels(outlet.value, outcome).inc()

    def waits(self, lane: str, outcome: str) -> None:
        """It has to wait, and nothing is wrong with the outlet."""
        self.items.labels(outlet_of(lane).value, outcome).inc()

    def failed(self, lane: str, outcome: str, at: float) -> None:
        """It was not taken, at this machine second."""
        outlet = outlet_of(lane)
        self.failing.setdefault(outlet, at)
        self.items.labels(outlet.value, outcome).inc()

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"saksgang_{name}", what, labels, registry=self.registry)
