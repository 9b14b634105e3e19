"""Payloads of clicks, forms, commands and shortcuts.

`team` is the workspace the app is installed in for clicks, and the person's own for submissions;
who somebody is says `user.team_id`.

docs.slack.dev/reference/interaction-payloads; docs/slack.md 2.3.
"""

from sandbox import messages_json, people_json
from sandbox.find_button import Pressable, blocks_of
from sandbox.kinds import Json
from sandbox.response_urls import Answerable
from sandbox.slack import LocalSlack
from sandbox.state import HOLDS, elements, state_of, value_of
from sandbox.triggers import Trigger
from sandbox.views import View
from sandbox.web_views import view_json
from sandbox.world import Channel, Message, Person


def user(person: Person) -> Json:
    """The person as interactions name them."""
    return {"id": person.id, "username": person.key, "name": person.key, "team_id": person.team_id}


def team(slack: LocalSlack, team_id: str) -> Json:
    """A workspace as interactions name it."""
    grid = slack.world.teams[team_id].enterprise_id
    return {"id": team_id, "domain": slack.team_domain(team_id)} | ({"enterprise_id": grid} if grid else {})


def basics(slack: LocalSlack, kind: str, person: Person, team_id: str, trigger: Trigger | None) -> Json:
    """What every interaction tells."""
    told: Json = {
        "type": kind, "user": user(person), "api_app_id": slack.world.bot.app_id,
        "token": slack.world.bot.verification_token, "team": team(slack, team_id),
        "enterprise": slack.world.teams[team_id].enterprise, "is_enterprise_install": False,
    }  # fmt: skip
    return told | ({"trigger_id": trigger.id} if trigger else {})


def channel_name(channel: Channel) -> str:
    """Slack hides the names of private places here."""
    return "directmessage" if channel.is_im else "privategroup" if channel.is_private else channel.name


def response_url(slack: LocalSlack, channel: Channel, person: Person, message: Message | None = None) -> str:
    """Where the app can answer this interaction."""
    now = slack.clock.now()
    if message is None:
        secret = slack.response_urls.make(channel.id, person.id, now)
    else:
        thread_ts = message.thread_ts if message.is_reply else None
        secret = slack.response_urls.make(channel.id, person.id, now, message.ts, thread_ts, message.only is not None)
    return f"{slack.url}/actions/{slack.world.home.id}/{secret}"


def _container(channel: Channel, message: Message, action: Json) -> Json:
    """The message itself, or the attachment the press was in."""
    place: Json = {"message_ts": message.ts, "channel_id": channel.id}
    for each in message.attachments or []:
        if any(block["block_id"] == action["block_id"] for block in each.get("blocks", [])):
            unfurled = bool(each.get("is_app_unfurl"))
            return {"type": "message_attachment", "attachment_id": each["id"], **place, "is_app_unfurl": unfurled}
    return {"type": "message", **place}


def message_click(slack: LocalSlack, person: Person, message: Message, action: Json, trigger: Trigger) -> Json:
    """block_actions from a message."""
    channel = slack.world.channels[message.channel_id]
    container = _container(channel, message, action)
    container["is_ephemeral"] = message.only is not None
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    return basics(slack, "block_actions", person, slack.world.home.id, trigger) | {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": messages_json.as_api(slack, message, stubs=channel.is_ext_shared),
        "state": state_of(blocks_of(message), {}),
        "response_url": response_url(slack, channel, person, message),
        "actions": [action],
    }


def view_click(slack: LocalSlack, person: Person, view: View, action: Json, trigger: Trigger) -> Json:
    """block_actions from a form or the App Home."""
    told = view_json(slack, view)
    return basics(slack, "block_actions", person, slack.world.home.id, trigger) | {
        "container": {"type": "view", "view_id": view.id},
        "view": told,
        "state": told["state"],
        "actions": [action],
    }


