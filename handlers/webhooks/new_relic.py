"""New Relic: issues of its workflows, and the incidents of before."""

from collections.abc import Mapping

from handlers.webhooks.reading import RUNBOOK, SAID, Fields, fields_of, signal, state_in
from rules.alerts import Firing, Signal

STATES = {
    **dict.fromkeys(("created", "activated", "open", "opened", "active"), Firing.FIRING),
    "acknowledged": Firing.ACKNOWLEDGED,
    "closed": Firing.RESOLVED,
}


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    """An acknowledgement leaves the issue's state as it is: only its trigger says so, or that it has an owner."""
    issue = fields_of(body, headers)
    if issue.has("incident_id", "current_state"):
        return _of_before(issue)
    state = state_in(STATES, issue, "state", "issueState")
    if state is None:
        return []
    if state is Firing.FIRING and _is_acknowledged(issue):
        state = Firing.ACKNOWLEDGED
    return [
        signal(
            issue.text("id", "issueId"),
            state,
            severity=issue.text("priority"),
            title=issue.text("title", "issueTitle"),
            site=issue.text("impactedEntities", "entitiesName"),
            since=issue.instant("createdAt"),
            ended=issue.instant("closedAt", "updatedAt") if state is Firing.RESOLVED else None,
            link=issue.text("issueUrl", "issuePageUrl"),
            facts={SAID: issue.text("alertConditionNames", "alertConditionName")},
        )
    ]


def _is_acknowledged(issue: Fields) -> bool:
    if issue.has("trigger"):
        return issue.text("trigger").upper() == "USER_ACTION"
    return issue.text("owner").upper() not in ("", "N/A")


def _of_before(incident: Fields) -> list[Signal]:
    if (state := state_in(STATES, incident, "current_state")) is None:
        return []
    target = next(incident.each("targets"), Fields(None))
    at, over = incident.instant("timestamp"), state is Firing.RESOLVED
    return [
        signal(
            incident.text("incident_id"),
            state,
            severity=incident.text("severity", "priority"),
            title=incident.text("condition_name", "policy_name"),
            site=target.text("name"),
            since=at if state is Firing.FIRING else None,
            ended=at if over else None,
            link=incident.text("incident_url"),
            facts={SAID: incident.text("details"), RUNBOOK: incident.text("runbook_url")},
        )
    ]
