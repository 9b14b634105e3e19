"""AWS SNS with CloudWatch's alarms: JSON as text within JSON, sent as plain text. The signature is checked apart."""

from collections.abc import Iterator, Mapping

from handlers.webhooks.reading import SAID, Fields, as_object, fields_of, host_in, signal, state_in
from rules.alerts import Firing, Signal, UnknownPayload

STATES = {"alarm": Firing.FIRING, "ok": Firing.RESOLVED}  # INSUFFICIENT_DATA is neither


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    """Nothing of subscriptions, and of alarms that lack data."""
    notice = fields_of(body, headers)
    if notice.text("Type") in ("SubscriptionConfirmation", "UnsubscribeConfirmation"):
        return []
    wrapped = as_object(notice.raw("Message"))
    if wrapped is None and notice.has("Message"):
        raise UnknownPayload("Its message is no alarm of CloudWatch.")
    alarm = Fields(wrapped) if wrapped is not None else notice
    found = _of_an_event(alarm) if alarm.inner("detail") else _of_an_alarm(alarm)
    return [found] if found else []


def _of_an_alarm(alarm: Fields) -> Signal | None:
    if (state := state_in(STATES, alarm, "NewStateValue")) is None:
        return None
    name, at, over = alarm.text("AlarmName"), alarm.instant("StateChangeTime"), state is Firing.RESOLVED
    return signal(
        alarm.text("AlarmArn") or (f"arn-or-name:{name}" if name else ""),
        state,
        title=name,
        site=_site(alarm.inner("Trigger")),
        since=None if over else at,
        ended=at if over else None,
        facts={SAID: alarm.text("NewStateReason", "AlarmDescription")},
    )


def _of_an_event(event: Fields) -> Signal | None:
    """The same by EventBridge."""
    detail = event.inner("detail")
    now = detail.inner("state")
    if (state := state_in(STATES, now, "value")) is None:
        return None
    name, at, over = detail.text("alarmName"), now.instant("timestamp"), state is Firing.RESOLVED
    return signal(
        event.text("resources") or (f"arn-or-name:{name}" if name else ""),
        state,
        title=name,
        since=None if over else at,
        ended=at if over else None,
        facts={SAID: now.text("reason")},
    )


def _site(trigger: Fields) -> str:
    """The first dimension that names a host."""
    return next((host for dimension in _dimensions(trigger) if (host := host_in(dimension.text("value")))), "")


def _dimensions(trigger: Fields) -> Iterator[Fields]:
    yield from trigger.each("Dimensions")
    for metric in trigger.each("Metrics"):
        yield from metric.inner("MetricStat").inner("Metric").each("Dimensions")
