"""Block Kit as plain dicts, checked against Slack's documented limits where they are made (docs/slack.md 3.1, 4.1)."""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from handlers.views.words import Mrkdwn

Block = dict[str, Any]
Element = dict[str, Any]

MOST_BLOCKS, MOST_VIEW_BLOCKS = 50, 100
LONGEST_TEXT, LONGEST_HEADER, LONGEST_BUTTON, LONGEST_TITLE, LONGEST_VALUE = 3000, 150, 75, 24, 2000
LONGEST_FIELD, LONGEST_OPTION, MOST_OPTIONS, MOST_MENU, MOST_RADIO = 2000, 75, 100, 5, 10
LONGEST_MESSAGE_TEXT = 4000
LONGEST_TOGETHER = 12_000  # of the text of all blocks of a message
LONGEST_NAME = 80  # of who a message is posted under; Slack names no limit, so as a channel's


class OverLimit(ValueError):
    """Something was drawn that Slack would refuse: our bug, met before it is sent."""


@dataclass(frozen=True)
class Author:
    """A name and a picture (an address, or empty) that a message borrows: whose words these are."""

    name: str
    picture: str = ""


@dataclass(frozen=True)
class Message:
    """A message: `text` is the whole of it for phones and screen readers, `blocks` what is seen; `author` is whose name
    it is posted under, when it is not ours."""

    text: Mrkdwn
    blocks: list[Block] = field(default_factory=list)
    author: Author | None = None

    def __post_init__(self) -> None:
        _within("name", len(self.author.name) if self.author else 0, LONGEST_NAME)
        _within("message text", len(self.text), LONGEST_MESSAGE_TEXT)
        _within("message blocks", len(self.blocks), MOST_BLOCKS)

    @property
    def has_buttons(self) -> bool:
        """True when something in it can be pressed."""
        return any(block["type"] == "actions" for block in self.blocks)

    @property
    def fingerprint(self) -> str:
        """The same for messages that show the same."""
        return hashlib.sha256(json.dumps([self.text, self.blocks]).encode()).hexdigest()


def shorten(text: str, longest: int) -> str:
    """The text cut to `longest` characters, with an ellipsis where something is gone."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def plain(text: str, longest: int = LONGEST_TEXT) -> Element:
    """A plain_text object: the safest holder of people's own words."""
    return {"type": "plain_text", "text": shorten(text, longest) or " ", "emoji": True}


def mrkdwn(text: Mrkdwn) -> Element:
    """A mrkdwn object in which Slack links nothing by itself."""
    _within("text", len(text), LONGEST_TEXT)
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text, LONGEST_HEADER)}


def section(text: Mrkdwn) -> Block:
    """A paragraph with formatting."""
    return {"type": "section", "text": mrkdwn(text)}


def plain_section(text: str) -> Block:
    """A paragraph of somebody's own words."""
    return {"type": "section", "text": plain(text)}


def quotes(text: str) -> list[Block]:
    """Somebody's own words, shown as they wrote them and whole: in as many paragraphs as they need, none for none."""
    return [{"type": "section", "text": plain(part)} for part in _pieces(text)] if text.strip() else []


def _pieces(text: str) -> Iterator[str]:
    """The text in pieces of at most 3000 characters, cut after a line or a word where one ends near."""
    while len(text) > LONGEST_TEXT:
        piece = text[:LONGEST_TEXT]
        cut = max(piece.rfind("\n"), piece.rfind(" ")) + 1
        cut = cut if cut > LONGEST_TEXT // 2 and piece[:cut].strip() else LONGEST_TEXT
        yield text[:cut]
        text = text[cut:]
    yield text


def fields(texts: Sequence[Mrkdwn], beside: Sequence[Element] = ()) -> Block:
    """Short facts in two columns, with at most one element beside them."""
    _within("accessories", len(beside), 1)
    _within("fields", len(texts), 10)
    _within("field", max(map(len, texts), default=0), LONGEST_FIELD)
    block: Block = {"type": "section", "fields": [mrkdwn(text) for text in texts]}
    return block | ({"accessory": beside[0]} if beside else {})


def context(text: Mrkdwn) -> Block:
    """A small grey line."""
    return {"type": "context", "elements": [mrkdwn(text)]}


def actions(block_id: str, elements: Sequence[Element]) -> list[Block]:
    """A row of buttons; no row when there are none."""
    _within("actions", len(elements), 25)
    return [{"type": "actions", "block_id": block_id, "elements": list(elements)}] if elements else []


def button(text: str, action_id: str, value: str, style: str | None = None) -> Element:
    """A button. `style` is primary or danger, sparingly."""
    _within("value", len(value), LONGEST_VALUE)
    element = {"type": "button", "text": plain(text, LONGEST_BUTTON), "action_id": action_id, "value": value}
    return element | ({"style": style} if style else {})


def leads_to(element: Element, address: str) -> Element:
    """The button as a link; who presses it is told to us all the same."""
    return element | {"url": address}


def confirmed(element: Element, question: str, meaning: str, yes: str, no: str) -> Element:
    """The button, which asks once more before it does anything."""
    _within("confirm title", len(question), 100)
    _within("confirm text", len(meaning), 300)
    _within("confirm answer", max(len(yes), len(no)), 30)
    shown = {"title": plain(question), "text": plain(meaning), "confirm": plain(yes), "deny": plain(no)}
    return element | {"confirm": shown}


