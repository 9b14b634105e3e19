"""Messages that are still to be said."""

from dataclasses import dataclass

from sandbox.kinds import Json


@dataclass(frozen=True)
class Draft:
    """What is to be said, before it has a `ts`; `about`: what a line of Slack's own tells beside its words;
    `mrkdwn`: its text is formatted."""

    user: str
    text: str = ""
    blocks: list[Json] | None = None
    thread_ts: str | None = None
    file_ids: tuple[str, ...] = ()
    by_bot: bool = False
    subtype: str | None = None
    username: str | None = None
    icons: Json | None = None
    metadata: Json | None = None
    client_msg_id: str | None = None
    attachments: list[Json] | None = None
    about: Json | None = None
    mrkdwn: bool = True


@dataclass(frozen=True)
class Scheduled:
    """One message and when (unix seconds) it goes out."""

    id: str
    channel_id: str
    post_at: int
    draft: Draft
    created: int
