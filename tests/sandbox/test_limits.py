"""A good and a bad payload for each limit: at it taken, one past it refused, with Slack's code and place."""

from typing import Any

from sandbox.world import Call, File
from tests.sandbox.house import House
from tests.sandbox.payload_rows import BLOCKS
from tests.sandbox.payloads import (
    Json,
    actions,
    button,
    container,
    home,
    long,
    modal,
    pie,
    plain,
    section,
    table,
    typed,
)  # fmt: skip

DIVIDER: Json = {"type": "divider"}
FORM = modal(typed())
VIEWS: list[tuple[str, Json, Json, str]] = [
    ("title", modal(title=long(24)), modal(title=long(25)), "/title/text"),
    ("title is some", modal(title=long(1)), modal(title=long(0)), "/title/text"),
    ("title is plain", modal(), modal(title={"type": "mrkdwn", "text": "x"}), "/title/type"),
    ("submit", modal(submit=long(24)), modal(submit=long(25)), "/submit/text"),
    ("close", modal(close=long(24)), modal(close=long(25)), "/close/text"),
    ("metadata", modal(private_metadata="x" * 3000), modal(private_metadata="x" * 3001), "/private_metadata"),
    ("callback_id", modal(callback_id="x" * 255), modal(callback_id="x" * 256), "/callback_id"),
    ("external_id", modal(external_id="x" * 255), modal(external_id="x" * 256), "/external_id"),
    ("blocks", modal(*[section()] * 100), modal(*[section()] * 101), "/blocks"),
    ("flags", modal(clear_on_close=True), modal(notify_on_close="yes"), "/notify_on_close"),
    ("alert", modal({"type": "alert", "text": long(200)}), modal({"type": "alert", "text": long(201)}),
     "/blocks/0/text"),
    ("alert level", modal({"type": "alert", "text": plain(), "level": "info"}),
     modal({"type": "alert", "text": plain(), "level": "loud"}), "/blocks/0/level"),
    ("no markdown in forms", modal(section()), modal({"type": "markdown", "text": "x"}), "/blocks/0/type"),
    ("no table in forms", modal(container()), modal(table()), "/blocks/0/type"),
    ("one focus", modal(typed(focus_on_load=True)), modal(*[typed(focus_on_load=True)] * 2), "/blocks"),
    ("unknown key", modal(), modal(colour="red"), ""),
    ("no App Home here", modal(), home(), ""),
]  # fmt: skip
HOMES: list[tuple[str, Json, Json, str]] = [
    ("blocks", home(*[section()] * 100), home(*[section()] * 101), "/blocks"),
    ("metadata", home(private_metadata="x" * 3000), home(private_metadata="x" * 3001), "/private_metadata"),
    ("no submit", home(typed()), home(submit=plain()), ""),
    ("no title", home(), home(title=plain()), ""),
    ("no alert", home(), home({"type": "alert", "text": plain()}), "/blocks/0/type"),
    ("no modal here", home(), modal(), ""),
]
MARK = {"event_type": "x" * 255, "event_payload": {}}
SAID = {"text": "x"}
OLD, LINE = {"name": "a", "text": "b", "type": "button"}, {"text": "a", "value": "1"}
MESSAGES: list[tuple[str, Json, Json, str]] = [
    ("text", {"text": "x" * 40_000}, {"text": "x" * 40_001}, "msg_too_long"),
    ("something", SAID, {"text": " "}, "no_text"),
    ("no blocks", {"blocks": [DIVIDER]}, {"blocks": []}, "no_text"),
    ("fifty blocks", {"blocks": [DIVIDER] * 50}, {"blocks": [DIVIDER] * 51}, "invalid_blocks"),
    ("block_ids differ", {"blocks": [DIVIDER | {"block_id": "a"}, DIVIDER]},
     {"blocks": [DIVIDER | {"block_id": "a"}] * 2}, "invalid_blocks"),
    ("block_ids differ in containers", {"blocks": [container()]},
     {"blocks": [DIVIDER | {"block_id": "a"}, {**container(), "child_blocks": [DIVIDER | {"block_id": "a"}]}]},
     "invalid_blocks"),
    ("action_ids of other blocks", {"blocks": [actions(button(action_id="a")), actions(button(action_id="a"))]},
     {"blocks": [actions(button(action_id="a"), button(action_id="a"))]}, "invalid_blocks"),
    ("blocks are a list", {"blocks": [section()]}, {"blocks": section()}, "invalid_blocks_format"),
    ("blocks are JSON", {"blocks": '[{"type": "divider"}]'}, {"blocks": "[{"}, "invalid_blocks_format"),
    ("markdown blocks together", {"blocks": [{"type": "markdown", "text": "x" * 6_000}] * 2},
     {"blocks": [{"type": "markdown", "text": "x" * 6_001}] * 2}, "invalid_blocks"),
    ("blocks together", {"blocks": [section("x" * 3_000)] * 4}, {"blocks": [section("x" * 2_401)] * 5},
     "msg_blocks_too_long"),
    ("one table", {"blocks": [table()]}, {"blocks": [table(), table()]}, "invalid_blocks"),
    ("two charts", {"blocks": [pie()] * 2}, {"blocks": [pie()] * 3}, "invalid_blocks"),
    ("markdown text", {"markdown_text": "x" * 12_000}, {"markdown_text": "x" * 12_001}, "msg_too_long"),
    ("markdown alone", {"markdown_text": "x"}, {"markdown_text": "x", "text": "x"}, "markdown_text_conflict"),
    ("attachments", {"attachments": [SAID] * 100}, {"attachments": [SAID] * 101}, "too_many_attachments"),
    ("attachment blocks", {"attachments": [{"blocks": [section()]}]}, {"attachments": [{"blocks": [{"type": "a"}]}]},
     "invalid_attachments"),
    ("attachment buttons", {"attachments": [{"callback_id": "c", "actions": [OLD] * 5}]},
     {"attachments": [{"callback_id": "c", "actions": [OLD] * 6}]}, "invalid_attachments"),
    ("attachment buttons are heard", {"attachments": [{"actions": [OLD | {"url": "https://x.no"}]}]},
     {"attachments": [{"actions": [OLD]}]}, "invalid_attachments"),
    ("attachment button value", {"attachments": [{"callback_id": "c", "actions": [OLD | {"value": "x" * 2000}]}]},
     {"attachments": [{"callback_id": "c", "actions": [OLD | {"value": "x" * 2001}]}]}, "invalid_attachments"),
    ("attachment menu", {"attachments": [{"callback_id": "c", "actions": [OLD | {"options": [LINE] * 100}]}]},
     {"attachments": [{"callback_id": "c", "actions": [OLD | {"options": [LINE] * 101}]}]}, "invalid_attachments"),
    ("attachments are a list", {"attachments": [SAID]}, {"attachments": SAID}, "invalid_attachments"),
    ("event_type", SAID | {"metadata": MARK}, SAID | {"metadata": MARK | {"event_type": "x" * 256}},
     "invalid_metadata_format"),
    ("event_payload", SAID | {"metadata": MARK}, SAID | {"metadata": MARK | {"event_payload": "x"}},
     "invalid_metadata_format"),
    ("metadata is no more", SAID | {"metadata": MARK}, SAID | {"metadata": MARK | {"entities": 1}},
     "invalid_metadata_format"),
    ("metadata size", SAID | {"metadata": MARK | {"event_payload": {"a": "x" * 15_000}}},
     SAID | {"metadata": MARK | {"event_payload": {"a": "x" * 16_000}}}, "metadata_too_large"),
]  # fmt: skip