def menu(action_id: str, options: Sequence[Element]) -> list[Element]:
    """The overflow menu; none when it would be empty."""
    _within("menu", len(options), MOST_MENU)
    if not options:
        return []
    return [{"type": "overflow", "action_id": action_id, "options": list(options)}]


def option(text: str, value: str) -> Element:
    """One choice."""
    _within("option value", len(value), LONGEST_OPTION)
    return {"text": plain(text, LONGEST_OPTION), "value": value}


def entry(name: str, label: str, element: Element, hint: str | None = None, *, required: bool = True) -> Block:
    """A field of a form; `name` is its block_id and action_id."""
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": plain(label, 2000),
        "element": element | {"action_id": name},
        "optional": not required,
    }
    return block | ({"hint": plain(hint, 2000)} if hint else {})


def text_input(value: str = "", *, lines: bool = False, longest: int = LONGEST_TEXT) -> Element:
    """A text to write, of at most `longest` characters."""
    element: Element = {"type": "plain_text_input", "multiline": lines, "max_length": longest}
    return element | ({"initial_value": value[:longest]} if value else {})


def radio(options: Sequence[Element], chosen: str | None = None) -> Element:
    """A choice of few, all in sight."""
    _within("radio options", len(options), MOST_RADIO)
    return _chosen({"type": "radio_buttons", "options": list(options)}, options, chosen)


def select(placeholder: str, options: Sequence[Element], chosen: str | None = None) -> Element:
    """A choice of many."""
    _within("options", len(options), MOST_OPTIONS)
    element = {"type": "static_select", "placeholder": plain(placeholder, 150), "options": list(options)}
    return _chosen(element, options, chosen)


def grouped_select(
    placeholder: str, groups: Sequence[tuple[str, Sequence[Element]]], chosen: str | None = None
) -> Element:
    """A choice of many, under headings."""
    _within("groups", len(groups), MOST_OPTIONS)
    element = {
        "type": "static_select",
        "placeholder": plain(placeholder, 150),
        "option_groups": [{"label": plain(label, 75), "options": list(options)} for label, options in groups],
    }
    return _chosen(element, [one for _label, options in groups for one in options], chosen)


def date_input(day: date | None = None) -> Element:
    """A day to pick."""
    return {"type": "datepicker"} | ({"initial_date": day.isoformat()} if day else {})


def instant_input(at: datetime | None = None) -> Element:
    """A day and a time to pick, by the clock of who picks; it comes back in whole seconds since 1970."""
    return {"type": "datetimepicker"} | ({"initial_date_time": int(at.timestamp())} if at else {})


def several(placeholder: str, options: Sequence[Element], chosen: Sequence[str] = ()) -> Element:
    """Some of many, in the order they are picked in."""
    _within("options", len(options), MOST_OPTIONS)
    element = {"type": "multi_static_select", "placeholder": plain(placeholder, 150), "options": list(options)}
    picked = [one for value in chosen for one in options if one["value"] == value]
    return element | ({"initial_options": picked} if picked else {})


def ticks(options: Sequence[Element], ticked: Collection[str] = ()) -> Element:
    """Boxes to tick, none of which has to be."""
    _within("boxes", len(options), MOST_RADIO)
    element = {"type": "checkboxes", "options": list(options)}
    chosen = [one for one in options if one["value"] in ticked]
    return element | ({"initial_options": chosen} if chosen else {})


def person_input(user_id: str | None = None) -> Element:
    """Somebody of the workspace to choose, guests too."""
    return {"type": "users_select"} | ({"initial_user": user_id} if user_id else {})


def file_input(most: int) -> Element:
    """Files to choose, at most `most`; Slack takes 10 MB each."""
    return {"type": "file_input", "max_files": most}


def home(blocks: Sequence[Block]) -> dict[str, Any]:
    """What a person finds in the App Home."""
    _within("view blocks", len(blocks), MOST_VIEW_BLOCKS)
    return {"type": "home", "blocks": list(blocks)}


def beside(text: Mrkdwn, element: Element) -> Block:
    """A paragraph with a button or menu at its side."""
    return section(text) | {"accessory": element}


def modal(
    callback_id: str, title: str, blocks: Iterable[Block], *, submit: str | None, close: str, metadata: str = ""
) -> dict[str, Any]:
    """A form. `metadata` comes back with the submission (at most 3000 characters)."""
    blocks = list(blocks)
    _within("view blocks", len(blocks), MOST_VIEW_BLOCKS)
    _within("private_metadata", len(metadata), 3000)
    names = [block["block_id"] for block in blocks if "block_id" in block]
    if len(names) != len(set(names)):
        raise OverLimit(f"duplicate block_id among {names}")
    view = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, LONGEST_TITLE),
        "blocks": blocks,
        "close": plain(close, LONGEST_TITLE),
        "private_metadata": metadata,
    }
    return view | ({"submit": plain(submit, LONGEST_TITLE)} if submit else {})


def _chosen(element: Element, options: Sequence[Element], value: str | None) -> Element:
    chosen = [one for one in options if one["value"] == value]
    return element | ({"initial_option": chosen[0]} if chosen else {})


def _within(what: str, size: int, most: int) -> None:
    if size > most:
        raise OverLimit(f"{what}: {size} is over Slack's limit of {most}")
