"""Buttons and menus of attachments, from before there were blocks; the app hears `interactive_message`.

docs.slack.dev/legacy/legacy-messaging; api.slack.com/legacy/interactive-message-field-guide; an example: bolt-python
tests/scenario_tests/test_attachment_actions.py. Menus whose options are the app's to find are not here.
"""

from collections.abc import Iterator

from sandbox import interactions, messages_json
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.triggers import Trigger
from sandbox.world import Message, Person

SOURCES = {"users": "users_select", "channels": "channels_select", "conversations": "conversations_select"}


def blocks(attachment: Json) -> list[Json]:
    """What can be pressed in it, as one block: `attachment` is where it is from, each element's `legacy` the action."""
    elements = list(_elements(attachment.get("actions") or []))
    place = {"block_id": f"attachment {attachment.get('id', 1)}", "attachment": attachment}
    return [{"type": "actions", **place, "elements": elements}] if elements else []


def asks_the_app(action: Json) -> bool:
    """A menu that nobody can open here."""
    return action.get("data_source") == "external"


def _elements(actions: list[Json]) -> Iterator[Json]:
    for number, action in enumerate(actions, 1):
        common = {"action_id": str(number), "legacy": action, **_asked(action)}
        if action["type"] == "button":
            style = {"style": action["style"]} if action.get("style") in ("primary", "danger") else {}
            link = {"url": action["url"]} if "url" in action else {}
            yield {"type": "button", "text": _plain(action["text"]), "value": action.get("value", ""), **style} | (
                link | common
            )
        elif not asks_the_app(action):
            yield {"placeholder": _plain(action["text"]), **_menu(action), **common}


def _menu(action: Json) -> Json:
    kind = SOURCES.get(action.get("data_source", "static"))
    if kind is not None:
        return {"type": kind}
    groups = action.get("option_groups")
    if groups is None:
        return {"type": "static_select", "options": _options(action.get("options", []))}
    told = [{"label": _plain(each["text"]), "options": _options(each["options"])} for each in groups]
    return {"type": "static_select", "option_groups": told}


def _options(given: list[Json]) -> list[Json]:
    return [{"text": _plain(each["text"]), "value": each["value"]} for each in given]


def _asked(action: Json) -> Json:
    given = action.get("confirm")
    if given is None:
        return {}
    title = _plain(given.get("title") or "Are you sure?")
    buttons = {"confirm": _plain(given.get("ok_text", "Okay")), "deny": _plain(given.get("dismiss_text", "Cancel"))}
    return {"confirm": {"title": title, "text": _plain(given["text"]), **buttons}}


def _plain(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def press(
    slack: LocalSlack, person: Person, message: Message, block: Json, element: Json, action: Json, trigger: Trigger
) -> Json:
    """The payload of one press; `action` is what a block's element would tell."""
    channel, attachment, given = slack.world.channels[message.channel_id], block["attachment"], element["legacy"]
    return interactions.basics(slack, "interactive_message", person, slack.world.home.id, trigger) | {
        "actions": [{"name": given.get("name", ""), "type": given["type"], **_told(given, action)}],
        "callback_id": attachment.get("callback_id", ""),
        "channel": {"id": channel.id, "name": interactions.channel_name(channel)},
        "action_ts": action["action_ts"],
        "message_ts": message.ts,
        "attachment_id": str(attachment["id"]),
        "is_app_unfurl": bool(attachment.get("is_app_unfurl")),
        "original_message": messages_json.as_api(slack, message, stubs=channel.is_ext_shared),
        "response_url": interactions.response_url(slack, channel, person, message),
    }


def _told(given: Json, action: Json) -> Json:
    if given["type"] == "button":
        return {"value": given.get("value", "")}
    chosen = next((each for name, each in action.items() if name.startswith("selected_")), None)
    value = chosen["value"] if isinstance(chosen, dict) else chosen
    return {"selected_options": [{"value": value}] if value else []}
