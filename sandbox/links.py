"""Links people post, and what the app shows of them.

`link_shared` comes for links of the app's own domains, posted where it is by people of its own workspace
(docs.slack.dev/messaging/unfurling-links-in-messages; for other organisations' people it does not: docs/slack.md 1.1).
"""

import re
from urllib.parse import urlsplit

from sandbox import events
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import Message

LINK = re.compile(r"<(https?://[^<>|\s]+)(?:\|[^<>]*)?>")


def in_text(text: str) -> list[str]:
    """The addresses in a message's text, as Slack encodes them."""
    return [each.replace("&amp;", "&") for each in LINK.findall(text)]


def shared(slack: LocalSlack, message: Message) -> None:
    """Tells the app of its links in a message somebody just posted."""
    person = slack.world.people.get(message.user)
    if person is None or slack.world.is_outsider(person):
        return
    links = [{"domain": urlsplit(each).hostname or "", "url": each} for each in in_text(message.text)]
    own = [each for each in links if slack.manifest.unfurls(each["domain"])]
    if not own:
        return
    told: Json = {
        "user": message.user, "channel": message.channel_id, "message_ts": message.ts, "links": own,
        "unfurl_id": unfurl_id(message), "source": "conversations_history", "is_bot_user_member": True,
    }  # fmt: skip
    if message.is_reply:
        told["thread_ts"] = message.thread_ts
    events.about(slack, "link_shared", slack.world.channels[message.channel_id], told, outside=False)


def unfurl_id(message: Message) -> str:
    """What chat.unfurl may name the message by."""
    return f"{message.channel_id}.{message.ts}"
