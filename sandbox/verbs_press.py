"""Clicks, commands and shortcuts: sent once, acked or not, and then what the person sees.

docs.slack.dev/interactivity: handling-user-interaction, implementing-shortcuts; docs.slack.dev/apis/slack-connect.
"""

from sandbox import answers, interactions, legacy_actions, notices, people, suggestions, typed_text
from sandbox.arguments import Args
from sandbox.body import Body
from sandbox.errors import CannotDo, SlackError
from sandbox.find_button import BUTTONS, WITH_OPTIONS, Pressable, choose
from sandbox.form_values import enter, entered, option, words_of
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.state import HOLDS
from sandbox.triggers import Trigger
from sandbox.views import View
from sandbox.web_views import view_json
from sandbox.world import Channel, Person


class Sight:
    """What a person is shown from now on."""

    def __init__(self, slack: LocalSlack, who: Person) -> None:
        self._own = slack.world.ephemerals.setdefault(who.id, [])
        self._seen = {each.ts for each in self._own}

    def shown(self) -> list[str]:
        """The texts of ephemerals that came since."""
        return [people.ephemeral_text(each) for each in self._own if each.ts not in self._seen]


async def send(
    slack: LocalSlack, who: Person, kind: str, payload: Json, trigger: Trigger, within: View | None = None
) -> Json:
    """Delivers it and tells what came of it: acked, the form that opened, what was shown."""
    if not slack.installed:
        return unanswered(slack, who)
    if kind == "interactive" and not slack.manifest.interactive:
        return unanswered(slack, who, notices.NOT_INTERACTIVE)
    sight, before = Sight(slack, who), within.hash if within else ""
    envelope = await slack.deliveries.ask(kind, payload)
    if not envelope.acked:
        return unanswered(slack, who, notices.TROUBLE if kind == "interactive" else notices.NO_ANSWER.format(**payload))
    if envelope.ack_body and (kind == "slash_commands" or payload["type"] == "interactive_message"):
        refused = _answer_in_ack(slack, who, payload, envelope.ack_body)
        if refused is not None:
            return refused

    def something() -> bool | None:
        return bool(trigger.opened or sight.shown() or (within and within.hash != before)) or None

    await slack.changes.until(something, slack.config.view_grace_s)
    view = slack.views.find(trigger.opened[-1]) if trigger.opened else within and slack.views.find(within.id)
    told: Json = {"ok": True, "acked": True, "shown": sight.shown()}
    return told | ({"view": view_json(slack, view)} if view else {})


def unanswered(slack: LocalSlack, who: Person, text: str = notices.TROUBLE) -> Json:
    """No ack in 3 seconds: Slack says so and never sends it again."""
    return {"ok": False, "error": "not_acked", "acked": False, "shown": [slack.notices.tell(who.id, text)]}


def _answer_in_ack(slack: LocalSlack, who: Person, payload: Json, body: Json) -> Json | None:
    """A command's answer is a message; an old attachment's press is answered by what comes in its message's place.

    What Slack does not take of it is told to the person, and given back.
    """
    if "channel_id" in payload:
        place = interactions.answer_place(slack.world.channels[payload["channel_id"]], who)
    else:
        place = slack.response_urls.place(payload["response_url"].rpartition("/")[2])
        body = {"replace_original": True, **body}
    try:
        answers.give(slack, place, Args(body))
    except SlackError as error:
        return refusal(slack, who.id, error, notices.REFUSED.format(error=error.code))
    return None


def refusal(slack: LocalSlack, user_id: str, error: SlackError, text: str) -> Json:
    """The app acked with what Slack does not take: the person is shown the text, and the answer says which rule."""
    shown = [slack.notices.tell(user_id, text)]
    slack.changes.notify()
    return {"ok": False, "acked": True, "error": error.code, "messages": error.messages, "shown": shown}


