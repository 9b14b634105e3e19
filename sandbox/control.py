"""The control: people's verbs and what there is to see, JSON over HTTP under /_control/. No Slack has it."""

import json

from aiohttp import web

from sandbox import (
    scheduled,
    verbs_channels,
    verbs_faults,
    verbs_forms,
    verbs_invites,
    verbs_people,
    verbs_press,
    verbs_talk,
    verbs_workspace,
    verbs_write,
    web_dnd,
)
from sandbox.body import Body
from sandbox.errors import CannotDo
from sandbox.http_delivery import RequestUrl
from sandbox.kinds import Json
from sandbox.questions import QUESTIONS, Question
from sandbox.slack import LocalSlack
from sandbox.socket_mode import REASONS, REFRESH, disconnect_all

EVENTS = ("event_callback", "app_rate_limited")


async def clock(slack: LocalSlack, body: Body) -> Json:
    """Winds the clock forward."""
    now = slack.clock.advance(body.seconds("advance_s", 0))
    scheduled.post_due(slack)
    slack.changes.notify()
    return {"ok": True, "now": now}


async def deliver(slack: LocalSlack, body: Body) -> Json:
    """Sends the app a payload as it is, to try what a forger would."""
    kind, payload = _envelope(body.given)
    envelope = await slack.deliveries.ask(kind, payload)
    return {"ok": True, "acked": envelope.acked, "ack": envelope.ack_body}


def _envelope(given: Json) -> tuple[str, Json]:
    """Its kind and payload; the kind is told, one level up or down, or seen from the payload."""
    payload = given.get("payload")
    if not isinstance(payload, dict):
        raise CannotDo("payload_is_needed")
    if payload.get("type") in verbs_faults.TYPES and isinstance(payload.get("payload"), dict):
        return payload["type"], payload["payload"]
    if given.get("type") in verbs_faults.TYPES:
        return given["type"], payload
    if "command" in payload:
        return "slash_commands", payload
    return ("events_api" if payload.get("type") in EVENTS else "interactive"), payload


async def disconnect(slack: LocalSlack, body: Body) -> Json:
    """Slack asks the app to connect anew, or has Socket Mode switched off (`link_disabled`)."""
    reason = body.maybe("reason") or REFRESH
    if reason not in REASONS:
        raise CannotDo("no_such_reason", there=list(REASONS))
    count = await disconnect_all(slack.deliveries, reason)
    return {"ok": True, "connections": count}


async def verify_url(slack: LocalSlack, body: Body) -> Json:
    """Asks the request URL what Slack asks a new one."""
    road = next((each for each in slack.deliveries.roads if isinstance(each, RequestUrl)), None)
    if road is None:
        raise CannotDo("no_request_url")
    return await road.verify()


async def subscriptions(slack: LocalSlack, body: Body) -> Json:
    """Whoever owns the app switches its event subscriptions on again."""
    slack.subscriptions.switch_on()
    slack.changes.notify()
    return {"ok": True, "on": True}


VERBS: dict[str, Question] = {
    "say": verbs_talk.say,
    "write": verbs_write.write,
    "edit": verbs_talk.edit,
    "delete": verbs_talk.delete,
    "react": verbs_talk.react,
    "pin": verbs_talk.pin,
    "join": verbs_talk.join,
    "leave": verbs_talk.leave,
    "invite_bot": verbs_talk.invite_bot,
    "remove_bot": verbs_talk.remove_bot,
    "share": verbs_channels.share,
    "unshare": verbs_channels.unshare,
    "invite_shared": verbs_invites.send,
    "answer_invite": verbs_invites.answer,
    "archive": verbs_channels.archive,
    "unarchive": verbs_channels.unarchive,
    "rename": verbs_channels.rename,
    "usergroup": verbs_people.usergroup,
    "deactivate": verbs_people.deactivate,
    "profile": verbs_people.profile,
    "add_person": verbs_workspace.add_person,
    "delete_channel": verbs_workspace.delete_channel,
    "uninstall": verbs_workspace.uninstall,
    "file": verbs_workspace.file,
    "click": verbs_press.click,
    "suggest": verbs_press.suggest,
    "command": verbs_press.command,
    "shortcut": verbs_press.shortcut,
    "submit": verbs_forms.submit,
    "close": verbs_forms.close,
    "open_home": verbs_forms.open_home,
    "deliver": deliver,
    "disconnect": disconnect,
    "verify_url": verify_url,
    "subscriptions": subscriptions,
    "clock": clock,
    "dnd": web_dnd.set_by_hand,
    "faults": verbs_faults.faults,
}

TOLD: dict[str, Question] = {**QUESTIONS, "faults": verbs_faults.listed}


async def handle(slack: LocalSlack, request: web.Request) -> web.Response:
    """One verb (POST) or question (GET); always 200, `ok` tells."""
    table = VERBS if request.method == "POST" else TOLD
    name = request.match_info["name"]
    try:
        if name not in table:
            raise CannotDo("no_such_verb", there=sorted(table))
        body = Body(await _given(request))
        answer = await table[name](slack, body)
    except CannotDo as refusal:
        answer = refusal.body()
    return web.json_response(answer)


async def _given(request: web.Request) -> Json:
    if request.method != "POST":
        return dict(request.query)
    try:
        given = json.loads(await request.text() or "{}")
    except (ValueError, LookupError, RecursionError):
        raise CannotDo("not_json") from None
    if not isinstance(given, dict):
        raise CannotDo("not_an_object")
    return given
