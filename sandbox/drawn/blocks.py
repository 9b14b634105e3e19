"""Block Kit's blocks as nodes (docs.slack.dev/reference/block-kit/blocks)."""

from collections.abc import Callable

from sandbox.drawn import cards, tables
from sandbox.drawn.elements import element, image
from sandbox.drawn.markdown import markdown
from sandbox.drawn.nodes import Node, el, link, part, picture, quiet
from sandbox.drawn.place import Place
from sandbox.drawn.rich import rich_text
from sandbox.drawn.texts import either, plain
from sandbox.kinds import Json

GROUPED = {"radio_buttons", "checkboxes"}
MARKS = {"info": "ℹ️", "warning": "⚠️", "error": "⛔", "success": "✅", "default": "ℹ️"}


def blocks(place: Place, given: list[Json]) -> Node:
    """All of them, one under the other."""
    return el("div", *(_block(place, each, number) for number, each in enumerate(given)), class_="blocks")


def _block(place: Place, block: Json, number: int) -> Node:
    return el("div", BLOCKS[block["type"]](place, block), class_="block", key=block.get("block_id", number))


def _section(place: Place, block: Json) -> Node:
    fields = [el("div", either(place.reader, each)) for each in block.get("fields", [])]
    said = [either(place.reader, block.get("text")), el("div", *fields, class_="fields") if fields else None]
    beside = element(place, block, block["accessory"]) if "accessory" in block else None
    return el(
        "div",
        el("div", *said, class_="said"),
        el("div", beside, class_="accessory") if beside else None,
        class_="section",
    )


def _context(place: Place, block: Json) -> Node:
    drawn = [
        image(place, block, each) if each["type"] == "image" else either(place.reader, each)
        for each in block["elements"]
    ]
    return el("div", *drawn, class_="context")


def _actions(place: Place, block: Json) -> Node:
    return el("div", *(element(place, block, each) for each in block["elements"]), class_="actions")


def _image(place: Place, block: Json) -> Node:
    title = el("figcaption", plain(block["title"])) if "title" in block else None
    return el("figure", title, image(place, block, block))


def _input(place: Place, block: Json) -> Node:
    """The page puts errors under it."""
    given = block["element"]
    label: Json = {"block": block["block_id"], "label": plain(block["label"]), "hint": plain(block.get("hint")) or None}
    more: Json = {"optional": block.get("optional", False), "grouped": given["type"] in GROUPED}
    return part("Labelled", label | more, element(place, block, given))


def _alert(place: Place, block: Json) -> Node:
    level = block.get("level", "default")
    words = either(place.reader, block["text"])
    return el(
        "div", quiet(MARKS[level]), words, class_=f"alert {level}", role="alert" if level == "error" else "status"
    )


def _video(place: Place, block: Json) -> Node:
    title, url = plain(block["title"]), block.get("title_url") or block["video_url"]
    by = " · ".join(block[name] for name in ("author_name", "provider_name") if name in block)
    icon = picture(block["provider_icon_url"], "", class_="icon-image") if "provider_icon_url" in block else None
    shown = el(
        "span",
        picture(block["thumbnail_url"], block["alt_text"], class_="image"),
        quiet("▶", class_="play"),
        class_="film",
    )
    return el(
        "figure",
        el("p", icon, by, class_="by") if by or icon else None,
        el("p", el("b", link(url, title))),
        el("p", plain(block["description"])) if "description" in block else None,
        link(block["video_url"], shown, aria_label=f"Play {title}"),
    )


def _file(place: Place, block: Json) -> Node:
    return el("p", quiet("📄 "), el("b", block["external_id"]), " · a file kept elsewhere", class_="tile")


def _call(place: Place, block: Json) -> Node:
    call = place.reader.slack.world.calls.get(block["call_id"])
    if call is None:
        return el("p", quiet("📞 "), "A call", class_="tile")
    state = " · over" if call.date_end else ""
    return el("p", quiet("📞 "), link(call.join_url, el("b", call.title or "A call")), state, class_="tile")


def _container(place: Place, block: Json) -> Node:
    """It opens and closes where the app lets it."""
    icon = image(place, block, block["icon"]) if "icon" in block else None
    title = (
        rich_text(place.reader, block["rich_text_title"])
        if "rich_text_title" in block
        else el("b", plain(block["title"]))
    )
    under = el("small", either(place.reader, block["subtitle"])) if "subtitle" in block else None
    head, inside = [icon, el("span", title, under)], blocks(place, block["child_blocks"])
    look = f"container {block.get('width', 'standard')}" + (" divided" if block.get("has_header_divider") else "")
    if not block.get("is_collapsible"):
        return el("div", el("div", *head, class_="container-head"), inside, class_=look)
    summary = el("summary", *head, class_="container-head")
    return el("details", summary, inside, class_=look, open=not block.get("default_collapsed"))


Draw = Callable[[Place, Json], Node]
BLOCKS: dict[str, Draw] = {
    "section": _section,
    "header": lambda place, block: el("h3", plain(block["text"]), class_="header"),
    "divider": lambda place, block: el("hr"),
    "context": _context,
    "actions": _actions,
    "context_actions": _actions,
    "image": _image,
    "input": _input,
    "rich_text": lambda place, block: rich_text(place.reader, block),
    "markdown": lambda place, block: markdown(block["text"]),
    "alert": _alert,
    "video": _video,
    "file": _file,
    "call": _call,
    "container": _container,
    "table": lambda place, block: tables.table(place.reader, block),
    "data_table": lambda place, block: tables.table(place.reader, block),
    "data_visualization": lambda place, block: tables.chart(place.reader, block),
    "card": cards.card,
    "carousel": cards.carousel,
    "task_card": cards.task,
    "plan": cards.plan,
}
