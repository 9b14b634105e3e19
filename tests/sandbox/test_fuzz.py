"""Whatever an app sends, and whatever is asked of the control: an answer, never a broken sandbox."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import limits_blocks
from sandbox.calls import METHODS
from sandbox.control import VERBS
from sandbox.deliveries import Deliveries
from sandbox.errors import SlackError
from sandbox.limits_views import checked
from tests.sandbox.house import House
from tests.sandbox.payloads import actions, button, menu, modal, typed

LEAVES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
KEYS = st.sampled_from(
    ["type", "text", "elements", "element", "label", "options", "action_id", "block_id", "value", "accessory", "fields"]
)
KINDS = st.sampled_from(
    [
        *limits_blocks.IN_MODALS,
        *limits_blocks.IN_MESSAGES,
        "button",
        "static_select",
        "plain_text",
        "mrkdwn",
        "rich_text_section",
    ]
)
ANY = st.recursive(
    LEAVES | KINDS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4), max_leaves=12
)
BLOCK = st.fixed_dictionaries({"type": KINDS}, optional={"text": ANY, "elements": ANY, "element": ANY, "label": ANY})
NAMES = [
    "attachments", "blocks", "channel", "channel_id", "channel_name", "count", "cursor", "emails", "error", "files",
    "invite_id", "limit", "link", "markdown_text", "message", "metadata", "name", "oldest", "page", "post_at",
    "reply_broadcast", "text", "thread_ts", "title", "trigger_id", "ts", "type", "types", "unfurls", "user",
    "user_ids", "usergroup", "users", "view",
]  # fmt: skip
QUIETLY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUIETLY
@given(blocks=st.lists(BLOCK | ANY, max_size=3), surface=st.sampled_from(["message", "modal", "home"]))
def test_any_blocks_are_taken_or_refused_with_a_place(blocks: list[Any], surface: str) -> None:
    for said in limits_blocks.check(blocks, surface):
        assert said.startswith("[ERROR] ")
        assert "[json-pointer:/blocks" in said


@QUIETLY
@given(view=ANY | st.fixed_dictionaries({"type": st.just("modal"), "title": ANY, "blocks": ANY}))
def test_any_view_is_taken_or_refused(view: Any) -> None:
    assert refusal(view) in {None, "invalid_arguments", "view_too_large"}


def refusal(view: Any) -> str | None:
    try:
        checked(view, "modal")
    except SlackError as error:
        return error.code
    return None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(sorted(METHODS)),
    args=st.dictionaries(
        st.sampled_from(NAMES),
        ANY | st.sampled_from(["fjord-foods", "1.5", "true", "link", "9999999999"]),
        max_size=4,
    ),
)
async def test_no_call_breaks_the_sandbox(house: House, method: str, args: dict[str, Any]) -> None:
    headers = {"Authorization": f"Bearer {house.facts['bot_token']}", "Content-Type": "application/json"}
    url = f"{house.facts['url']}/api/{method}"
    async with house.session.post(url, data=json.dumps(args), headers=headers) as answer:
        assert answer.status == 200
        assert "ok" in await answer.json()


async def test_neither_does_what_is_no_json(house: House) -> None:
    headers = {"Authorization": f"Bearer {house.facts['bot_token']}", "Content-Type": "application/json"}
    url = f"{house.facts['url']}/api/chat.postMessage"
    deep = '{"channel": "fjord-foods", "blocks": ' + "[" * 5000 + "]" * 5000 + "}"
    for body, error in [("{", "invalid_json"), ("[]", "json_not_object"), (deep, None)]:
        async with house.session.post(url, data=body, headers=headers) as answer:
            assert answer.status == 200
            told = await answer.json()
        assert told["ok"] is False
        assert error in (None, told["error"])


BODY = st.dictionaries(
    st.sampled_from(
        ["action_id", "advance_s", "answer", "as_admin", "block_id", "callback_id", "cast", "channel", "command",
         "containing", "count", "delay_s", "files", "handle", "invite", "kind", "members", "message_ts", "method",
         "name", "payload", "query", "rate", "reason", "seed", "tab", "team", "text", "thread_ts", "title", "to",
         "until_s", "value", "values", "view_id"]
    ),
    ANY
    | st.sampled_from(["fjord-foods", "robot", "Anna", "Go", "pick", "/case", "leads", "Fjord Foods", "late", "Label"])
    | st.lists(st.fixed_dictionaries({"name": ANY, "size": ANY}, optional={"external_url": ANY}), max_size=1),
    max_size=5,
)  # fmt: skip


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    verb=st.sampled_from(sorted({*VERBS} - {"faults", "uninstall"})), body=BODY, who=st.sampled_from(["Anna", "Kari"])
)
async def test_no_verb_breaks_the_sandbox(house: House, verb: str, body: dict[str, Any], who: str) -> None:
    slack = house.slack
    slack.deliveries = Deliveries(slack.clock, slack.changes, slack.faults, slack.subscriptions, (), 0.001)
    house.slack.config = replace(house.slack.config, view_grace_s=0.001)
    trigger = house.slack.triggers.make(house.kari)
    await house.call("views.open", trigger_id=trigger.id, view=modal(typed("datetimepicker"), typed("file_input")))
    pressed = [actions(button("Go"), menu(2, action_id="pick"), {"type": "datetimepicker"})]
    await house.call("chat.postMessage", channel=house.shared, text="x", blocks=pressed)
    assert "ok" in await house.control.do(verb, **{"user": who, "channel": house.shared, **body})


BROKEN: list[tuple[str, bytes, str]] = [
    ("application/json", b"{", "invalid_json"),
    ("application/json", b"[]", "json_not_object"),
    ("application/json", b"\xff", "invalid_json"),
    ("application/json; charset=nope", b"{}", "invalid_charset"),
    ("application/x-www-form-urlencoded", b"\xff", "invalid_form_data"),
    ("application/x-www-form-urlencoded; charset=utf-99", b"a=b", "invalid_charset"),
    ("multipart/form-data", b"x", "invalid_form_data"),
    ("multipart/form-data; boundary=b", b"x", "invalid_form_data"),
    ("image/png", b"x", "invalid_post_type"),
]


@pytest.mark.parametrize(("kind", "body", "error"), BROKEN)
async def test_what_cannot_be_read_is_refused(house: House, kind: str, body: bytes, error: str) -> None:
    headers = {"Authorization": f"Bearer {house.facts['bot_token']}", "Content-Type": kind}
    for place in ("api/chat.postMessage", "actions/T1/none", "_control/say", "upload/v1/F1"):
        async with house.session.post(f"{house.facts['url']}/{place}", data=body, headers=headers) as answer:
            assert answer.status in {200, 400, 404}
            if place.startswith("api"):
                assert (await answer.json())["error"] == error
