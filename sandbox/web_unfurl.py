"""Web API: chat.unfurl, what the app shows of links people posted (docs.slack.dev/reference/methods/chat.unfurl)."""

from sandbox import conversation
from sandbox.arguments import Args
from sandbox.content import with_attachment_ids
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.limits_messages import checked_attachments
from sandbox.links import in_text, unfurl_id
from sandbox.methods import Done, Method, joined_channel, message_in
from sandbox.slack import LocalSlack
from sandbox.world import Channel, Message


def unfurl(slack: LocalSlack, args: Args) -> Done:
    """Puts under the message what the app knows of its links; named by channel and ts, or by unfurl_id and source."""
    channel, message = _message(slack, args)
    unfurls = args.json("unfurls", "invalid_unfurls_format")
    if not isinstance(unfurls, dict) or not unfurls:
        raise SlackError("missing_unfurls")
    links = in_text(message.text)
    if any(not isinstance(each, dict) for each in unfurls.values()):
        raise SlackError("invalid_unfurls_format")
    if any(url not in links for url in unfurls):
        raise SlackError("cannot_unfurl_url")
    checked = checked_attachments([_said(url, each) for url, each in unfurls.items()]) or []
    conversation.change(slack, message, marked=False, attachments=with_attachment_ids(slack, checked))
    return Done({}, effect=True, visible_to=channel.team_ids)


def _said(url: str, unfurl: Json) -> Json:
    return {"from_url": url, "is_app_unfurl": True, "fallback": url, **unfurl}


def _message(slack: LocalSlack, args: Args) -> tuple[Channel, Message]:
    named = args.maybe("unfurl_id")
    if named is not None:
        args = Args({"channel": named.partition(".")[0], "ts": named.partition(".")[2]})
    channel = joined_channel(slack, args)
    message = message_in(channel, args.text("ts"), "cannot_find_message")
    if named is not None and unfurl_id(message) != named:
        raise SlackError("invalid_unfurl_id")
    return channel, message


METHODS: dict[str, Method] = {"chat.unfurl": unfurl}
