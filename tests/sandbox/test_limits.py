"""A good and a bad payload for each limit of Block Kit, with where Slack points."""

from typing import Any

import pytest

from tests.sandbox.house import House

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "x", **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str = "Go", **more: Any) -> Json:
    return {"type": "button", "text": plain(text), **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def options(count: int, text: str = "o", **more: Any) -> list[Json]:
    return [{"text": plain(text), "value": f"v{number}", **more} for number in range(count)]


def menu(count: int, kind: str = "static_select", **more: Any) -> Json:
    return {"type": kind, "options": options(count), **more}


def asks(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Label"), "element": element, **more}


CONTEXT = {"type": "context", "elements": [plain("x")]}
CONFIRM = {"title": plain("Sure?"), "text": plain("Really"), "confirm": plain("Yes"), "deny": plain("No")}
ASKED = actions(button(confirm=CONFIRM))
BLOCKS: list[tuple[str, Json, Json, str]] = [
    ("section text", section("x" * 3000), section("x" * 3001), "/0/text/text"),
    ("section says something", section(), {"type": "section"}, "/0"),
    ("text is not empty", section(), section(""), "/0/text/text"),
    (
        "fields",
        {"type": "section", "fields": [plain("x" * 2000)] * 10},
        {"type": "section", "fields": [plain("x")] * 11},
        "/0/fields",
    ),
    ("field text", {"type": "section", "fields": [plain("x")]}, {"type": "section", "fields": [plain("x" * 2001)]}, ""),
    ("header", {"type": "header", "text": plain("x" * 150)}, {"type": "header", "text": plain("x" * 151)}, ""),
    (
        "header is plain",
        {"type": "header", "text": plain("x")},
        {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
        "",
    ),
    (
        "context",
        {"type": "context", "elements": [plain("x")] * 10},
        {"type": "context", "elements": [plain("x")] * 11},
        "/0/elements",
    ),
    (
        "context holds no buttons",
        {"type": "context", "elements": [plain("x")]},
        {"type": "context", "elements": [button()]},
        "",
    ),
    ("actions", actions(*[button() for _ in range(25)]), actions(*[button() for _ in range(26)]), "/0/elements"),
    ("actions are some", actions(button()), actions(), "/0/elements"),
    ("button text", actions(button("x" * 75)), actions(button("x" * 76)), "/0/elements/0/text/text"),
    ("button value", actions(button(value="x" * 2000)), actions(button(value="x" * 2001)), "/0/elements/0/value"),
    ("button url", actions(button(url="https://x.no")), actions(button(url="x" * 3001)), "/0/elements/0/url"),
    ("button style", actions(button(style="danger")), actions(button(style="loud")), "/0/elements/0/style"),
    ("button disabled", actions(button()), actions(button(disabled=True)), "/0/elements/0"),
    (
        "action_id",
        actions(button(action_id="x" * 255)),
        actions(button(action_id="x" * 256)),
        "/0/elements/0/action_id",
    ),
    ("block_id", section(block_id="x" * 255), section(block_id="x" * 256), "/0/block_id"),
    (
        "two of one action_id",
        actions(button(action_id="a"), button(action_id="b")),
        actions(button(action_id="a"), button(action_id="a")),
        "/0",
    ),
    ("confirm", ASKED, actions(button(confirm=CONFIRM | {"title": plain("x" * 101)})), ""),
    (
        "confirm text",
        actions(button(confirm=CONFIRM)),
        actions(button(confirm=CONFIRM | {"text": plain("x" * 301)})),
        "",
    ),
    (
        "confirm yes",
        actions(button(confirm=CONFIRM)),
        actions(button(confirm=CONFIRM | {"confirm": plain("x" * 31)})),
        "",
    ),
    ("overflow", actions(menu(5, "overflow")), actions(menu(6, "overflow")), "/0/elements/0/options"),
    ("select", actions(menu(100)), actions(menu(101)), "/0/elements/0/options"),
    ("option text", actions(menu(1)), actions({"type": "static_select", "options": options(1, "x" * 76)}), ""),
    (
        "option values differ",
        actions(menu(2)),
        actions({"type": "static_select", "options": [*options(1), *options(1)]}),
        "/0/elements/0",
    ),
    (
        "chosen at first",
        actions(menu(2, initial_option=options(2)[1])),
        actions(menu(2, initial_option=options(3)[2])),
        "/0/elements/0",
    ),
    ("placeholder", actions(menu(1, placeholder=plain("x" * 150))), actions(menu(1, placeholder=plain("x" * 151))), ""),
    ("radio", asks(menu(10, "radio_buttons")), asks(menu(11, "radio_buttons")), "/0/element/options"),
    ("checkboxes", asks(menu(10, "checkboxes")), asks(menu(11, "checkboxes")), "/0/element/options"),
    ("datepicker", asks({"type": "datepicker"}), asks({"type": "datepicker", "initial_date": "1 May"}), ""),
    ("timepicker", asks({"type": "timepicker"}), asks({"type": "timepicker", "initial_time": "24:00"}), ""),
    (
        "datetimepicker is no accessory",
        actions({"type": "datetimepicker"}),
        section(accessory={"type": "datetimepicker"}),
        "/0/accessory/type",
    ),
    (
        "image needs words",
        {"type": "image", "image_url": "https://x.no/a.png", "alt_text": "A page"},
        {"type": "image", "image_url": "https://x.no/a.png"},
        "/0",
    ),
    ("unknown block", section(), {"type": "sparkle"}, "/0/type"),
    ("unknown element", actions(button()), actions({"type": "lever"}), "/0/elements/0/type"),
    ("unknown key", section(), section(colour="red"), "/0"),
    (
        "rich text",
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [plain("x") | {"type": "text"}]}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_spiral", "elements": []}]},
        "/0/elements/0/type",
    ),
    ("markdown", {"type": "markdown", "text": "x" * 12_000}, {"type": "markdown", "text": "x" * 12_001}, "/0/text"),
    ("no alert in messages", section(), {"type": "alert", "text": plain("x")}, "/0/type"),
]


@pytest.mark.parametrize(("good", "bad", "where"), [each[1:] for each in BLOCKS], ids=[each[0] for each in BLOCKS])
async def test_blocks(house: House, good: Json, bad: Json, where: str) -> None:
    await house.web.chat_postMessage(channel=house.shared, text="x", blocks=[good])
    error, messages = await house.refusal("chat.postMessage", channel=house.shared, text="x", blocks=[bad])
    assert error == "invalid_blocks"
    assert f"[json-pointer:/blocks{where}" in messages[0]
    assert messages[0].startswith("[ERROR] ")


async def test_fifty_blocks_and_no_block_id_twice(house: House) -> None:
    await house.web.chat_postMessage(channel=house.shared, text="x", blocks=[{"type": "divider"}] * 50)
    for bad in ([{"type": "divider"}] * 51, [{"type": "divider", "block_id": "a"}] * 2):
        assert (await house.refusal("chat.postMessage", channel=house.shared, text="x", blocks=bad))[
            0
        ] == "invalid_blocks"


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("New case"), "submit": plain("Send"), "blocks": list(blocks), **more}


def upload(most: int) -> Json:
    return asks({"type": "file_input", "max_files": most})


def alert(text: str) -> Json:
    return {"type": "alert", "text": plain(text)}


TEXT = asks({"type": "plain_text_input"})
VIEWS: list[tuple[str, Json, Json]] = [
    ("title", modal(title=plain("x" * 24)), modal(title=plain("x" * 25))),
    ("submit", modal(submit=plain("x" * 24)), modal(submit=plain("x" * 25))),
    ("close", modal(close=plain("x" * 24)), modal(close=plain("x" * 25))),
    ("metadata", modal(private_metadata="x" * 3000), modal(private_metadata="x" * 3001)),
    ("callback_id", modal(callback_id="x" * 255), modal(callback_id="x" * 256)),
    ("blocks", modal(*[section() for _ in range(100)]), modal(*[section() for _ in range(101)])),
    (
        "inputs need a submit",
        {"type": "modal", "title": plain("x"), "blocks": [section()]},
        {"type": "modal", "title": plain("x"), "blocks": [TEXT]},
    ),
    (
        "label",
        modal(asks(TEXT["element"], hint=plain("x"))),
        modal(TEXT | {"label": plain("x" * 2001)}),
    ),
    (
        "files",
        modal(asks({"type": "file_input", "max_files": 10})),
        modal(asks({"type": "file_input", "max_files": 11})),
    ),
    (
        "file_input asks",
        modal(asks({"type": "file_input"})),
        modal(actions({"type": "file_input"})),
    ),
    (
        "lengths",
        modal(asks({"type": "plain_text_input", "min_length": 1, "max_length": 3000})),
        modal(asks({"type": "plain_text_input", "min_length": 9, "max_length": 3})),
    ),
    (
        "alert",
        modal({"type": "alert", "text": plain("x" * 200)}),
        modal({"type": "alert", "text": plain("x" * 201)}),
    ),
    ("no markdown in forms", modal(section()), modal({"type": "markdown", "text": "x"})),
    ("unknown key", modal(), modal(colour="red")),
    ("no App Home here", modal(), {"type": "home", "blocks": []}),
]


@pytest.mark.parametrize(("good", "bad"), [each[1:] for each in VIEWS], ids=[each[0] for each in VIEWS])
async def test_views(house: House, good: Json, bad: Json) -> None:
    trigger = house.slack.triggers.make(house.kari)
    error, messages = await house.refusal("views.open", trigger_id=trigger.id, view=bad)
    assert error == "invalid_arguments"
    assert "[json-pointer:/view" in messages[0]
    await house.web.views_open(trigger_id=trigger.id, view=good)


async def test_a_view_of_250_kb(house: House) -> None:
    trigger = house.slack.triggers.make(house.kari)
    large = modal(*[section("æ" * 3000) for _ in range(60)])
    assert (await house.refusal("views.open", trigger_id=trigger.id, view=large))[0] == "view_too_large"
