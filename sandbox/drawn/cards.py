"""Cards, carousels, plans and their tasks as nodes (docs.slack.dev/reference/block-kit/blocks)."""

from sandbox.drawn.elements import element, image
from sandbox.drawn.nodes import Node, el, link, quiet
from sandbox.drawn.place import Place
from sandbox.drawn.rich import rich_text
from sandbox.drawn.texts import either
from sandbox.kinds import Json

STATUS = {
    "pending": ("○", "to do"),
    "in_progress": ("◐", "in progress"),
    "complete": ("✓", "done"),
    "error": ("✕", "failed"),
}


def card(place: Place, block: Json) -> Node:
    """A picture, who it is about, what it says, and what can be done."""
    head = [
        el("div", either(place.reader, block["title"]), class_="card-title") if "title" in block else None,
        el("div", either(place.reader, block["subtitle"]), class_="by") if "subtitle" in block else None,
    ]
    icon = image(place, block, block["icon"]) if "icon" in block else None
    buttons = [element(place, block, each) for each in block.get("actions", [])]
    return el(
        "div",
        image(place, block, block["hero_image"]) if "hero_image" in block else None,
        el("div", icon, el("div", *head), class_="card-head") if icon or any(head) else None,
        either(place.reader, block.get("body")),
        el("div", *buttons, class_="actions") if buttons else None,
        class_="card",
    )


def carousel(place: Place, block: Json) -> Node:
    """Cards side by side."""
    cards = [el("li", card(place, each)) for each in block["elements"]]
    return el("ul", *cards, class_="carousel", tabindex="0", aria_label="Cards")


def task(place: Place, block: Json) -> Node:
    """What is to be done, how far it is, and what came of it."""
    mark, words = STATUS[block["status"]]
    title = [quiet(mark, class_="state"), el("b", block["title"]), el("small", f" {words}")]
    parts = [rich_text(place.reader, block[name]) for name in ("details", "output") if name in block]
    sources = [el("li", link(each["url"], each["text"])) for each in block.get("sources", [])]
    inside = [*parts, el("ul", *sources, class_="sources") if sources else None]
    look = f"task is-{block['status']}"
    return el("details", el("summary", *title), *inside, class_=look) if any(inside) else el("div", *title, class_=look)


def plan(place: Place, block: Json) -> Node:
    """Tasks under one heading."""
    tasks = [el("li", task(place, each)) for each in block.get("tasks", [])]
    return el("div", el("p", el("b", block["title"])), el("ul", *tasks), class_="plan")
