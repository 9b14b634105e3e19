"""What an app's message says: text, blocks, attachments or markdown, checked as Slack does.

docs.slack.dev/reference/methods/chat.postMessage; docs.slack.dev/reference/block-kit/blocks; docs/slack.md 4.1, 4.3.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sandbox.allowed import require
from sandbox.arguments import Args
from sandbox.block_ids import flat, with_ids
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.limits_messages import (
    BLOCKS_TOGETHER,
    checked_attachments,
    checked_blocks,
    checked_markdown,
    checked_text,
    checked_together,
)
from sandbox.shapes import wrong
from sandbox.slack import LocalSlack
from sandbox.text_objects import kept
from sandbox.typed_text import asked_for


@dataclass(frozen=True)
class Content:
    """Blocks and attachments are None where none were given; `mrkdwn`: the words are formatted."""

    words: str
    blocks: list[Json] | None
    attachments: list[Json] | None
    mrkdwn: bool = True

    @property
    def says_something(self) -> bool:
        """Else it is `no_text`."""
        return bool(self.words.strip() or self.blocks or self.attachments)


def no_text() -> SlackError:
    """What is said is nothing."""
    return SlackError("no_text", [wrong("missing required field: text, blocks or attachments", "")])


def content(slack: LocalSlack, args: Args, most: int, blocks_together: int | None = BLOCKS_TOGETHER) -> Content:
    """What the call brings; blocks without ids get them."""
    blocks = checked_blocks(args.json("blocks", "invalid_blocks_format"))
    attachments = checked_attachments(args.json("attachments", "invalid_attachments"))
    attachments = attachments and with_attachment_ids(slack, attachments)
    markdown = args.maybe("markdown_text")
    if markdown is not None:
        if blocks or args.maybe("text") is not None:
            raise SlackError("markdown_text_conflict", [wrong("no text or blocks allowed beside it", "/markdown_text")])
        return Content(checked_markdown(markdown), None, attachments)
    if blocks is not None:
        checked_together(blocks, blocks_together)
        may_ask_for_files(slack, blocks)
        _playable(slack, blocks)
        visible_files(slack, blocks, "/blocks")
        _known_calls(slack, blocks)
        blocks = with_ids(kept(slack, blocks), slack.ids)
    words = checked_text(args.maybe("text"), most)
    words = asked_for(slack, words, args.maybe("parse"), args.flag("link_names"))
    return Content(words, blocks, attachments, args.given.get("mrkdwn") is None or args.flag("mrkdwn"))


def with_attachment_ids(slack: LocalSlack, attachments: list[Json]) -> list[Json]:
    """Numbered, and their blocks with ids."""
    numbered = [{"id": number, **each} for number, each in enumerate(attachments, 1)]
    return [
        each | ({"blocks": with_ids(kept(slack, each["blocks"]), slack.ids)} if "blocks" in each else {})
        for each in numbered
    ]


def _known_calls(slack: LocalSlack, blocks: list[Json]) -> None:
    """A call is one that calls.add began."""
    for number, each in enumerate(blocks):
        if each["type"] == "call" and each["call_id"] not in slack.world.calls:
            raise SlackError("invalid_blocks", [wrong("invalid call_id", f"/blocks/{number}/call_id")])


def may_ask_for_files(slack: LocalSlack, blocks: list[Json]) -> None:
    """To ask for files takes `files:read` (docs.slack.dev/reference/block-kit/block-elements/file-input-element)."""
    if any(each["type"] == "input" and each["element"]["type"] == "file_input" for each in flat(blocks)):
        require(slack, "files:read")


def visible_files(slack: LocalSlack, blocks: list[Json], path: str) -> None:
    """A picture that is a file of Slack's must have been shared before: whoever reads has to see it.

    `invalid slack file`, a private upload of the app's own included (bolt-python#1251, java-slack-sdk#1349).
    """
    for wanted in _slack_files(blocks):
        named = wanted.get("id") or wanted["url"].rpartition("/files-pri/")[2].partition("/")[0].partition("-")[2]
        file = slack.world.files.get(named)
        if file is None or file.is_deleted or not file.shares:
            raise SlackError("invalid_blocks", [wrong("invalid slack file", path)])


def _slack_files(value: object) -> Iterator[Json]:
    if isinstance(value, list):
        for each in value:
            yield from _slack_files(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name == "slack_file":
                yield each
            else:
                yield from _slack_files(each)


def _playable(slack: LocalSlack, blocks: list[Json]) -> None:
    """Video needs a scope of its own, and a domain the app unfurls (.../blocks/video-block)."""
    videos = [each for each in flat(blocks) if each["type"] == "video"]
    if videos:
        require(slack, "links.embed:write")
    for each in videos:
        host = each["video_url"].removeprefix("https://").split("/")[0]
        if not slack.manifest.unfurls(host):
            raise SlackError("invalid_blocks", [wrong(f"{host} is no unfurl domain of the app", "/blocks")])
