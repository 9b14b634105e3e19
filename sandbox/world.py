"""What there is: teams, people, channels, messages, files; and who sees what. Plain data, no sending.

docs.slack.dev/apis/slack-connect.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from sandbox.kinds import Json

CHANNEL_NAME = re.compile(r"[a-z0-9æøåäö_-]{1,80}")


@dataclass(frozen=True)
class Team:
    """An organisation's workspace; `enterprise_id` where it is one of several, of Enterprise Grid."""

    id: str
    key: str
    name: str
    domain: str
    enterprise_id: str = ""
    enterprise_name: str = ""

    @property
    def organisation_id(self) -> str:
        """As some events name it: `E...` of Enterprise Grid, else its own."""
        return self.enterprise_id or self.id

    @property
    def enterprise(self) -> Json | None:
        """As interactions name it."""
        return {"id": self.enterprise_id, "name": self.enterprise_name} if self.enterprise_id else None


@dataclass(frozen=True)
class Person:
    """A human. `locale` and `email` are told to their own workspace only (docs/slack.md 2.2)."""

    id: str
    key: str
    name: str
    title: str
    team_id: str
    is_guest: bool
    tz: str
    locale: str
    email: str
    avatar: str
    is_deleted: bool = False


@dataclass(frozen=True)
class Bot:
    """The app as installed in the home workspace."""

    user_id: str
    bot_id: str
    app_id: str
    name: str
    app_name: str
    team_id: str
    bot_token: str
    app_token: str
    signing_secret: str
    verification_token: str


@dataclass
class Message:
    """A message, or with `only` an ephemeral for one person, which is in no history; the rest: as in its draft."""

    ts: str
    channel_id: str
    user: str
    team_id: str
    text: str = ""
    blocks: list[Json] | None = None
    thread_ts: str | None = None
    subtype: str | None = None
    by_bot: bool = False
    username: str | None = None
    icons: Json | None = None
    metadata: Json | None = None
    file_ids: list[str] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    edited: Json | None = None
    only: str | None = None
    client_msg_id: str | None = None
    attachments: list[Json] | None = None
    about: Json | None = None
    mrkdwn: bool = True

    @property
    def is_reply(self) -> bool:
        """In a thread, and not its root."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass
class Channel:
    """A channel or, with `is_im`, direct messages between one person and the bot; with `is_mpim` between several."""

    id: str
    name: str
    team_id: str
    shared_with: tuple[str, ...] = ()
    is_private: bool = False
    is_im: bool = False
    is_mpim: bool = False
    topic: str = ""
    purpose: str = ""
    is_archived: bool = False
    created: int = 0
    members: list[str] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    threads: dict[str, dict[str, Message]] = field(default_factory=dict)
    pins: list[str] = field(default_factory=list)
    bookmarks: list[Json] = field(default_factory=list)
    previous_names: list[str] = field(default_factory=list)
    is_frozen: bool = False
    read: dict[str, str] = field(default_factory=dict)
    last_us: int = 0

    @property
    def team_ids(self) -> tuple[str, ...]:
        """Every workspace connected here, the owner first."""
        return (self.team_id, *self.shared_with)

    @property
    def is_ext_shared(self) -> bool:
        """Shared over Slack Connect."""
        return bool(self.shared_with) and not self.is_im and not self.is_mpim

    @property
    def channel_type(self) -> str:
        """As events name it."""
        return "im" if self.is_im else "mpim" if self.is_mpim else "group" if self.is_private else "channel"

    @property
    def kind(self) -> str:
        """As `types` of conversations.list and the scopes name it."""
        names = {"im": "im", "mpim": "mpim", "group": "private_channel", "channel": "public_channel"}
        return names[self.channel_type]

    def next_ts(self, now: float) -> str:
        """A `ts` that no other message here has, later than all of them; six decimals."""
        self.last_us = max(round(now * 1_000_000), self.last_us + 1)
        return f"{self.last_us // 1_000_000}.{self.last_us % 1_000_000:06d}"

    def newest(self) -> Iterator[Message]:
        """Everything outside threads, and the replies that were sent to the channel too; newest first, one after the
        other."""
        every = reversed(self.messages.values())
        return (each for each in every if not each.is_reply or each.subtype == "thread_broadcast")

    def replies(self, root_ts: str) -> list[Message]:
        """A thread's replies without its root, oldest first."""
        return list(self.threads.get(root_ts, {}).values())

    def add(self, message: Message) -> None:
        """One more message; its root becomes a thread."""
        self.messages[message.ts] = message
        if message.is_reply and message.thread_ts:
            self.threads.setdefault(message.thread_ts, {})[message.ts] = message
            if message.thread_ts in self.messages:
                self.messages[message.thread_ts].thread_ts = message.thread_ts

    def remove(self, message: Message) -> None:
        """One message less."""
        del self.messages[message.ts]
        self.threads.get(message.thread_ts or "", {}).pop(message.ts, None)
        if message.ts in self.pins:
            self.pins.remove(message.ts)


