"""From what a person enters in a form, by label, to what Slack's client holds in `state.values`.

docs.slack.dev/reference/interaction-payloads/view-interactions-payload
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox import files_json, offered, people, typed_rich, typed_text, uploads
from sandbox.drawn.texts import plain
from sandbox.errors import CannotDo
from sandbox.kinds import Json
from sandbox.limits_text import options_of
from sandbox.slack import LocalSlack
from sandbox.state import HOLDS, elements, holding
from sandbox.views import View
from sandbox.world import Person

Reader = Callable[[LocalSlack, Person, Json, Any], Any]


def label_of(block: Json, element: Json) -> str:
    """What the person sees above the input."""
    return plain(block["label"]) if "label" in block else str(element["action_id"])


def enter(slack: LocalSlack, who: Person, view: View, values: Json) -> None:
    """Types the values into the view. The keys are labels, action_ids or block_ids."""
    inputs = [pair for pair in elements(view.body["blocks"]) if pair[1]["type"] in HOLDS]
    names = {name for block, element in inputs for name in _names(block, element)}
    unknown = [name for name in values if name not in names]
    if unknown:
        raise CannotDo("no_such_input", wanted=unknown, there=[label_of(*each) for each in inputs])
    for block, element in inputs:
        given = [values[name] for name in _names(block, element) if name in values]
        if given:
            view.typed[(block["block_id"], element["action_id"])] = entered(slack, who, element, given[0])


def _names(block: Json, element: Json) -> tuple[str, str, str]:
    return label_of(block, element), element["action_id"], block["block_id"]


def entered(slack: LocalSlack, who: Person, element: Json, value: Any) -> Json:
    """One element's state with this value in it; nothing entered is its empty state."""
    kind = element["type"]
    if value is None or value in ("", []):
        return holding(kind, HOLDS[kind][2])
    read: Reader = READERS.get(kind, _as_text)
    return holding(kind, read(slack, who, element, value))


def _as_text(slack: LocalSlack, who: Person, element: Json, value: Any) -> str:
    return str(value)


def option(element: Json, wanted: Any) -> Json:
    """The option with this text, or this value."""
    options = options_of(element)
    for chosen in options:
        if wanted in (words_of(chosen), chosen["value"]):
            return chosen
    raise CannotDo("no_such_option", wanted=wanted, there=[words_of(each) for each in options])


def words_of(option: Json) -> str:
    """What the person reads."""
    return plain(option["text"])


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _person_id(slack: LocalSlack, who: Person, element: Json, value: Any) -> str:
    return people.person(slack, value).id


def _channel_id(slack: LocalSlack, who: Person, element: Json, value: Any) -> str:
    """One the menu offers, or holds from the start."""
    chosen, there = people.channel(slack, value, who), offered.conversations(slack, who, element)
    if chosen not in there and chosen.id not in _as_list(element.get(HOLDS[element["type"]][1])):
        raise CannotDo("no_such_option", wanted=value, there=[each.name for each in there])
    return chosen.id


def _several(one: Reader) -> Reader:
    return lambda slack, who, element, value: [one(slack, who, element, each) for each in _as_list(value)]


def _unix(slack: LocalSlack, who: Person, element: Json, value: Any) -> int:
    """Without a zone, on that person's own clock."""
    if isinstance(value, int):
        return value
    try:
        at = datetime.fromisoformat(str(value))
        return int((at if at.tzinfo else at.replace(tzinfo=ZoneInfo(who.tz or "UTC"))).timestamp())
    except (ValueError, OverflowError, ZoneInfoNotFoundError):
        raise CannotDo("no_such_time") from None


def _rich(slack: LocalSlack, who: Person, element: Json, value: Any) -> Json:
    return value if isinstance(value, dict) else typed_rich.rich_text(typed_text.encoded(slack, str(value)))


def _files(slack: LocalSlack, who: Person, element: Json, value: Any) -> list[Json]:
    return [files_json.full(slack, file) for file in uploads.attach(slack, who, value)]


def _option(slack: LocalSlack, who: Person, element: Json, value: Any) -> Json:
    return option(element, value)


def _suggested(slack: LocalSlack, who: Person, element: Json, value: Any) -> Json:
    """One of the options the app suggested to this person in a menu of that name."""
    known = [
        each
        for (user_id, _, _, action_id), options in slack.suggested.items()
        if user_id == who.id and action_id == element["action_id"]
        for each in options
    ]
    return option({"options": known}, value)


READERS: dict[str, Reader] = {
    "static_select": _option,
    "external_select": _suggested,
    "multi_external_select": _several(_suggested),
    "radio_buttons": _option,
    "checkboxes": _several(_option),
    "multi_static_select": _several(_option),
    "users_select": _person_id,
    "multi_users_select": _several(_person_id),
    "conversations_select": _channel_id,
    "multi_conversations_select": _several(_channel_id),
    "channels_select": _channel_id,
    "multi_channels_select": _several(_channel_id),
    "datetimepicker": _unix,
    "rich_text_input": _rich,
    "file_input": _files,
}