async def click(slack: LocalSlack, body: Body) -> Json:
    """Presses a button or picks from a menu, in a message, a form or the App Home.

    A workflow's button tells the app nothing (deno-slack-sdk#288).
    """
    who = people.acting(slack, body.need("user"))
    found = choose(slack, who, body)
    view = found.view
    if view is not None and isinstance(body.given.get("values"), dict):
        enter(slack, who, view, body.given["values"])
    if found.element["type"] == "workflow_button":
        workflow = found.element["workflow"]
        shown = [slack.notices.tell(who.id, notices.WORKFLOW.format(url=workflow["trigger"]["url"]))]
        slack.changes.notify()
        return {"ok": True, "shown": shown, "workflow": workflow}
    action = _action(slack, who, found, body.given.get("value"))
    trigger = slack.triggers.make(who.id, view.id if view else None)
    if view is not None:
        return await send(
            slack, who, "interactive", interactions.view_click(slack, who, view, action, trigger), trigger, view
        )
    if found.message is None:
        raise CannotDo("no_such_button")
    if "attachment" in found.block:
        payload = legacy_actions.press(slack, who, found.message, found.block, found.element, action, trigger)
    else:
        payload = interactions.message_click(slack, who, found.message, action, trigger)
    return await send(slack, who, "interactive", payload, trigger)


async def suggest(slack: LocalSlack, body: Body) -> Json:
    """Types `query` in a menu whose options the app has; what it offers can then be picked."""
    who = people.acting(slack, body.need("user"))
    found = choose(slack, who, body)
    suggested = await suggestions.ask(slack, who, found, body.maybe("query") or "")
    told = [words_of(each) for each in suggested.options]
    if not suggested.acked or suggested.messages:
        return {"ok": False, "error": "no_suggestions", "acked": suggested.acked, "messages": suggested.messages}
    return {"ok": True, "acked": True, "options": told}


def _action(slack: LocalSlack, who: Person, found: Pressable, value: object) -> Json:
    element, block = found.element, found.block
    action: Json = {
        "type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"],
        "action_ts": f"{slack.clock.now():.6f}",
    }  # fmt: skip
    if element["type"] == "feedback_buttons" and found.option is not None:
        return action | {name: found.option[name] for name in ("text", "value")}
    if element["type"] in BUTTONS:
        return action | {name: element[name] for name in ("text", "value", "style") if name in element}
    if element["type"] == "overflow":
        return action | {"selected_option": _picked(found, value)}
    state = entered(slack, who, element, _chosen(found, value))
    if found.view is not None:
        found.view.typed[(block["block_id"], element["action_id"])] = state
    return action | state


def _picked(found: Pressable, value: object) -> Json:
    return option(found.element, value) if value is not None else found.option or {}


def _chosen(found: Pressable, value: object) -> object:
    """The value given; without one, the line whose text was pressed."""
    if value is not None or found.element["type"] not in WITH_OPTIONS or found.option is None:
        return value
    several = HOLDS[found.element["type"]][2] == []
    return [found.option["value"]] if several else found.option["value"]


async def command(slack: LocalSlack, body: Body) -> Json:
    """Types a slash command in a channel. Strangers have none, nor have threads (docs/slack.md 1.1, 1.4)."""
    who = people.acting(slack, body.need("user"))
    channel = people.joined(slack, body.need("channel"), who)
    if body.maybe("thread_ts"):
        raise CannotDo("not_in_threads")
    name = "/" + body.need("command").lstrip("/")
    declared = slack.manifest.command(name) if slack.installed else None
    if slack.world.is_outsider(who) or declared is None:
        text = slack.notices.tell(who.id, notices.NOT_A_COMMAND.format(command=name))
        slack.changes.notify()
        return {"ok": False, "error": "not_a_valid_command", "shown": [text]}
    if channel.is_archived or channel.is_frozen:
        raise CannotDo("is_archived")
    trigger = slack.triggers.make(who.id)
    text = body.maybe("text") or ""
    text = typed_text.as_command(slack, text) if declared.get("should_escape") else text
    payload = interactions.command(slack, who, channel, name, text, trigger)
    return await send(slack, who, "slash_commands", payload, trigger)


async def shortcut(slack: LocalSlack, body: Body) -> Json:
    """Uses a shortcut: with a message, one from its menu, else a global one. The workspace's own people only."""
    who = people.acting(slack, body.need("user"))
    callback_id = body.need("callback_id")
    ts = body.maybe("message_ts")
    declared = slack.manifest.shortcut(callback_id, "message" if ts else "global") if slack.installed else None
    if slack.world.is_outsider(who) or declared is None:
        raise CannotDo("no_such_shortcut")
    trigger = slack.triggers.make(who.id)
    if ts is None:
        payload = interactions.global_shortcut(slack, who, callback_id, trigger)
    else:
        channel: Channel = people.joined(slack, body.need("channel"), who)
        message = people.message(channel, ts)
        payload = interactions.message_shortcut(slack, who, message, callback_id, trigger)
    return await send(slack, who, "interactive", payload, trigger)