@dataclass
class File:
    """An upload, or with `external_url` a file that lies elsewhere. `app_may_read`: it came
    to the app in a form, or is its own; `is_told`: the app has heard of it."""

    id: str
    name: str
    title: str
    user: str
    user_team: str
    created: int
    size: int = 0
    content: bytes | None = None
    app_may_read: bool = False
    completed: bool = False
    is_deleted: bool = False
    is_told: bool = False
    external_url: str = ""
    shares: dict[str, list[Json]] = field(default_factory=dict)


@dataclass
class Invite:
    """An invitation to a channel from its own workspace; `recipient` is a user id, or an e-mail address."""

    id: str
    channel: Channel
    by: str
    recipient: str
    limited: bool
    created: int
    state: Literal["sent", "accepted", "connected", "declined"] = "sent"
    accepted_by: str = ""


@dataclass(frozen=True)
class Call:
    """A call in another program; `users` as the app named them, times unix seconds."""

    id: str
    external_unique_id: str
    join_url: str
    date_start: int
    title: str = ""
    desktop_app_join_url: str = ""
    date_end: int = 0
    users: tuple[Json, ...] = ()


@dataclass(frozen=True)
class Usergroup:
    """A user group of the home workspace; `disabled` is when it was put away, 0 for never."""

    id: str
    handle: str
    name: str
    members: tuple[str, ...]
    description: str = ""
    created: int = 0
    updated: int = 0
    disabled: int = 0


@dataclass
class World:
    """Everything, by id. The first team is home."""

    home: Team
    bot: Bot
    teams: dict[str, Team]
    people: dict[str, Person]
    channels: dict[str, Channel]
    usergroups: dict[str, Usergroup]
    files: dict[str, File] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    invites: dict[str, Invite] = field(default_factory=dict)
    ephemerals: dict[str, list[Message]] = field(default_factory=dict)
    paused: dict[str, tuple[float, float]] = field(default_factory=dict)  # Do Not Disturb: from, until

    def is_outsider(self, person: Person) -> bool:
        """Of another workspace than the one the app is installed in."""
        return person.team_id != self.home.id

    def team_of(self, user_id: str) -> str:
        """A user's workspace; the bot's is home."""
        return self.people[user_id].team_id if user_id in self.people else self.home.id

    def connected_to_home(self, channel: Channel) -> bool:
        """The home workspace has this channel."""
        return self.home.id in channel.team_ids

    def app_sees(self, channel: Channel) -> bool:
        """Public channels the home workspace has, and all the bot is in."""
        open_to_home = self.connected_to_home(channel) and channel.kind == "public_channel"
        return self.bot.user_id in channel.members or open_to_home

    def is_known(self, person: Person) -> bool:
        """Of home, or met in a channel that home has (else Slack calls them a stranger)."""
        if not self.is_outsider(person):
            return True
        return any(person.id in each.members and self.connected_to_home(each) for each in self.channels.values())

    def app_may_read(self, file: File) -> bool:
        """Uploaded by or to the app, or shared where the bot is a member."""
        return file.app_may_read or any(
            self.bot.user_id in self.channels[channel_id].members for channel_id in file.shares
        )

    def named(self, name: str) -> Channel | None:
        """The channel of this name, without #."""
        return next((each for each in self.channels.values() if not each.is_im and each.name == name), None)

    def mpim_with(self, user_ids: list[str]) -> Channel | None:
        """The direct messages between exactly these people and the bot."""
        wanted = {*user_ids, self.bot.user_id}
        return next((each for each in self.channels.values() if each.is_mpim and set(each.members) == wanted), None)

    def im_with(self, user_id: str) -> Channel | None:
        """The direct messages between this person and the bot, if they were ever opened."""
        wanted = {user_id, self.bot.user_id}
        return next((each for each in self.channels.values() if each.is_im and set(each.members) == wanted), None)
