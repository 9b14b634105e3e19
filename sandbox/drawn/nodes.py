"""What the page shows, as plain lists: `[tag, attributes, *children]`, or a string for words.

A tag in small letters is HTML; one that begins with a capital is a part the page itself knows how to work, named in
page/drawn.js. Words are never markup: the page puts them in as text.
"""

import re
from typing import Any

from sandbox.kinds import Json

Node = str | list[Any]
RUNS_NOTHING = re.compile(r"(?:https?://|mailto:|tel:)", re.IGNORECASE)


def el(tag: str, *children: Node | None, **attributes: Any) -> Node:
    """An element; `class_` is `class`, `aria_label` is `aria-label`; what is None is left out."""
    named = {_name(name): _said(name, value) for name, value in attributes.items() if value is not None}
    return part(tag, named, *children)


def part(tag: str, attributes: Json, *children: Node | None) -> Node:
    """An element with its attributes as they are."""
    return [tag, attributes, *(each for each in children if each is not None)]


def _name(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def _said(name: str, value: Any) -> Any:
    return str(value).lower() if name.startswith("aria_") and isinstance(value, bool) else value


def quiet(*children: Node | None, **attributes: Any) -> Node:
    """Decoration: a screen reader leaves it out."""
    return el("span", *children, aria_hidden=True, **attributes)


def link(url: str, *children: Node | None, **attributes: Any) -> Node:
    """A link in a tab of its own; an address that could run script is words alone."""
    if not RUNS_NOTHING.match(url):
        return el("span", *children)
    return el("a", *children, href=url, target="_blank", rel="noopener noreferrer", **attributes)


def picture(url: str, alt: str, **attributes: Any) -> Node:
    """An image from an address."""
    return el("img", src=url, alt=alt, **attributes)


def go(to: Json, *children: Node | None, **attributes: Any) -> Node:
    """A button that looks elsewhere: `to` is a change of the page's look."""
    return el("Act", *children, to=to, **attributes)


def act(verb: str, body: Json, *children: Node | None, **attributes: Any) -> Node:
    """A button that does something: a verb of the control, with its body; with `to` it looks elsewhere too."""
    return el("Act", *children, verb=verb, body=body, **attributes)


def icon(label: str, face: str, to: Json, kind: str) -> Node:
    """A small button without words that looks elsewhere."""
    return go(to, face, class_=f"icon {kind}", aria_label=label, title=label)


def surface(key: str, target: Json, *children: Node | None, fields: list[Json] | None = None) -> Node:
    """Blocks in their place: what is pressed in them is said with `target`; `fields` are typed in together."""
    return part("Surface", {"name": key, "target": target, "fields": fields or []}, *children)
