"""Whatever an app sends, it gets Slack's answer: never a broken sandbox."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox import limits_blocks
from sandbox.calls import METHODS
from sandbox.errors import SlackError
from sandbox.limits_views import checked
from tests.sandbox.house import House

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
    "attachments", "blocks", "channel", "channel_id", "count", "cursor", "error", "files", "limit", "link",
    "markdown_text", "message", "metadata", "name", "oldest", "page", "post_at", "reply_broadcast", "text", "thread_ts",
    "title", "trigger_id", "ts", "type", "types", "unfurls", "user", "usergroup", "users", "view",
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
