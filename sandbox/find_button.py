"""Which button, or option of a menu, a person means."""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox import legacy_actions, people
from sandbox.body import Body
from sandbox.drawn.emoji import in_words
from sandbox.drawn.texts import plain
from sandbox.errors import CannotDo
from sandbox.kinds import Json
from sandbox.limits_text import options_of
from sandbox.slack import LocalSlack
from sandbox.state import HOLDS, elements
from sandbox.views import View
from sandbox.world import Message, Person

ASKS_THE_APP = {"external_select", "multi_external_select"}
BUTTONS = {"button", "icon_button", "workflow_button"}
WITH_OPTIONS = {"overflow", "static_select", "radio_buttons", "checkboxes", "multi_static_select"}


@dataclass(frozen=True)
class Pressable:
    """Something to press, where it is; `option` is the line of a menu."""

    block: Json
    element: Json
    label: str
    option: Json | None = None
    message: Message | None = None
    view: View | None = None

    @property
    def place(self) -> tuple[str, str, str]:
        """What makes two presses the same press, apart from the option."""
        where = self.message.ts if self.message else self.view.id if self.view else ""
        return where, self.block["block_id"], self.element["action_id"]


def pressables(blocks: list[Json], message: Message | None = None, view: View | None = None) -> Iterator[Pressable]:
    """All that sends the app a click."""
    for block, element in elements(blocks):
        if block["type"] == "input" and not block.get("dispatch_action") and element["type"] not in ASKS_THE_APP:
            continue
        if element["type"] in BUTTONS:
            yield Pressable(block, element, plain(element["text"]), None, message, view)
        elif element["type"] == "feedback_buttons":
            for half in (element["positive_button"], element["negative_button"]):
                yield Pressable(block, element, plain(half["text"]), half, message, view)
        elif element["type"] in WITH_OPTIONS:
            for option in options_of(element):
                yield Pressable(block, element, plain(option["text"]), option, message, view)
        elif element["type"] in HOLDS:
            yield Pressable(block, element, plain(element.get("placeholder")), None, message, view)


def blocks_of(message: Message) -> list[Json]:
    """Its own, and those of what the app has attached or unfurled."""
    attached = [block for each in message.attachments or [] for block in each.get("blocks", [])]
    return [*(message.blocks or []), *attached]


def choose(slack: LocalSlack, who: Person, wanted: Body) -> Pressable:
    """The one press that fits. CannotDo tells what is there when none or several do."""
    there = list(_in_sight(slack, who, wanted))
    found = _fitting(there, wanted)
    if not found:
        raise CannotDo("no_such_button", there=list(dict.fromkeys(each.label for each in there)))
    places = {each.place for each in found}
    labels = {(each.place, each.option["value"] if each.option else "") for each in found}
    if len(places) > 1 or (len(labels) > 1 and wanted.maybe("text")):
        raise CannotDo("ambiguous", there=[_described(each) for each in found])
    return found[0]


def _fitting(there: list[Pressable], wanted: Body) -> list[Pressable]:
    text, action_id, block_id = wanted.maybe("text"), wanted.maybe("action_id"), wanted.maybe("block_id")
    if not text and not action_id:
        raise CannotDo("text_or_action_id_is_needed")
    found = [
        each
        for each in there
        if (not text or each.label.strip() == in_words(text.strip()))
        and (not action_id or each.element["action_id"] == action_id)
    ]
    # A block the app gave no id has another one each time it is shown: who pressed while it was redrawn means that one.
    of_block = [each for each in found if not block_id or each.block["block_id"] == block_id]
    return _with_value(of_block or (found if action_id else []), wanted)


def _with_value(found: list[Pressable], wanted: Body) -> list[Pressable]:
    """Where several fit, `value` picks a button by its value, or a line of a menu by text or value."""
    value = wanted.given.get("value")
    exact = [each for each in found if value is not None and value in _values(each)]
    return exact or found


def _values(each: Pressable) -> tuple[str | None, str | None]:
    if each.option is not None:
        return each.option["value"], each.label
    return each.element.get("value"), None


def _described(each: Pressable) -> str:
    where = f"message {each.message.ts}" if each.message else f"view {each.view.id}" if each.view else "nowhere"
    return f"{each.label} ({each.element['action_id']}, {where})"


def _in_sight(slack: LocalSlack, who: Person, wanted: Body) -> Iterator[Pressable]:
    view = _view(slack, who, wanted)
    if view is not None:
        yield from pressables(view.body["blocks"], view=view)
        return
    containing, ts = wanted.maybe("containing"), wanted.maybe("message_ts")
    for message in reversed(people.seen(slack, people.joined(slack, wanted.need("channel"), who), who)):
        if (not ts or message.ts == ts) and (not containing or containing in people.words(message)):
            legacy = [block for each in message.attachments or [] for block in legacy_actions.blocks(each)]
            yield from pressables([*blocks_of(message), *legacy], message=message)


def _view(slack: LocalSlack, who: Person, wanted: Body) -> View | None:
    """The view named; without a channel the form in front, else the App Home."""
    if wanted.maybe("view_id"):
        view = slack.views.find(wanted.need("view_id"))
        if view is None or view.user_id != who.id:
            raise CannotDo("no_such_view")
        return view
    if wanted.maybe("channel"):
        return None
    view = slack.views.top(who.id) or slack.views.homes.get(who.id)
    if view is None:
        raise CannotDo("channel_or_view_id_is_needed")
    return view
