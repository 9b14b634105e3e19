"""Block Kit's elements as parts of the page, with what each holds (docs.slack.dev/reference/block-kit/block-elements).

A value is as a person enters it: text; an option's `value`; ids; lists of these; 2026-11-25; 15:40; 2026-11-25T15:40 on
the person's own clock; files.
"""

from collections.abc import Callable
from typing import Any

from sandbox.drawn import choices, dates
from sandbox.drawn.nodes import Node, el, part, picture, quiet
from sandbox.drawn.place import Place, asked, outward
from sandbox.drawn.rich import typed
from sandbox.drawn.texts import plain
from sandbox.kinds import Json
from sandbox.limits_elements import FILES
from sandbox.state import HOLDS, value_of

INPUTS = {"url_text_input": "url", "email_text_input": "email"}
ICONS = {"trash": "🗑"}


def element(place: Place, block: Json, given: Json) -> Node | None:
    """One element of a block."""
    return DRAWN[given["type"]](place, block, given)


def held(place: Place, block: Json, given: Json) -> Any:
    """What it holds, in Slack's own form."""
    return value_of(block, given, place.typed)[HOLDS[given["type"]][0]]


def _field(place: Place, block: Json, given: Json, value: Any) -> Json:
    words = plain(given.get("placeholder"))
    named = {} if block["type"] == "input" else {"name": words or _around(block) or given["type"].replace("_", " ")}
    return asked(place, block, given) | named | {"placeholder": words, "value": value}


def _around(block: Json) -> str:
    """The words a menu stands beside."""
    said = block.get("text")
    return plain({**said, "text": said["text"].replace("*", "")}) if said else ""


def _text(place: Place, block: Json, given: Json) -> Node:
    value = held(place, block, given)
    rich = given["type"] == "rich_text_input"
    field = _field(place, block, given, (typed(value) if rich else value) or "")
    lines = given.get("min_lines", 4) if rich or given.get("multiline") else 1
    told = given.get("dispatch_action_config", {}).get("trigger_actions_on", ["on_enter_pressed"])
    return part("TextField", field | {
        "on": told if field["heard"] else [], "most": given.get("max_length"), "rich": rich,
        "kind": INPUTS.get(given["type"], "text"), "lines": lines,
        "inputmode": "decimal" if given["type"] == "number_input" else None,
    })  # fmt: skip


def _moment(kind: str, of: Callable[[Place, Any], str]) -> Callable[[Place, Json, Json], Node]:
    def draw(place: Place, block: Json, given: Json) -> Node:
        value = held(place, block, given)
        return part("MomentField", {**_field(place, block, given, of(place, value) if value else ""), "kind": kind})

    return draw


def _same(place: Place, value: Any) -> str:
    return str(value)


def _wall(place: Place, value: Any) -> str:
    return dates.wall(place.reader, value)


def _files(place: Place, block: Json, given: Json) -> Node:
    known = [{name: each[name] for name in ("id", "name", "size")} for each in held(place, block, given)]
    accept = ",".join(f".{each.lstrip('.')}" for each in given.get("filetypes", []))
    most = given.get("max_files", FILES)
    return part("FileField", {**_field(place, block, given, known), "accept": accept or None, "most": most})


def _select(place: Place, block: Json, given: Json) -> Node:
    value, several = choices.bare(held(place, block, given)), given["type"].startswith("multi_")
    more: Json = {"groups": choices.groups(place, given), "most": given.get("max_selected_items")}
    return part("ManyField" if several else "SelectField", _menu(place, block, given, value) | more)


def _menu(place: Place, block: Json, given: Json, value: Any) -> Json:
    field = _field(place, block, given, value)
    wanted = "Select options" if given["type"].startswith("multi_") else "Select an option"
    return field | {"placeholder": field["placeholder"] or wanted}


def _external(place: Place, block: Json, given: Json) -> Node:
    state = held(place, block, given)
    chosen = state if isinstance(state, list) else [state] if state else []
    return part("SuggestField", _menu(place, block, given, choices.bare(state)) | {
        "several": isinstance(state, list), "least": given.get("min_query_length", 3),
        "most": given.get("max_selected_items"),
        "texts": {each["value"]: plain(each["text"]) for each in chosen},
    })  # fmt: skip


def _choice(place: Place, block: Json, given: Json) -> Node:
    field = _field(place, block, given, choices.bare(held(place, block, given)))
    return part(
        "ChoiceField", field | {"several": given["type"] == "checkboxes", "options": choices.lines(place, given)}
    )


def _button(place: Place, block: Json, given: Json) -> Node:
    face = given.get("icon") and quiet(f"{ICONS.get(given['icon'], '')} ")
    return part("Button", asked(place, block, given) | {
        "kind": given.get("style"), "url": outward(given.get("url")), "aria-label": given.get("accessibility_label"),
    }, face, plain(given["text"]))  # fmt: skip


def _icon_button(place: Place, block: Json, given: Json) -> Node | None:
    """Some are for some people only."""
    seen_by = given.get("visible_to_user_ids")
    return _button(place, block, given) if not seen_by or place.reader.me.id in seen_by else None


def _feedback(place: Place, block: Json, given: Json) -> Node:
    halves = (("👍", given["positive_button"]), ("👎", given["negative_button"]))
    shared = asked(place, block, given)
    drawn = [
        part("Button", {**shared, "key": face, "value": half["value"], "aria-label": half.get("accessibility_label")},
             quiet(f"{face} "), plain(half["text"]))
        for face, half in halves
    ]  # fmt: skip
    return el("span", *drawn, class_="actions")


def _overflow(place: Place, block: Json, given: Json) -> Node:
    """Named by what is in it, so that one is told from another and from the message's own."""
    label = f"More actions: {', '.join(plain(each['text']) for each in given['options'])}"
    return part("Overflow", {**asked(place, block, given), "label": label, "options": choices.lines(place, given)})


def image(place: Place, block: Json, given: Json) -> Node:
    """An image, from an address or from Slack."""
    file = given.get("slack_file", {})
    url = given.get("image_url") or file.get("url") or f"/_page/files/{file.get('id')}"
    return picture(url, given["alt_text"], class_="image", title=given["alt_text"])


Draw = Callable[[Place, Json, Json], Node | None]
DRAWN: dict[str, Draw] = {
    **dict.fromkeys(("plain_text_input", "number_input", "rich_text_input", *INPUTS), _text),
    **dict.fromkeys((kind for kind in HOLDS if kind.endswith("_select")), _select),
    "external_select": _external,
    "multi_external_select": _external,
    "radio_buttons": _choice,
    "checkboxes": _choice,
    "datepicker": _moment("date", _same),
    "timepicker": _moment("time", _same),
    "datetimepicker": _moment("datetime-local", _wall),
    "file_input": _files,
    "button": _button,
    "workflow_button": _button,
    "icon_button": _icon_button,
    "feedback_buttons": _feedback,
    "overflow": _overflow,
    "image": image,
}