def _place(body: Json) -> str:
    messages = body.get("response_metadata", {}).get("messages", [])
    assert all(each.startswith("[ERROR] ") for each in messages)
    return messages[0].partition("[json-pointer:")[2].rstrip("]") if messages else ""


async def test_blocks(house: House) -> None:
    _files(house)
    house.slack.world.calls["R1"] = Call("R1", "1", "https://x.no", 0)
    wrong: list[Any] = []
    for name, good, bad, where in BLOCKS:
        answer = await house.call("chat.postMessage", channel=house.shared, text="x", blocks=[good])
        refusal = await house.call("chat.postMessage", channel=house.shared, text="x", blocks=[bad])
        if not answer["ok"]:
            wrong.append((name, "is refused", answer))
        if refusal.get("error") != "invalid_blocks" or not _place(refusal).startswith(f"/blocks{where}"):
            wrong.append((name, "is taken" if refusal["ok"] else where, refusal))
    assert wrong == []


def _files(house: House) -> None:
    """F1 was shared, F2 is the app's own and nowhere, F3 is none."""
    for name, shares in (("F1", {house.shared: [{"ts": "1.000000"}]}), ("F2", {})):
        file = File(name, "a.png", "a", house.anna, house.home, 0, content=b"x", app_may_read=True, shares=dict(shares))
        house.slack.world.files[name] = file


