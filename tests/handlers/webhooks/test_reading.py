"""Whatever arrives is read, or refused with a reason; nothing else ever happens."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.webhooks import instants, lenient
from handlers.webhooks.reading import fields_of, signal
from handlers.webhooks.registry import SOURCES
from rules.alerts import Firing, UnknownPayload
from tests.handlers.webhooks.mutate import judge, mutations

AT = datetime(2026, 3, 29, 1, 5, tzinfo=UTC)

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
WORDS = (
    "status state type alerts labels data event attributes issue action id key monitor heartbeat check_result host "
    "service Message NewStateValue Trigger alertType current_state check_id payload event_action dedup_key title date "
    "specversion source signals facts incident_id alert_transition time link"
)
NAMES = st.sampled_from(WORDS.split(" "))
VALUES = st.recursive(
    SCALARS | st.sampled_from(["firing", "down", "1", "resolved", "ALARM", "trigger", "created", "PROBLEM"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=12,
)


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(NAMES, VALUES, max_size=8))
def test_no_object_breaks_a_reader(told: dict[str, object]) -> None:
    body = json.dumps(told).encode()
    for source in SOURCES:
        judge(source, body, {})


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_break_a_reader(body: bytes) -> None:
    for source in SOURCES:
        judge(source, body, {"content-type": "multipart/form-data; boundary=0"})
        judge(source, body, {})


def test_broken_samples_break_no_reader() -> None:
    came = {judge(*each) for each in mutations(1000, seed=3)}
    assert came == {"signals", "nothing", "refused"}


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("body", [b"", b"  ", b"hello", b"[1]", b"{}", b'"x"', b"\xff\xfe", b"[" * 100_000, b"a=1"])
def test_what_cannot_be_read_is_refused_with_a_reason(source: str, body: bytes) -> None:
    with pytest.raises(UnknownPayload, match=r"^[A-Z].*\.$"):
        SOURCES[source](body, {})


NAMELESS: list[tuple[str, object]] = [
    ("alertmanager", {"alerts": [{"status": "firing"}]}),
    ("grafana", {"alerts": [{"status": "firing", "labels": None}]}),
    ("uptime_kuma", {"heartbeat": {"status": 0}, "monitor": None}),
    ("uptimerobot", {"alertType": 1}),
    ("pingdom", {"current_state": "DOWN"}),
    ("statuscake", {"Status": "Down"}),
    ("better_stack", {"event": "incident_started", "data": {"attributes": {"name": "x"}}}),
    ("healthchecks", {"status": "down"}),
    ("sentry", {"action": "created", "data": {"issue": {"title": "x"}}}),
    ("datadog", {"alert_transition": "Triggered"}),
    ("new_relic", {"state": "CREATED"}),
    ("sns", {"NewStateValue": "ALARM"}),
    ("checkly", {"alert_type": "ALERT_FAILURE"}),
    ("zabbix", {"status": "PROBLEM"}),
    ("icinga2", {"type": "PROBLEM", "state": "CRITICAL"}),
    ("site24x7", {"STATUS": "DOWN"}),
    ("pagerduty", {"event_action": "resolve"}),
    ("cloudevents", {"specversion": "1.0", "id": "1"}),
    ("generic", {"state": "firing"}),
]


@pytest.mark.parametrize(("source", "body"), NAMELESS)
def test_a_signal_of_nothing_is_refused(source: str, body: object) -> None:
    with pytest.raises(UnknownPayload):
        SOURCES[source](json.dumps(body).encode(), {})


@pytest.mark.parametrize(
    ("broken", "meant"),
    [
        ('{"a":"say "hi"","b":1}', {"a": 'say "hi"', "b": "1"}),
        ('{"a":"x "b", "c" d","e":"f"}', {"a": 'x "b", "c" d', "e": "f"}),
        ('{"a":"got {"error":"x"} back","b":"c"}', {"a": 'got {"error":"x"} back', "b": "c"}),
        ('{"a":$TAG1,"b":true,"c":null,}', {"a": "$TAG1", "b": True, "c": None}),
        ('{"a":"C:\\temp\\x","b":"\\u00e6\\q"}', {"a": "C:\temp\\x", "b": "æ\\q"}),
        ('{"a":["x "y" z","w"],"b":{"c":"d "e""}}', {"a": ['x "y" z', "w"], "b": {"c": 'd "e"'}}),
        ('{"a":"line\nbreak "quoted"\n"}', {"a": 'line\nbreak "quoted"\n'}),
        ('{"a":"\\ud83d\\ude00 \\ud800","b":c}', {"a": "\U0001f600 \ufffd", "b": "c"}),  # half a sign cannot be stored
    ],
)
def test_broken_json_is_read_as_it_was_meant(broken: str, meant: object) -> None:
    assert lenient.read(broken) == meant


@pytest.mark.parametrize("broken", ['{"a":"b', '{"a"', "{", '{"a":}', '{"a":1} x', "{a:1}", '{"a":"' + "x" * 70_000])
def test_json_that_ends_too_early_is_not_guessed(broken: str) -> None:
    with pytest.raises(lenient.Unreadable):
        lenient.read(broken)


PLAIN = st.text(st.characters(codec="utf-8", exclude_characters='"'), max_size=20)  # no halves of signs


@settings(max_examples=40, deadline=None)
@given(st.recursive(st.none() | PLAIN, lambda inner: st.lists(inner) | st.dictionaries(PLAIN, inner), max_leaves=8))
def test_whole_json_is_read_as_it_is(value: object) -> None:
    assert lenient.read(json.dumps({"a": value})) == {"a": value}


@pytest.mark.parametrize(
    "written",
    [
        *("2026-03-29T01:05:00Z", "2026-03-29T03:05:00+0200", "2026-03-29T03:05:00+02:00", "2026-03-29 01:05:00"),
        *("2026-03-29T01:05:00.000000001Z", "2026.03.29 01:05:00", "2026-03-29 01:05:00 +0000", "2026-03-29T01:05"),
        *(1774746300, "1774746300", 1774746300000, "1774746300000", 1774746300.0, 1774746300000000000),
    ],
)
def test_an_instant_in_every_writing(written: object) -> None:
    assert instants.read(written) == AT


@pytest.mark.parametrize(
    "written",
    [
        *(
            "0001-01-01T00:00:00Z",
            "",
            "yesterday",
            "2026-13-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "2026-01-01T00:00+99:99",
        ),
        *(0, -1, True, None, [], float("nan"), float("inf"), 10**30, "9" * 400, "9999-12-31T23:59:59-12:00", "1e9"),
    ],
)
def test_what_is_no_instant(written: object) -> None:
    assert instants.read(written) is None


def test_local_times_are_the_offices_on_both_sides_of_summer() -> None:
    assert instants.read("2026-03-29 03:05", instants.OFFICE) == AT
    assert instants.read("2026-10-25 04:05", instants.OFFICE) == datetime(2026, 10, 25, 3, 5, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_bodies_in_other_encodings(encoding: str) -> None:
    body = '{"name": "Blåbær æøå"}'.encode(encoding)
    assert fields_of(body, {"Content-Type": "image/png"}).text("NAME") == "Blåbær æøå"


def test_a_signal_can_always_be_stored_and_shown() -> None:
    found = signal("k" * 500, Firing.FIRING, title="x" * 999, link="javascript:alert(1)", since=AT + timedelta(0))
    assert (len(found.key), len(found.title), found.link) == (200, 300, "")
    assert found.key != signal("k" * 501, Firing.FIRING).key
