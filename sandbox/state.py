"""`state.values` of views and messages: what each input holds, in the shape of its kind.

Shapes: docs.slack.dev/reference/interaction-payloads/view-interactions-payload (view_submission).
"""

from collections.abc import Iterator

from sandbox.block_ids import flat
from sandbox.kinds import Json

Typed = dict[tuple[str, str], Json]

# kind -> (key in state.values, key of the initial value in the element, what it is when nothing was chosen)
HOLDS: dict[str, tuple[str, str, object]] = {
    "plain_text_input": ("value", "initial_value", None),
    "email_text_input": ("value", "initial_value", None),
    "url_text_input": ("value", "initial_value", None),
    "number_input": ("value", "initial_value", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "checkboxes": ("selected_options", "initial_options", []),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "file_input": ("files", "", []),
}


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with its block, in reading order."""
    for block in flat(blocks):
        single = block.get("element") or block.get("accessory")
        for element in [single] if single else [*block.get("elements", []), *block.get("actions", [])]:
            if isinstance(element, dict) and "action_id" in element:
                yield block, element


def holding(kind: str, value: object) -> Json:
    """The state of one element of this kind."""
    return {"type": kind, HOLDS[kind][0]: value}


def value_of(block: Json, element: Json, typed: Typed) -> Json:
    """What the element holds: typed, else initial."""
    _, initial, empty = HOLDS[element["type"]]
    entered = typed.get((block["block_id"], element["action_id"]))
    if entered is not None and entered["type"] == element["type"]:
        return entered
    return holding(element["type"], element.get(initial, empty) if initial else empty)


def state_of(blocks: list[Json], typed: Typed) -> Json:
    """`{"values": {block_id: {action_id: {...}}}}` of all that can hold a value."""
    values: Json = {}
    for block, element in elements(blocks):
        if element["type"] in HOLDS:
            values.setdefault(block["block_id"], {})[element["action_id"]] = value_of(block, element, typed)
    return {"values": values}
