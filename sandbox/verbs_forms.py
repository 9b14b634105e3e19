"""Submitting and closing forms, and the App Home.

docs.slack.dev/surfaces/modals; docs.slack.dev/surfaces/app-home.
"""

from sandbox import conversation, events, form_checks, interactions, notices, people
from sandbox.body import Body
from sandbox.errors import CannotDo, SlackError
from sandbox.form_values import enter, label_of
from sandbox.kinds import Json
from sandbox.shapes import wrong
from sandbox.slack import LocalSlack
from sandbox.state import elements
from sandbox.verbs_press import Sight, refusal, unanswered
from sandbox.views import View
from sandbox.web_views import prepared, view_json
from sandbox.world import Person

ACTIONS = "errors, update, push, clear"


def _open_view(slack: LocalSlack, who: Person, body: Body) -> View:
    view_id = body.maybe("view_id")
    view = slack.views.find(view_id) if view_id else slack.views.top(who.id)
    if view is None or view.user_id != who.id or view not in slack.views.of(who.id):
        raise CannotDo("no_such_view", there=[each.id for each in slack.views.of(who.id)])
    return view


async def submit(slack: LocalSlack, body: Body) -> Json:
    """Fills in the form and presses its button; what Slack's client refuses never leaves it."""
    who = people.acting(slack, body.need("user"))
    view = _open_view(slack, who, body)
    values = body.given.get("values") or {}
    if not isinstance(values, dict):
        raise CannotDo("values_must_be_an_object")
    if "submit" not in view.body:
        raise CannotDo("no_submit_button")
    enter(slack, who, view, values)
    errors = form_checks.complaints(view)
    if errors:
        slack.changes.notify()
        return {"ok": True, "errors": errors, "view": view_json(slack, view)}
    if not slack.installed:
        return unanswered(slack, who) | {"view": view_json(slack, view)}
    _hand_over_files(slack, view)
    trigger = slack.triggers.make(who.id, view.id)
    sight = Sight(slack, who)
    envelope = await slack.deliveries.ask("interactive", interactions.submission(slack, who, view, trigger))
    if not envelope.acked:
        return unanswered(slack, who) | {"view": view_json(slack, view)}
    told = _answered(slack, view, envelope.ack_body or {})
    slack.changes.notify()
    return {"ok": True, "acked": True, "shown": sight.shown()} | told


def _hand_over_files(slack: LocalSlack, view: View) -> None:
    for state in view.typed.values():
        for told in state.get("files", []):
            slack.world.files[told["id"]].app_may_read = True


def _answered(slack: LocalSlack, view: View, ack: Json) -> Json:
    """What the app's answer does to the form (docs.slack.dev/surfaces/modals)."""
    action = ack.get("response_action")
    try:
        if action == "errors":
            return {"errors": _labelled(view, ack.get("errors")), "view": view_json(slack, view)}
        if action == "update":
            view.replace(prepared(slack, ack.get("view"), "modal"))
            return {"view": view_json(slack, view)}
        if action == "push":
            pushed = slack.views.put(slack.ids.next("V"), view.user_id, prepared(slack, ack.get("view"), "modal"), view)
            return {"view": view_json(slack, pushed)}
        if action not in (None, "clear"):
            raise SlackError(
                "invalid_arguments", [wrong(f"must be a valid enum value ({ACTIONS})", "/response_action")]
            )
    except SlackError as error:
        return refusal(slack, view.user_id, error, notices.TROUBLE)
    if action == "clear":
        slack.views.clear(view)
    elif view in slack.views.of(view.user_id):
        slack.views.remove(view)
    below = slack.views.top(view.user_id)
    return {"view": view_json(slack, below)} if below else {}


def _labelled(view: View, errors: object) -> dict[str, str]:
    """The app's errors by label. Keys must be block_ids of inputs, else Slack shows its own trouble."""
    labels = {
        block["block_id"]: label_of(block, element)
        for block, element in elements(view.body["blocks"])
        if block["type"] == "input"
    }
    if not isinstance(errors, dict) or not errors or not set(errors) <= set(labels):
        raise SlackError("invalid_arguments", [wrong(f"must name input blocks: {', '.join(labels)}", "/errors")])
    return {labels[block_id]: str(text) for block_id, text in errors.items()}


async def close(slack: LocalSlack, body: Body) -> Json:
    """Cancel: this form goes. With `all` the x: the whole stack goes, told with the root's id."""
    who = people.acting(slack, body.need("user"))
    view = _open_view(slack, who, body)
    everything = bool(body.given.get("all"))
    told = slack.views.find(view.root_id) if everything else view
    if everything or view.body.get("clear_on_close"):
        slack.views.clear(view)
    else:
        slack.views.remove(view)
    slack.changes.notify()
    if told is None or not told.body.get("notify_on_close") or not slack.installed:
        return {"ok": True}
    payload = interactions.closing(slack, who, told, is_cleared=everything)
    envelope = await slack.deliveries.ask("interactive", payload)
    return {"ok": True, "acked": envelope.acked}


async def open_home(slack: LocalSlack, body: Body) -> Json:
    """Opens the app's Home, or with `tab` its `messages`. Outsiders see Slack's placeholder whatever is published."""
    if (tab := body.maybe("tab") or "home") not in ("home", "messages"):
        raise CannotDo("no_such_tab", there=["home", "messages"])
    who = people.acting(slack, body.need("user"))
    home = slack.views.homes.get(who.id)
    before = home.hash if home else ""
    told = view_json(slack, home) if home else None
    events.home_opened(slack, who, conversation.direct(slack, who.id), tab, told if tab == "home" else None)

    def published() -> bool | None:
        now = slack.views.homes.get(who.id)
        return True if now is not None and now.hash != before else None

    await slack.changes.until(published, slack.config.view_grace_s)
    return {"ok": True} | home_of(slack, who)


def home_of(slack: LocalSlack, who: Person) -> Json:
    """What this person sees on the app's Home tab: `view`, and `placeholder` where there is none."""
    home, placeholder = shown_home(slack, who)
    return {"view": view_json(slack, home) if home else None, "placeholder": placeholder}


def shown_home(slack: LocalSlack, who: Person) -> tuple[View | None, str | None]:
    """The same: one of the two."""
    home = slack.views.homes.get(who.id)
    if slack.world.is_outsider(who) or home is None or not slack.manifest.home_tab:
        return None, notices.PLACEHOLDER
    return home, None
