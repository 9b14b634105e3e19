"""Web API: views (docs.slack.dev/surfaces/modals)."""

from sandbox import views
from sandbox.arguments import Args
from sandbox.block_ids import with_ids
from sandbox.content import may_ask_for_files, visible_files
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.limits_views import checked
from sandbox.methods import Done, Method, person_of
from sandbox.shapes import wrong
from sandbox.slack import LocalSlack
from sandbox.text_objects import kept
from sandbox.views import View, fresh_hash


def view_json(slack: LocalSlack, view: View) -> Json:
    """The view object; its team is that of the person who has it open."""
    bot = slack.world.bot
    return views.as_api(view, slack.world.team_of(view.user_id), slack.world.home.id, bot.app_id, bot.bot_id)


def wanted_view(slack: LocalSlack, args: Args, kind: str) -> Json:
    """The view given, checked and with ids."""
    if args.given.get("view") in (None, ""):
        raise SlackError("invalid_arguments", [wrong("missing required field: view", "")])
    return prepared(slack, args.json("view"), kind)


def prepared(slack: LocalSlack, view: object, kind: str) -> Json:
    """A view as given by the app, checked, its blocks with ids."""
    body = checked(view, kind)
    may_ask_for_files(slack, body["blocks"])
    visible_files(slack, body["blocks"], "/view/blocks")
    told: Json = kept(slack, body)
    return {**told, "blocks": with_ids(told["blocks"], slack.ids)}


def _unique(slack: LocalSlack, body: Json, besides: View | None = None) -> None:
    other = slack.views.by_external_id(body.get("external_id", ""))
    if other is not None and other is not besides:
        raise SlackError("duplicate_external_id")


def _done(slack: LocalSlack, view: View) -> Done:
    slack.changes.notify()
    return Done({"view": view_json(slack, view)}, effect=True, visible_to=(slack.world.team_of(view.user_id),))


def opened(slack: LocalSlack, args: Args) -> Done:
    """Opens a form for whoever the trigger belongs to."""
    trigger = slack.triggers.check(args.text("trigger_id"))
    body = wanted_view(slack, args, "modal")
    _unique(slack, body)
    view = slack.views.put(slack.ids.next("V"), trigger.user_id, body)
    trigger.used = True
    trigger.opened.append(view.id)
    return _done(slack, view)


def pushed(slack: LocalSlack, args: Args) -> Done:
    """Opens a form on top of the one the trigger came from."""
    trigger = slack.triggers.check(args.text("trigger_id"))
    below = slack.views.find(trigger.view_id) if trigger.view_id else None
    if below is None or below.body["type"] != "modal":
        raise SlackError("not_found")
    body = wanted_view(slack, args, "modal")
    _unique(slack, body)
    view = slack.views.put(slack.ids.next("V"), trigger.user_id, body, below)
    trigger.used = True
    trigger.opened.append(view.id)
    return _done(slack, view)


def updated(slack: LocalSlack, args: Args) -> Done:
    """New content for an open form; with `hash`, only if nobody changed it meanwhile."""
    view_id, external_id = args.maybe("view_id"), args.maybe("external_id")
    if not view_id and not external_id:
        raise SlackError("invalid_arguments", [wrong("missing required field: view_id or external_id", "")])
    view = slack.views.find(view_id) if view_id else slack.views.by_external_id(external_id or "")
    if view is None:
        raise SlackError("not_found")
    body = wanted_view(slack, args, view.body["type"])
    _fresh(view, args)
    _unique(slack, body, besides=view)
    view.replace(body)
    return _done(slack, view)


def _fresh(view: View, args: Args) -> None:
    known = args.maybe("hash")
    if known is not None and known != view.hash:
        raise SlackError("hash_conflict")


def published(slack: LocalSlack, args: Args) -> Done:
    """A person's App Home. For outsiders it says ok too, though they only see a placeholder."""
    if not slack.manifest.home_tab:
        raise SlackError("not_enabled")
    user_id = person_of(slack, args.text("user_id")).id
    body = wanted_view(slack, args, "home")
    home = slack.views.homes.get(user_id)
    if home is not None:
        _fresh(home, args)
        home.replace(body)
        return _done(slack, home)
    view_id = slack.ids.next("V")
    home = slack.views.homes[user_id] = View(view_id, user_id, body, view_id, hash=fresh_hash())
    return _done(slack, home)


METHODS: dict[str, Method] = {
    "views.open": opened,
    "views.push": pushed,
    "views.update": updated,
    "views.publish": published,
}
