"""Answers to an interaction: to its response_url, or in the ack of a command.

docs.slack.dev/interactivity/handling-user-interaction; docs/slack.md 9.2.
"""

from functools import partial

from aiohttp import web

from sandbox import arguments, conversation
from sandbox.arguments import Args
from sandbox.content import Content, content, no_text
from sandbox.draft import Draft
from sandbox.errors import SlackError
from sandbox.exchange import Outcome, exchanged
from sandbox.kinds import Json
from sandbox.limits_messages import POSTED_TEXT
from sandbox.response_urls import Answerable
from sandbox.slack import LocalSlack
from sandbox.world import Message

METHOD = "response_url"
STATUS = {"not_found": 404, "used_url": 404, "expired_url": 404}


async def receive(slack: LocalSlack, request: web.Request) -> web.Response:
    """One POST to a response_url; Slack answers the word ok."""
    secret = request.match_info["secret"]
    try:
        args, _ = await arguments.read(request)
    except SlackError as error:
        return await exchanged(slack, request, METHOD, {}, partial(_refused, error))
    return await exchanged(slack, request, METHOD, args.given, partial(_answered, slack, secret, args))


def _answered(slack: LocalSlack, secret: str, args: Args) -> Outcome:
    try:
        give(slack, slack.response_urls.use(secret, slack.clock.now()), args)
    except SlackError as error:
        return _refused(error)
    return Outcome({"ok": True}, web.Response(text="ok"), effect=True)


def _refused(error: SlackError) -> Outcome:
    return Outcome(error.body(), web.json_response(error.body(), status=STATUS.get(error.code, 400)))


def give(slack: LocalSlack, place: Answerable, args: Args) -> None:
    """Does what the answer says: delete or replace the original, or a new message, ephemeral by default."""
    if place.channel_id not in slack.world.channels:
        raise SlackError("channel_not_found")
    original = _original(slack, place)
    if args.flag("delete_original"):
        if original is None:
            raise SlackError("message_not_found")
        _delete(slack, original)
        return
    said = content(slack, args, POSTED_TEXT, blocks_together=None)
    if not said.says_something:
        raise no_text()
    if args.flag("replace_original") and original is not None:
        _replace(slack, original, said)
        return
    _new(slack, place, args, said)


def _new(slack: LocalSlack, place: Answerable, args: Args, said: Content) -> None:
    channel = slack.world.channels[place.channel_id]
    thread_ts = args.maybe("thread_ts") or place.thread_ts
    bot = slack.world.bot.user_id
    draft = Draft(
        bot, said.words, said.blocks, thread_ts, by_bot=True, attachments=said.attachments, mrkdwn=said.mrkdwn
    )
    if args.maybe("response_type") == "in_channel":
        conversation.post(slack, channel, draft)
    else:
        conversation.whisper(slack, channel, draft, place.user_id)


def _original(slack: LocalSlack, place: Answerable) -> Message | None:
    if place.message_ts is None:
        return None
    if place.is_ephemeral:
        own = slack.world.ephemerals.get(place.user_id, [])
        return next((each for each in own if each.ts == place.message_ts), None)
    return slack.world.channels[place.channel_id].messages.get(place.message_ts)


def _delete(slack: LocalSlack, original: Message) -> None:
    if original.only is None:
        conversation.delete(slack, original)
        return
    slack.world.ephemerals[original.only].remove(original)
    slack.changes.notify()


def _replace(slack: LocalSlack, original: Message, said: Content) -> None:
    if original.only is None:
        new: Json = {"text": said.words, "blocks": said.blocks, "attachments": said.attachments}
        conversation.change(slack, original, marked=False, mrkdwn=said.mrkdwn, **new)
        return
    original.text, original.blocks, original.attachments = said.words, said.blocks, said.attachments
    original.mrkdwn = said.mrkdwn
    slack.changes.notify()
