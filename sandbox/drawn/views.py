"""Forms and the App Home as one person sees them.

docs.slack.dev/surfaces/modals; docs.slack.dev/surfaces/app-home.
"""

from sandbox.drawn.blocks import blocks
from sandbox.drawn.faces import face
from sandbox.drawn.frame import app_tabs
from sandbox.drawn.nodes import Node, el, icon, quiet, surface
from sandbox.drawn.place import Place
from sandbox.drawn.reader import HOME, LIST, Reader
from sandbox.drawn.texts import plain
from sandbox.form_values import label_of
from sandbox.kinds import Json
from sandbox.state import elements
from sandbox.views import View


def form(reader: Reader, view: View) -> Json:
    """A form: its words, its blocks in their place, and its inputs."""
    body = view.body
    close = plain(body.get("close")) or ("Cancel" if "submit" in body else "Close")
    words = {"title": plain(body.get("title")), "submit": plain(body.get("submit")), "close": close}
    return {"id": view.id, "fields": _fields(view), "blocks": _inside(reader, view), **words}


def _inside(reader: Reader, view: View) -> Node:
    return blocks(Place(reader, view.typed), view.body["blocks"])


def _fields(view: View) -> list[Json]:
    """What the page keeps of each input until the form is sent."""
    return [
        {"block": block["block_id"], "action": element["action_id"], "label": label_of(block, element),
         "files": element["type"] == "file_input"}
        for block, element in elements(view.body["blocks"])
        if block["type"] == "input"
    ]  # fmt: skip


def home(reader: Reader, view: View | None, placeholder: str | None) -> Node:
    """The app's Home tab: what it published for this person, or Slack's placeholder."""
    name = reader.slack.world.bot.app_name
    if view is None:
        inside: Node = el("p", quiet("🚧"), el("br"), placeholder or "Nothing here yet.", class_="empty")
    else:
        inside = surface(view.id, {"view_id": view.id}, _inside(reader, view), fields=_fields(view))
    head = el(
        "header", icon("Channels", "←", LIST, "back"), face(name, is_app=True, size=28), el("h2", name),
        app_tabs(reader, None), class_="top",
    )  # fmt: skip
    body = el("div", el("div", inside, class_="home-body"), class_="scroller")
    return el("main", head, body, class_="pane main home", tabindex="-1", aria_label=f"{name} home", key=HOME["home"])
