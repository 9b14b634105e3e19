"""Blocks, elements and forms as apps build them, to be stretched to a limit and one past it."""

from typing import Any

Json = dict[str, Any]
URL = "https://x.no/"


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def long(count: int) -> Json:
    return plain("x" * count)


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


def groups(count: int, size: int = 1) -> list[Json]:
    return [
        {"label": plain(), "options": [{"text": plain(), "value": f"{group}-{number}"} for number in range(size)]}
        for group in range(count)
    ]


def asks(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Label"), "element": element, **more}


def typed(kind: str = "plain_text_input", **more: Any) -> Json:
    return asks({"type": kind, **more})


def confirmed(**part: Any) -> Json:
    sure = {"title": plain("Sure?"), "text": plain("Really"), "confirm": plain("Yes"), "deny": plain("No")}
    return actions(button(confirm=sure | part))


def rich(*parts: Json, kind: str = "rich_text_section", **more: Any) -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(parts), **more}]}


def words(text: str = "x", **more: Any) -> Json:
    return {"type": "text", "text": text, **more}


def image(**more: Any) -> Json:
    return {"type": "image", "image_url": URL, "alt_text": "A page", **more}


def without(thing: Json, name: str) -> Json:
    return {key: value for key, value in thing.items() if key != name}


def raw(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def table(rows: int = 2, cells: int = 2, **more: Any) -> Json:
    return {"type": "table", "rows": [[raw()] * cells] * rows, **more}


def data_table(rows: int = 2, cells: int = 2, **more: Any) -> Json:
    return {"type": "data_table", "caption": "Cases", "rows": [[raw()] * cells] * rows, **more}


def pie(segments: int = 1, label: str = "A", value: float = 1, title: str = "Pie") -> Json:
    parts = [{"label": label, "value": value}] * segments
    return {"type": "data_visualization", "title": title, "chart": {"type": "pie", "segments": parts}}


def bars(series: int = 1, categories: int = 2, lacking: int = 0, **axis: Any) -> Json:
    names = [f"c{number}" for number in range(categories)]
    data = [{"label": name, "value": -1} for name in names[lacking:]]
    lines = [{"name": f"s{number}", "data": data} for number in range(series)]
    chart = {"type": "bar", "series": lines, "axis_config": {"categories": names, **axis}}
    return {"type": "data_visualization", "title": "Bars", "chart": chart}


def card(**more: Any) -> Json:
    return {"type": "card", "title": plain("Card"), **more}


def carousel(count: int) -> Json:
    return {"type": "carousel", "elements": [card() for _ in range(count)]}


def container(children: int = 1, **more: Any) -> Json:
    return {"type": "container", "title": plain("Box"), "child_blocks": [section()] * children, **more}


def video(**more: Any) -> Json:
    base = {"type": "video", "title": plain("Film"), "alt_text": "A film", "video_url": URL, "thumbnail_url": URL}
    return base | more


def icon_button(**more: Any) -> Json:
    return {"type": "icon_button", "icon": "trash", "text": plain("Delete"), **more}


def context_actions(*elements: Json) -> Json:
    return {"type": "context_actions", "elements": list(elements)}


def feedback(**more: Any) -> Json:
    half = {"text": plain("Good"), "value": "good", **more}
    return context_actions({"type": "feedback_buttons", "positive_button": half, "negative_button": half})


def workflow(**more: Any) -> Json:
    return {"type": "workflow_button", "text": plain("Run"), "workflow": {"trigger": {"url": URL}}, **more}


def task(**more: Any) -> Json:
    return {"type": "task_card", "task_id": "1", "title": "Look", "status": "complete", **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("New case"), "submit": plain("Send"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


def upload(most: int) -> Json:
    return typed("file_input", max_files=most)


def alert(text: str) -> Json:
    return {"type": "alert", "text": plain(text)}
