"""Block elements and their limits (docs.slack.dev/reference/block-kit/block-elements; docs/slack.md 3.1, 4.1)."""

from datetime import date
from typing import Any

from sandbox import zones
from sandbox.kinds import Json
from sandbox.limits_rich import rich_text
from sandbox.limits_text import (
    CONFIRM,
    GROUPS,
    ID,
    MARKED_OPTION,
    OPTION_GROUP,
    OPTIONS_IN_GROUP,
    OVERFLOW_OPTION,
    PLACEHOLDER,
    PLAIN_OPTION,
    URL,
    checked,
    options_or_groups,
    plain,
)
from sandbox.shapes import Rule, also, by_type, flag, many, one_of, record, text, whole, wrong

BUTTON_TEXT, BUTTON_VALUE, ACCESSIBILITY = 75, 2000, 75
AGENT_PROMPT = 4000
VISIBLE_TO = 10
OVERFLOW_OPTIONS, RADIO_OPTIONS = 5, 10
INPUT_TEXT = 3000
FILES = 10
TIME = r"([01]\d|2[0-3]):[0-5]\d"
NUMBER = r"-?\d+(\.\d+)?"
FILTER_KINDS = ("im", "mpim", "private", "public")

ACTION_ID: dict[str, Rule] = {"action_id": text(1, ID)}
ASKS: dict[str, Rule] = {**ACTION_ID, "confirm": CONFIRM}
TYPES_IN: dict[str, Rule] = {**ACTION_ID, "placeholder": plain(PLACEHOLDER), "focus_on_load": flag}
SELECTS: dict[str, Rule] = {**TYPES_IN, "confirm": CONFIRM}
DISPATCH = record({}, {"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 1, 2)})


def _element(kind: str, needed: dict[str, Rule], optional: dict[str, Rule]) -> Rule:
    return record({"type": one_of(kind), **needed}, optional)


def _text_input(kind: str, extra: dict[str, Rule] | None = None) -> Rule:
    typed: dict[str, Rule] = {"initial_value": text(0, INPUT_TEXT), "dispatch_action_config": DISPATCH}
    return _element(kind, {}, {**TYPES_IN, **typed, **(extra or {})})


def day(value: Any, path: str, found: list[str]) -> None:
    """A day there is, YYYY-MM-DD."""
    try:
        right = isinstance(value, str) and len(value) == 10 and date.fromisoformat(value) is not None
    except ValueError:
        right = False
    if not right:
        found.append(wrong("must be a valid date", path))


def zone(value: Any, path: str, found: list[str]) -> None:
    """A time zone there is, by its IANA name."""
    if not isinstance(value, str) or not zones.is_one(value):
        found.append(wrong("must be a valid timezone", path))


def lengths_in_order(element: Json) -> str | None:
    """min_length may not pass max_length."""
    least, most = element.get("min_length", 0), element.get("max_length", INPUT_TEXT)
    return "min_length must be at most max_length" if least > most else None


def bounds_in_order(element: Json) -> str | None:
    """min_value may not pass max_value."""
    least, most = (float(element.get(name, without)) for name, without in (("min_value", "-inf"), ("max_value", "inf")))
    return "min_value must be at most max_value" if least > most else None


def _external(kind: str, chosen: dict[str, Rule]) -> Rule:
    """Options come from the app while the person types; asked for from so many characters on."""
    return _element(kind, {}, {**SELECTS, "min_query_length": whole(0, OPTIONS_IN_GROUP), **chosen})


def _static(kind: str, chosen: dict[str, Rule]) -> Rule:
    lists: dict[str, Rule] = {
        "options": many(PLAIN_OPTION, 1, OPTIONS_IN_GROUP),
        "option_groups": many(OPTION_GROUP, 1, GROUPS),
    }
    return checked(also(_element(kind, {}, {**SELECTS, **lists, **chosen}), options_or_groups))


def _ids(kind: str, initial: str, extra: dict[str, Rule] | None = None) -> Rule:
    """A menu of people or channels, one or several."""
    several = kind.startswith("multi_")
    rule: Rule = many(text(1, ID)) if several else text(1, ID)
    most: dict[str, Rule] = {"max_selected_items": whole(1, 100)} if several else {}
    return _element(kind, {}, {**SELECTS, initial: rule, **most, **(extra or {})})


FILTER = also(
    record(
        {},
        {
            "include": many(one_of(*FILTER_KINDS), 1),
            "exclude_external_shared_channels": flag,
            "exclude_bot_users": flag,
        },
    ),
    lambda chosen: None if chosen else "at least one of include, exclude_* is required",
)
CONVERSATIONS: dict[str, Rule] = {"default_to_current_conversation": flag, "filter": FILTER}
BUTTON = _element(
    "button",
    {"text": plain(BUTTON_TEXT)},
    {
        **ASKS,
        "value": text(0, BUTTON_VALUE),
        "url": text(1, URL),
        "style": one_of("primary", "danger"),
        "accessibility_label": text(1, ACCESSIBILITY),
        "agent_prompt": text(1, AGENT_PROMPT),
        "agent_prompt_display": text(1),
    },
)
LABELLED: dict[str, Rule] = {"accessibility_label": text(1, ACCESSIBILITY)}
# A link trigger, and what its workflow is to be given; a press sends the app nothing (deno-slack-sdk#288).
INPUT_PARAMETER = record({"name": text(1), "value": text()})
TRIGGER = record({"url": text(1, URL)}, {"customizable_input_parameters": many(INPUT_PARAMETER)})
WORKFLOW_BUTTON = _element(
    "workflow_button",
    {"text": plain(BUTTON_TEXT), "workflow": record({"trigger": TRIGGER})},
    {**ACTION_ID, **LABELLED, "style": one_of("primary", "danger")},
)
FEEDBACK = record({"text": plain(BUTTON_TEXT), "value": text(0, BUTTON_VALUE)}, LABELLED)
FEEDBACK_BUTTONS = _element("feedback_buttons", {"positive_button": FEEDBACK, "negative_button": FEEDBACK}, ACTION_ID)
ICON_BUTTON = _element(
    "icon_button",
    {"icon": one_of("trash"), "text": plain(BUTTON_TEXT)},
    {**ASKS, **LABELLED, "value": text(0, BUTTON_VALUE), "visible_to_user_ids": many(text(1, ID), 1, VISIBLE_TO)},
)
OVERFLOW = checked(_element("overflow", {"options": many(OVERFLOW_OPTION, 1, OVERFLOW_OPTIONS)}, ASKS))
RADIO = checked(
    _element(
        "radio_buttons",
        {"options": many(MARKED_OPTION, 1, RADIO_OPTIONS)},
        {**ASKS, "initial_option": MARKED_OPTION, "focus_on_load": flag},
    )
)
CHECKBOXES = checked(
    _element(
        "checkboxes",
        {"options": many(MARKED_OPTION, 1, RADIO_OPTIONS)},
        {**ASKS, "initial_options": many(MARKED_OPTION, 1), "focus_on_load": flag},
    )
)
SLACK_FILE = also(
    record({}, {"id": text(1), "url": text(1, URL)}),
    lambda file: None if len(file) == 1 else "exactly one of id, url is required",
)
IMAGE = also(
    _element("image", {"alt_text": text(1, 2000)}, {"image_url": text(1, URL), "slack_file": SLACK_FILE}),
    lambda image: None if ("image_url" in image) != ("slack_file" in image) else "image_url or slack_file is required",
)
PLAIN_TEXT_INPUT = also(
    _text_input(
        "plain_text_input",
        {"multiline": flag, "min_length": whole(0, INPUT_TEXT), "max_length": whole(1, INPUT_TEXT)},
    ),
    lengths_in_order,
)
NUMBER_INPUT = also(
    _element(
        "number_input",
        {"is_decimal_allowed": flag},
        {
            **TYPES_IN,
            "initial_value": text(pattern=NUMBER),
            "min_value": text(pattern=NUMBER),
            "max_value": text(pattern=NUMBER),
            "dispatch_action_config": DISPATCH,
        },
    ),
    bounds_in_order,
)
FILE_INPUT = _element("file_input", {}, {**ACTION_ID, "filetypes": many(text(1), 1), "max_files": whole(1, FILES)})
RICH_TEXT_INPUT = _element(
    "rich_text_input",
    {},
    {
        **TYPES_IN,
        "initial_value": rich_text,
        "dispatch_action_config": DISPATCH,
        "min_lines": whole(1, 100),
        "max_lines": whole(1, 100),
    },
)

CHOICES: dict[str, Rule] = {
    "static_select": _static("static_select", {"initial_option": PLAIN_OPTION}),
    "multi_static_select": _static(
        "multi_static_select", {"initial_options": many(PLAIN_OPTION, 1), "max_selected_items": whole(1, 100)}
    ),
    "external_select": _external("external_select", {"initial_option": PLAIN_OPTION}),
    "multi_external_select": _external(
        "multi_external_select", {"initial_options": many(PLAIN_OPTION, 1), "max_selected_items": whole(1, 100)}
    ),
    "users_select": _ids("users_select", "initial_user"),
    "multi_users_select": _ids("multi_users_select", "initial_users"),
    "conversations_select": _ids(
        "conversations_select", "initial_conversation", {**CONVERSATIONS, "response_url_enabled": flag}
    ),
    "multi_conversations_select": _ids("multi_conversations_select", "initial_conversations", CONVERSATIONS),
    "channels_select": _ids("channels_select", "initial_channel", {"response_url_enabled": flag}),
    "multi_channels_select": _ids("multi_channels_select", "initial_channels"),
    "radio_buttons": RADIO,
    "checkboxes": CHECKBOXES,
    "datepicker": _element("datepicker", {}, {**SELECTS, "initial_date": day}),
    "timepicker": _element("timepicker", {}, {**SELECTS, "initial_time": text(pattern=TIME), "timezone": zone}),
}
DATETIME: dict[str, Rule] = {
    "datetimepicker": _element(
        "datetimepicker", {}, {**ASKS, "initial_date_time": whole(10**9, 10**10 - 1), "focus_on_load": flag}
    )
}
BUTTONS: dict[str, Rule] = {"button": BUTTON, "workflow_button": WORKFLOW_BUTTON, "overflow": OVERFLOW}
ACCESSORY = by_type({**BUTTONS, "image": IMAGE, **CHOICES})
IN_ACTIONS = by_type({**BUTTONS, **CHOICES, **DATETIME, "rich_text_input": RICH_TEXT_INPUT})
IN_CONTEXT_ACTIONS = by_type({"feedback_buttons": FEEDBACK_BUTTONS, "icon_button": ICON_BUTTON})
IN_INPUT = by_type(
    {
        "plain_text_input": PLAIN_TEXT_INPUT,
        "email_text_input": _text_input("email_text_input"),
        "url_text_input": _text_input("url_text_input"),
        "number_input": NUMBER_INPUT,
        "rich_text_input": RICH_TEXT_INPUT,
        "file_input": FILE_INPUT,
        **CHOICES,
        **DATETIME,
    }
)
