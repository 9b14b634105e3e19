"""Answers to an interaction: to its response_url, or in the ack of a command (docs/slack.md 9.2)."""

from aiohttp import web

from sandbox import arguments, conversation
from sandbox.arguments import Args
from sandbox.conversation import Draft
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.limits_messages import POSTED_TEXT
from sandbox.record import Call
from sandbox.response_urls import Answerable
from sandbox.slack import LocalSlack
from sandbox.web_chat import content
from sandbox.world import Message

STATUS = {"not_found": 404, "used_url": 404, "expired_url": 404}


async def receive(slack: LocalSlack, request: web.Request) -> web.Response:
    """One POST to a response_url; Slack answers the word ok."""
    given: Json = {}
    try:
        args, _ = await arguments.read(request)
        given = args.given
        place = slack.response_urls.use(request.match_info["secret"])
        give(slack, place, args)
        answer: Json = {"ok": True}
    except SlackError as error:
        answer = error.body()
    slack.record.add(Call("response_url", given, answer, slack.clock.now(), answer["ok"], None, ()))
    if answer["ok"]:
        return web.Response(text="ok")
    return web.json_response(answer, status=STATUS.get(answer["error"], 400))


def give(slack: LocalSlack, place: Answerable, args: Args) -> None:
    """Does what the answer says: delete or replace the original, or a new message, ephemeral by default."""
    original = _original(slack, place)
    if args.flag("delete_original"):
        if original is None:
            raise SlackError("message_not_found")
        _delete(slack, original)
        return
    words, blocks = content(slack, args, POSTED_TEXT)
    if not words.strip() and not blocks:
        raise SlackError("no_text")
    if args.flag("replace_original") and original is not None:
        _replace(slack, original, words, blocks)
        return
    _new(slack, place, args, words, blocks)


def _new(slack: LocalSlack, place: Answerable, args: Args, words: str, blocks: list[Json] | None) -> None:
    channel = slack.world.channels[place.channel_id]
    thread_ts = args.maybe("thread_ts") or place.thread_ts
    draft = Draft(slack.world.bot.user_id, words, blocks, thread_ts, by_bot=True)
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


def _replace(slack: LocalSlack, original: Message, words: str, blocks: list[Json] | None) -> None:
    if original.only is None:
        conversation.change(slack, original, marked=False, text=words, blocks=blocks)
        return
    original.text, original.blocks = words, blocks
    slack.changes.notify()