def suggestion(slack: LocalSlack, person: Person, found: Pressable, query: str) -> Json:
    """block_suggestion: what somebody types in a menu whose options the app has."""
    told: Json = {
        "action_id": found.element["action_id"], "block_id": found.block["block_id"], "value": query,
    }  # fmt: skip
    common = basics(slack, "block_suggestion", person, slack.world.home.id, None) | told
    if found.view is not None:
        return common | {"container": {"type": "view", "view_id": found.view.id}, "view": view_json(slack, found.view)}
    if found.message is None:
        return common
    channel = slack.world.channels[found.message.channel_id]
    container = {"type": "message", "message_ts": found.message.ts, "channel_id": channel.id, "is_ephemeral": False}
    return common | {
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": messages_json.as_api(slack, found.message, stubs=channel.is_ext_shared),
    }


def submission(slack: LocalSlack, person: Person, view: View, trigger: Trigger) -> Json:
    """view_submission: every team in it is the person's own, but `view.app_installed_team_id`."""
    told = {"view": view_json(slack, view), "response_urls": _response_urls(slack, person, view)}
    return basics(slack, "view_submission", person, person.team_id, trigger) | told


def _response_urls(slack: LocalSlack, person: Person, view: View) -> list[Json]:
    """One for each channel picked in a menu with `response_url_enabled`, in an input (docs/slack.md 3.2)."""
    told: list[Json] = []
    for block, element in elements(view.body["blocks"]):
        if block["type"] == "input" and element.get("response_url_enabled"):
            picked = value_of(block, element, view.typed)[HOLDS[element["type"]][0]]
            channel = slack.world.channels.get(picked or "")
            if channel is not None:
                place = {"block_id": block["block_id"], "action_id": element["action_id"], "channel_id": channel.id}
                told.append(place | {"response_url": response_url(slack, channel, person)})
    return told


def closing(slack: LocalSlack, person: Person, view: View, is_cleared: bool) -> Json:
    """view_closed."""
    told = {"view": view_json(slack, view), "is_cleared": is_cleared}
    return basics(slack, "view_closed", person, person.team_id, None) | told


def command(slack: LocalSlack, person: Person, channel: Channel, name: str, text: str, trigger: Trigger) -> Json:
    """A slash command; Socket Mode carries the form's fields as an object."""
    home = slack.world.home
    return {
        "token": slack.world.bot.verification_token, "team_id": home.id, "team_domain": home.domain,
        "channel_id": channel.id, "channel_name": channel_name(channel), "user_id": person.id,
        "user_name": person.key, "command": name, "text": text, "api_app_id": slack.world.bot.app_id,
        "is_enterprise_install": "false", "response_url": response_url(slack, channel, person),
        "trigger_id": trigger.id, **people_json.enterprise(home),
    }  # fmt: skip


def answer_place(channel: Channel, person: Person) -> Answerable:
    """Where the ack of a command answers."""
    return Answerable(channel.id, person.id, None, None, False, 0.0)


def global_shortcut(slack: LocalSlack, person: Person, callback_id: str, trigger: Trigger) -> Json:
    """A shortcut from the composer; it knows no channel."""
    told = {"callback_id": callback_id, "action_ts": _now(slack)}
    return basics(slack, "shortcut", person, slack.world.home.id, trigger) | told


def message_shortcut(slack: LocalSlack, person: Person, message: Message, callback_id: str, trigger: Trigger) -> Json:
    """A shortcut from a message's menu."""
    channel = slack.world.channels[message.channel_id]
    return basics(slack, "message_action", person, slack.world.home.id, trigger) | {
        "callback_id": callback_id,
        "action_ts": _now(slack),
        "message_ts": message.ts,
        "message": messages_json.as_api(slack, message, stubs=channel.is_ext_shared),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "response_url": response_url(slack, channel, person, message),
    }


def _now(slack: LocalSlack) -> str:
    return f"{slack.clock.now():.6f}"
