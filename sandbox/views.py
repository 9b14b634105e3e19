"""The forms people have open, and their App Homes.

docs.slack.dev/surfaces/modals; docs.slack.dev/surfaces/app-home.
"""

import uuid
from dataclasses import dataclass, field

from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.state import Typed, state_of

STACK = 3  # views on top of each other (docs.slack.dev/surfaces/modals)
KEPT = (
    "type", "title", "submit", "close", "blocks", "private_metadata", "callback_id",
    "clear_on_close", "notify_on_close", "external_id", "submit_disabled",
)  # fmt: skip


@dataclass
class View:
    """An open form, or a published App Home. `typed` is what the person entered so far."""

    id: str
    user_id: str
    body: Json
    root_id: str
    previous_id: str | None = None
    hash: str = ""
    typed: Typed = field(default_factory=dict)

    def replace(self, body: Json) -> None:
        """New content in the same form. Values typed under the same ids stay (docs/slack.md 3.2)."""
        self.body = body
        self.hash = fresh_hash()


def fresh_hash() -> str:
    """As Slack's, an opaque string that changes with every change of the view."""
    return uuid.uuid4().hex[:16]


def as_api(view: View, team_id: str, home_id: str, app_id: str, bot_id: str) -> Json:
    """The view object of answers and payloads (docs.slack.dev/reference/views)."""
    body = {name: view.body[name] for name in KEPT if name in view.body}
    defaults: Json = {
        "private_metadata": "", "callback_id": "", "external_id": "", "title": None, "submit": None, "close": None,
        "clear_on_close": False, "notify_on_close": False,
    }  # fmt: skip
    return {
        **defaults,
        **body,
        "id": view.id,
        "team_id": team_id,
        "state": state_of(view.body.get("blocks", []), view.typed),
        "hash": view.hash,
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": app_id,
        "app_installed_team_id": home_id,
        "bot_id": bot_id,
    }


class Views:
    """Every person's open forms, the last on top, and every person's App Home."""

    def __init__(self) -> None:
        self.open: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def of(self, user_id: str) -> list[View]:
        """What this person has open, the last on top."""
        return self.open.setdefault(user_id, [])

    def top(self, user_id: str) -> View | None:
        """The form in front of this person."""
        stack = self.of(user_id)
        return stack[-1] if stack else None

    def find(self, view_id: str) -> View | None:
        """An open form or an App Home."""
        every = [*self.homes.values(), *(view for stack in self.open.values() for view in stack)]
        return next((view for view in every if view.id == view_id), None)

    def by_external_id(self, external_id: str) -> View | None:
        """An open view the app has named itself."""
        every = [*self.homes.values(), *(view for stack in self.open.values() for view in stack)]
        return next((view for view in every if external_id and view.body.get("external_id") == external_id), None)

    def put(self, view_id: str, user_id: str, body: Json, below: View | None = None) -> View:
        """Opens a form; with `below` on top of that one, three high at most."""
        root_id = below.root_id if below else view_id
        stack = self.of(user_id)
        if sum(view.root_id == root_id for view in stack) >= STACK:
            raise SlackError("push_limit_reached")
        view = View(view_id, user_id, body, root_id, below.id if below else None, fresh_hash())
        stack.append(view)
        return view

    def remove(self, view: View) -> None:
        """This form goes; the one below shows again."""
        self.of(view.user_id).remove(view)

    def clear(self, view: View) -> None:
        """The whole stack this form is in goes."""
        self.open[view.user_id] = [each for each in self.of(view.user_id) if each.root_id != view.root_id]
