"""What an app's message says: text, blocks, attachments or markdown, checked as Slack does (docs/slack.md 4.1, 4.3)."""

from dataclasses import dataclass

from sandbox.allowed import require
from sandbox.arguments import Args
from sandbox.block_ids import flat, with_ids
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.limits_messages import checked_attachments, checked_blocks, checked_markdown, checked_text
from sandbox.shapes import wrong
from sandbox.slack import LocalSlack


@dataclass(frozen=True)
class Content:
    """Blocks and attachments are None where none were given."""

    words: str
    blocks: list[Json] | None
    attachments: list[Json] | None

    @property
    def says_something(self) -> bool:
        """Else it is `no_text`."""
        return bool(self.words.strip() or self.blocks or self.attachments)


def content(slack: LocalSlack, args: Args, most: int) -> Content:
    """What the call brings; blocks without ids get them."""
    blocks = checked_blocks(args.json("blocks", "invalid_blocks_format"))
    attachments = checked_attachments(args.json("attachments", "invalid_attachments"))
    attachments = attachments and with_attachment_ids(slack, attachments)
    markdown = args.maybe("markdown_text")
    if markdown is not None:
        if blocks or args.maybe("text") is not None:
            raise SlackError("markdown_text_conflict")
        return Content(checked_markdown(markdown), None, attachments)
    if blocks is not None:
        _playable(slack, blocks)
        blocks = with_ids(blocks, slack.ids)
    return Content(checked_text(args.maybe("text"), most), blocks, attachments)


def with_attachment_ids(slack: LocalSlack, attachments: list[Json]) -> list[Json]:
    """Numbered, and their blocks with ids."""
    numbered = [{"id": number, **each} for number, each in enumerate(attachments, 1)]
    return [each | ({"blocks": with_ids(each["blocks"], slack.ids)} if "blocks" in each else {}) for each in numbered]


def _playable(slack: LocalSlack, blocks: list[Json]) -> None:
    """Video needs a scope of its own, and a domain the app unfurls (.../blocks/video-block)."""
    videos = [each for each in flat(blocks) if each["type"] == "video"]
    if videos:
        require(slack, "links.embed:write")
    for each in videos:
        host = each["video_url"].removeprefix("https://").split("/")[0]
        if not slack.manifest.unfurls(host):
            raise SlackError("invalid_blocks", [wrong(f"{host} is no unfurl domain of the app", "/blocks")])