async def test_messages(house: House) -> None:
    wrong: list[Any] = []
    for name, good, bad, code in MESSAGES:
        for method, more in ("chat.postMessage", {}), ("chat.postEphemeral", {"user": house.kari}):
            if method == "chat.postEphemeral" and "metadata" in good:
                continue
            answer = await house.call(method, channel=house.shared, **more, **good)
            refusal = await house.call(method, channel=house.shared, **more, **bad)
            if not answer["ok"] or refusal.get("error") != code or not _place(refusal):
                wrong.append((name, method, answer.get("error"), refusal.get("error")))
    assert wrong == []


async def test_views(house: House) -> None:
    wrong: list[Any] = []
    for name, good, bad, where in VIEWS:
        trigger = house.slack.triggers.make(house.kari).id
        refusal = await house.call("views.open", trigger_id=trigger, view=bad)
        answer = await house.call("views.open", trigger_id=trigger, view=good)
        wrong += _judged(name, answer, refusal, where)
    for name, good, bad, where in HOMES:
        refusal = await house.call("views.publish", user_id=house.anna, view=bad)
        answer = await house.call("views.publish", user_id=house.anna, view=good)
        wrong += _judged(f"home {name}", answer, refusal, where)
    assert wrong == []


def _judged(name: str, answer: Json, refusal: Json, where: str) -> list[Any]:
    taken = [] if answer["ok"] else [(name, "is refused", answer)]
    refused = refusal.get("error") == "invalid_arguments" and _place(refusal).startswith(f"/view{where}")
    return taken + ([] if refused else [(name, where, refusal)])


async def test_a_form_of_inputs_has_a_submit(house: House) -> None:
    trigger = house.slack.triggers.make(house.kari).id
    bad = {name: value for name, value in FORM.items() if name != "submit"}
    error, messages = await house.refusal("views.open", trigger_id=trigger, view=bad)
    assert (error, "[json-pointer:/view/submit]" in messages[0]) == ("invalid_arguments", True)


async def test_an_update_is_shorter_than_a_post(house: House) -> None:
    ts = await house.posted("x" * 40_000)
    await house.web.chat_update(channel=house.shared, ts=ts, text="x" * 4_000)
    error, messages = await house.refusal("chat.update", channel=house.shared, ts=ts, text="x" * 4_001)
    assert (error, messages) == ("msg_too_long", ["[ERROR] must be less than 4001 characters [json-pointer:/text]"])


async def test_a_view_of_250_kb(house: House) -> None:
    trigger = house.slack.triggers.make(house.kari).id
    large = modal(*[section("æ" * 3000) for _ in range(60)])
    error, messages = await house.refusal("views.open", trigger_id=trigger, view=large)
    assert (error, messages) == ("view_too_large", ["[ERROR] no more than 250000 bytes allowed [json-pointer:/view]"])
