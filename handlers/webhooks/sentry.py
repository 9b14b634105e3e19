"""Sentry: issues, the alerts about their events, alerts about metrics, and its older plugin."""

import re
from collections.abc import Mapping

from handlers.webhooks.authentic import Request, check_hmac
from handlers.webhooks.reading import SAID, Fields, fields_of, header, signal, state_in
from rules.alerts import Firing, Signal, UnknownPayload

STATES = {
    **dict.fromkeys(("created", "unresolved", "regressed", "triggered", "critical", "warning"), Firing.FIRING),
    "assigned": Firing.ACKNOWLEDGED,
    "resolved": Firing.RESOLVED,
}
BY_STATUS = {"": Firing.FIRING, "unresolved": Firing.FIRING, "resolved": Firing.RESOLVED}  # of an issue
RESOURCES = ("", "issue", "error", "event_alert", "metric_alert", "activity_alert")  # others are no trouble of a site

_ISSUE = re.compile(r"/issues/(\d+)")


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    """Nothing of comments, installations, ignored issues and Sentry's own sample event."""
    message = fields_of(body, headers)
    if header(headers, "Sentry-Hook-Resource").lower() not in RESOURCES:
        return []
    data = message.inner("data")
    issue, event = data.inner("issue"), data.inner("event", "error")
    metric = data.inner("metric_alert")
    if not (issue or event or metric):
        return _apart(message, data)
    if (state := _state(message, issue)) is None or _is_a_sample(event):
        return []
    if metric:
        return [_of_a_metric(data, metric, state, message.text("action"))]
    return [_of_an_issue(issue, state, message.text("action")) if issue else _of_an_event(event, state)]


def _state(message: Fields, issue: Fields) -> Firing | None:
    """What was done; where a rule tells of an issue, whatever happened to it, the issue's own status."""
    state = state_in(STATES, message, "action")
    if state is Firing.ACKNOWLEDGED and message.inner("actor").text("type").lower() == "application":
        return None  # a rule gave it to somebody, who has not seen it yet
    told_by_rule = issue and message.text("action").lower() == "triggered"
    return BY_STATUS.get(issue.text("status").lower()) if told_by_rule else state


def _apart(message: Fields, data: Fields) -> list[Signal]:
    if message.inner("event") and message.has("project", "project_slug", "project_name"):
        return _of_the_plugin(message)
    if data.has("installation", "comment", "comment_id") or message.has("installation"):
        return []
    raise UnknownPayload("It is about no issue, event or metric.")


def _is_a_sample(event: Fields) -> bool:
    tags = event.raw("tags")
    return isinstance(tags, list) and ["sample_event", "yes"] in tags


def _of_an_issue(issue: Fields, state: Firing, action: str) -> Signal:
    """Since its first event, once it is made. Later as of its last one, since rules tell of each: what is resolved or
    assigned is so with all its events, and what is opened again fails anew."""
    first, last = issue.instant("firstSeen"), issue.instant("lastSeen")
    since = first if action == "created" else last or first
    is_anew = state is Firing.FIRING and action != "created"
    return signal(
        issue.text("id"),
        state,
        severity=issue.text("level"),
        title=issue.text("title") or issue.inner("metadata").text("title", "value"),
        since=None if is_anew and since == first else since,
        link=issue.text("permalink", "web_url"),
        facts={SAID: issue.text("culprit")},
    )


def _of_an_event(event: Fields, state: Firing) -> Signal:
    return signal(
        _number(event),
        state,
        severity=event.text("level"),
        title=event.text("title", "message") or event.inner("metadata").text("title", "value"),
        since=event.instant("datetime", "timestamp"),
        link=event.text("web_url"),
        facts={SAID: event.text("culprit")},
    )


def _number(event: Fields) -> str:
    """The issue's; older events name it in their addresses only."""
    found = _ISSUE.search(event.text("issue_url")) or _ISSUE.search(event.text("web_url"))
    return event.text("issue_id", "groupID") or (found[1] if found else "")


def _of_a_metric(data: Fields, metric: Fields, state: Firing, action: str) -> Signal:
    number = metric.text("id", "identifier")
    return signal(
        f"metric-alert:{number}" if number else "",
        state,
        severity=action if action in ("critical", "warning") else "",
        title=data.text("description_title") or metric.text("title") or metric.inner("alert_rule").text("name"),
        since=metric.instant("date_started", "date_detected"),
        ended=metric.instant("date_closed") if state is Firing.RESOLVED else None,
        link=data.text("web_url"),
        facts={SAID: data.text("description_text")},
    )


def _of_the_plugin(message: Fields) -> list[Signal]:
    event = message.inner("event")
    if _is_a_sample(event):
        return []
    return [
        signal(
            message.text("id") or event.text("issue_id"),
            Firing.FIRING,
            severity=message.text("level") or event.text("level"),
            title=event.text("title") or message.text("message"),
            since=event.instant("datetime", "timestamp"),
            link=message.text("url"),
            facts={SAID: message.text("culprit")},
        )
    ]


async def authenticate(request: Request) -> None:
    """The body is signed with the integration's client secret. NotAuthentic."""
    check_hmac(request, header(request.headers, "Sentry-Hook-Signature"))
