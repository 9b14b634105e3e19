"""What there is to choose from in a menu, and what is chosen."""

from typing import Any

from sandbox import offered
from sandbox.drawn import frame
from sandbox.drawn.place import Place, outward
from sandbox.drawn.texts import either, plain
from sandbox.kinds import Json
from sandbox.world import Channel


def bare(value: Any) -> Any:
    """Options by their values, ids as they are; nothing chosen is empty text, or an empty list."""
    if isinstance(value, list):
        return [bare(each) for each in value]
    return value["value"] if isinstance(value, dict) else value or ""


def lines(place: Place, element: Json) -> list[Json]:
    """Options with their descriptions."""
    return [
        {"value": each.get("value"), "text": either(place.reader, each["text"]),
         "description": either(place.reader, each.get("description")), "url": outward(each.get("url"))}
        for each in element["options"]
    ]  # fmt: skip


def groups(place: Place, element: Json) -> list[Json]:
    """`[{label?, options: [{value, text}]}]` of a menu, whatever it lists."""
    if "option_groups" in element:
        return [
            {"label": plain(each["label"]), "options": _listed(each["options"])} for each in element["option_groups"]
        ]
    if "options" in element:
        return [{"options": _listed(element["options"])}]
    slack = place.reader.slack
    if "users" in element["type"]:
        people = [each for each in slack.world.people.values() if not each.is_deleted]
        return [{"options": [{"value": each.id, "text": each.name} for each in people]}]
    seen = offered.conversations(slack, place.reader.me, element)
    return [{"options": [{"value": each.id, "text": _called(place, each)} for each in seen]}]


def _listed(options: list[Json]) -> list[Json]:
    return [{"value": each["value"], "text": plain(each["text"])} for each in options]


def _called(place: Place, channel: Channel) -> str:
    name = frame.title(place.reader, channel)
    return name if frame.is_direct(channel) else f"#{name}"
