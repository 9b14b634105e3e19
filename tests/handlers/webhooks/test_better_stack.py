"""Better Stack has no recorded bodies here: these are made after what its pages say that it sends. Each row names its
page."""

from datetime import UTC, datetime

import pytest

from handlers.webhooks.reading import SAID
from rules.alerts import ENDED, Firing
from tests.handlers.webhooks.samples import said

WEBHOOKS = "docs.betteruptime.com/integrations/webhooks"
RESPONSE = "betterstack.com/docs/uptime/api/incidents-api-response-params"
CREATE = "betterstack.com/docs/uptime/api/create-outgoing-webhook-integration: on_incident_reopened"
ERRORS = "betterstack.com/docs/errors/integrations/outgoing-webhooks"
STARTED, SEEN, OVER = "2026-11-22T10:00:00.151Z", "2026-11-22T10:02:00.768Z", "2026-11-22T10:20:00.000Z"
OPEN: dict[str, object] = {
    "name": "Fjordmat shop", "url": "https://shop.fjordmat.example", "http_method": "get", "cause": "Error 500",
    "incident_group_id": None, "started_at": STARTED, "acknowledged_at": None, "acknowledged_by": None,
    "resolved_at": None, "resolved_by": None, "status": "Started", "team_name": "Web", "response_content": None,
    "response_url": None, "screenshot_url": None, "regions": ["eu"],
}  # fmt: skip
ACKNOWLEDGED = OPEN | {"acknowledged_at": SEEN, "acknowledged_by": "Jonas", "status": "Acknowledged"}
RESOLVED = ACKNOWLEDGED | {"resolved_at": OVER, "resolved_by": "Automatically resolved", "status": "Resolved"}
MONITOR = {"monitor": {"data": {"id": "4", "type": "monitor"}}}


def incident(attributes: dict[str, object], event: str | None = None) -> dict[str, object]:
    body: dict[str, object] = {
        "data": {"id": "1", "type": "incident", "attributes": attributes, "relationships": MONITOR},
        "included": [{"id": "4", "type": "monitor", "attributes": {"status": "down", "paused": False}}],
    }
    return body | ({"event": event} if event else {})


def other(kind: str, event: str, **attributes: object) -> dict[str, object]:
    return {"event": event, "data": {"id": "4", "type": kind, "attributes": attributes}}


@pytest.mark.parametrize(
    ("page", "body", "state"),
    [
        (WEBHOOKS, incident(OPEN, "started"), Firing.FIRING),
        (WEBHOOKS, incident(ACKNOWLEDGED, "acknowledged"), Firing.ACKNOWLEDGED),
        (WEBHOOKS, incident(RESOLVED, "resolved"), Firing.RESOLVED),
        (CREATE, incident(RESOLVED, "reopened"), Firing.FIRING),
        (RESPONSE, incident(OPEN), Firing.FIRING),
        (RESPONSE, incident(ACKNOWLEDGED), Firing.ACKNOWLEDGED),
        (RESPONSE, incident(RESOLVED), Firing.RESOLVED),
    ],
)
def test_what_happens_to_an_incident(page: str, body: object, state: Firing) -> None:
    [found] = said("better_stack", body)
    assert (found.key, found.state, found.title) == ("1", state, "Fjordmat shop"), page


@pytest.mark.parametrize(
    ("page", "body"),
    [
        (WEBHOOKS, other("monitor", "created", url="https://x.example", pronounceable_name="X")),
        (WEBHOOKS, other("monitor", "paused", url="https://x.example", paused_at=SEEN)),
        (WEBHOOKS, other("user", "on_call_changed", email="jonas@example.no")),
        (ERRORS, other("error", "new_error", application_name="Backend", error_type="Active")),
        (RESPONSE, incident(OPEN | {"status": "Unconfirmed"})),
        (RESPONSE, incident(OPEN | {"status": "Validating"})),
    ],
)
def test_what_is_no_outage(page: str, body: object) -> None:
    assert said("better_stack", body) == [], page


def test_where_since_when_and_why() -> None:
    [found], [over] = (
        said("better_stack", incident(OPEN, "started")),
        said("better_stack", incident(RESOLVED, "resolved")),
    )
    assert (found.site, found.since) == ("https://shop.fjordmat.example", datetime(2026, 11, 22, 10, 0, 0, 151000, UTC))
    assert found.facts[SAID] == "Error 500"
    assert (over.since, over.facts[ENDED]) == (found.since, "2026-11-22T10:20:00+00:00")
    [again] = said("better_stack", incident(RESOLVED, "reopened"))
    assert again.since is None, "it fails anew, though it began long ago"
