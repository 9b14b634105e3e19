"""Web API: files, in Slack's three steps (docs.slack.dev/messaging/working-with-files)."""

from typing import Any

from sandbox import conversation, events, files, files_json
from sandbox.arguments import Args
from sandbox.content import content
from sandbox.draft import Draft
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.limits_messages import POSTED_TEXT
from sandbox.methods import Done, Method, joined_channel, person_of, writable
from sandbox.shapes import wrong
from sandbox.slack import LocalSlack
from sandbox.web_chat import thread_of
from sandbox.world import Channel, File

MOST_BYTES = 1_000_000_000
MOST_CHANNELS = 100  # docs.slack.dev/reference/methods/files.completeUploadExternal
SNIPPET_BYTES, ALT_TEXT = 1024 * 1024, 1000


def upload_url(slack: LocalSlack, args: Args) -> Done:
    """Step 1: an address to send the bytes to."""
    name, size = args.text("filename"), _length(args)
    bot = slack.world.bot
    file = File(slack.ids.next("F"), name, name, bot.user_id, bot.team_id, int(slack.clock.now()), size)
    file.app_may_read = True
    slack.world.files[file.id] = file
    return Done({"upload_url": f"{slack.url}/upload/v1/{file.id}", "file_id": file.id}, effect=True)


def _length(args: Args) -> int:
    """How many bytes will come; a picture's words are checked with it (.../methods/files.getUploadURLExternal)."""
    if str(args.given.get("length") or "0") == "0":
        raise SlackError("missing_argument", [wrong("missing required field: length", "")])
    size = args.number("length", 0, MOST_BYTES)
    if args.maybe("snippet_type") and size > SNIPPET_BYTES:
        raise SlackError("snippet_too_large")
    if len(args.maybe("alt_txt") or "") > ALT_TEXT:
        raise SlackError("alt_txt_too_large")
    return size


def complete(slack: LocalSlack, args: Args) -> Done:
    """Step 3: the files are there; with a channel they are shared in one message, under the bot's own name."""
    uploads = [_uploaded(slack, each) for each in _wanted(args)]
    places = [writable(_place(slack, each)) for each in _channels(args)]
    if args.maybe("thread_ts") and len(places) > 1:
        raise SlackError("invalid_arguments", [wrong("one channel only beside thread_ts", "/channels")])
    _allowed(slack, uploads, places)
    draft = _draft(slack, args, uploads, places)
    for file, given in zip(uploads, _wanted(args), strict=True):
        file.completed = True
        file.title = str(given.get("title") or file.name)
    # Slack answers before it has shared them: where they are, files.info tells (bolt-js#2115).
    told = [files_json.full(slack, each) for each in uploads]
    for file in uploads:
        events.file_created(slack, file)
    for channel in places:
        conversation.post(slack, channel, draft)
    teams = tuple(dict.fromkeys(team_id for channel in places for team_id in channel.team_ids))
    return Done({"files": told}, effect=True, visible_to=teams)


def _allowed(slack: LocalSlack, uploads: list[File], places: list[Channel]) -> None:
    """Some kinds of file pass into no shared channel; Slack says `internal_error` (node-slack-sdk#2301). What it says
    where admins let none pass is not told: the same."""
    ends = tuple(f".{each}" for each in slack.config.refused_files)
    if any(each.is_ext_shared for each in places) and not slack.config.connect_files:
        raise SlackError("internal_error")
    if any(each.is_ext_shared for each in places) and any(file.name.lower().endswith(ends) for file in uploads):
        raise SlackError("internal_error")


def _place(slack: LocalSlack, channel_id: str) -> Channel:
    """By its id, or a person's: files are shared in no channel by name (python-slack-sdk#1580)."""
    if channel_id in slack.world.people:
        return conversation.direct(slack, person_of(slack, channel_id).id)
    if channel_id not in slack.world.channels:
        raise SlackError("channel_not_found")
    return joined_channel(slack, Args({"channel": channel_id}))


def _draft(slack: LocalSlack, args: Args, uploads: list[File], places: list[Channel]) -> Draft:
    said = content(slack, Args({**args.given, "text": args.maybe("initial_comment")}), POSTED_TEXT)
    return Draft(
        user=slack.world.bot.user_id,
        text=said.words,
        blocks=None if said.words else said.blocks,
        thread_ts=thread_of(places[0], args) if places else None,
        file_ids=tuple(file.id for file in uploads),
        by_bot=True,
        subtype="file_share",
    )


def _wanted(args: Args) -> list[Json]:
    given: Any = args.json("files")
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) for each in given):
        raise SlackError("invalid_arguments", ["[ERROR] must be an array of files [json-pointer:/files]"])
    return given


def _uploaded(slack: LocalSlack, given: Json) -> File:
    file = slack.world.files.get(str(given.get("id")))
    if file is None or file.content is None or file.completed:
        raise SlackError("file_not_found")
    return file


def _channels(args: Args) -> list[str]:
    one = args.maybe("channel_id")
    every = [one] if one else args.names("channels")
    if len(every) > MOST_CHANNELS:
        raise SlackError("channels_limit_exceeded")
    return every


def info(slack: LocalSlack, args: Args) -> Done:
    """A file the app may see."""
    file = slack.world.files.get(args.text("file"))
    if file is None or file.content is None or not slack.world.app_may_read(file):
        raise SlackError("file_not_found")
    if file.is_deleted:
        raise SlackError("file_deleted")
    told = files_json.full(slack, file)
    return Done({"file": told, "comments": [], "response_metadata": {"next_cursor": ""}})


def delete(slack: LocalSlack, args: Args) -> Done:
    """Takes away a file the app uploaded, wherever it was shared; the messages stay, a tombstone in its place."""
    file = slack.world.files.get(args.text("file"))
    if file is None or file.content is None:
        raise SlackError("file_not_found")
    if file.is_deleted:
        raise SlackError("file_deleted")
    if file.user != slack.world.bot.user_id:
        raise SlackError("cant_delete_file")
    files.remove(slack, file)
    return Done({}, effect=True)


METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": upload_url,
    "files.completeUploadExternal": complete,
    "files.info": info,
    "files.delete": delete,
}
