"""Where blocks stand: who reads them, and what they have typed there."""

from dataclasses import dataclass, field

from sandbox.drawn.nodes import RUNS_NOTHING
from sandbox.drawn.reader import Reader
from sandbox.drawn.texts import either, plain
from sandbox.kinds import Json
from sandbox.state import Typed


@dataclass(frozen=True)
class Place:
    """A message, a form or the App Home before one person's eyes."""

    reader: Reader
    typed: Typed = field(default_factory=dict)


def asked(place: Place, block: Json, element: Json) -> Json:
    """What every element has: which it is, whether it stands in a form, what is asked before it is pressed."""
    form = block["type"] == "input"
    given: Json = {
        "key": element["action_id"], "block": block["block_id"], "action": element["action_id"], "form": form,
        "heard": not form or bool(block.get("dispatch_action")), "first": element.get("focus_on_load", False),
    }  # fmt: skip
    if form:
        return given | {
            "hint": "hint" in block,
            "optional": block.get("optional", False),
            "confirm": _confirm(place, element),
        }
    return given | {"confirm": _confirm(place, element)}


def _confirm(place: Place, element: Json) -> Json | None:
    """Slack's confirm object, its buttons named."""
    given = element.get("confirm")
    if given is None:
        return None
    return {
        "title": plain(given["title"]), "text": either(place.reader, given["text"]),
        "confirm": plain(given.get("confirm")) or "Yes", "deny": plain(given.get("deny")) or "Cancel",
        "danger": given.get("style") == "danger",
    }  # fmt: skip


def outward(url: str | None) -> str | None:
    """An address that may be opened."""
    return url if url and RUNS_NOTHING.match(url) else None
