"""What a token must be allowed to do for each method and event, and how often it may call.

Scopes: the "Required scopes" of each page under docs.slack.dev/reference/methods and .../reference/events, where read
(docs/slack.md 7), else slackapi/slack-api-specs. Tiers: slackapi/java-slack-sdk, rate_limit_tiers.json; the special
ones have no number of their own there, so only the channel's pace holds for them (docs/slack.md 5.5).
"""

from dataclasses import dataclass

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}  # docs.slack.dev/apis/web-api/rate-limits: "1+", "20+" ...
# Slack allows ten connections at once (docs/slack.md 5.3): one a minute would take ten minutes to open them.
BURST = {"apps.connections.open": 10}


@dataclass(frozen=True)
class Needs:
    """One method: its tier (None: special), and the scopes of which any one will do.

    `by_kind`: the scope depends on the kind of conversation; their order is that of KINDS.
    """

    tier: int | None
    scopes: tuple[str, ...] = ()
    by_kind: bool = False


KINDS = ("public_channel", "private_channel", "im", "mpim")


def _by_kind(tier: int, public: str, private: str, im: str, mpim: str) -> Needs:
    return Needs(tier, (public, private, im, mpim), by_kind=True)


def _read(tier: int) -> Needs:
    return _by_kind(tier, "channels:read", "groups:read", "im:read", "mpim:read")


def _history(tier: int) -> Needs:
    return _by_kind(tier, "channels:history", "groups:history", "im:history", "mpim:history")


def _manage(tier: int) -> Needs:
    return _by_kind(tier, "channels:manage", "groups:write", "im:write", "mpim:write")


METHODS: dict[str, Needs] = {
    "api.test": Needs(None),
    "apps.connections.open": Needs(1),
    "apps.event.authorizations.list": Needs(4),
    "auth.test": Needs(None),
    "blocks.validate": Needs(None),
    "bookmarks.add": Needs(2, ("bookmarks:write",)),
    "bookmarks.edit": Needs(2, ("bookmarks:write",)),
    "bookmarks.list": Needs(3, ("bookmarks:read",)),
    "bookmarks.remove": Needs(2, ("bookmarks:write",)),
    "bots.info": Needs(3, ("users:read",)),
    "calls.add": Needs(2, ("calls:write",)),
    "calls.end": Needs(2, ("calls:write",)),
    "calls.info": Needs(2, ("calls:read",)),
    "calls.participants.add": Needs(2, ("calls:write",)),
    "calls.participants.remove": Needs(2, ("calls:write",)),
    "calls.update": Needs(2, ("calls:write",)),
    "chat.delete": Needs(3, ("chat:write",)),
    "chat.deleteScheduledMessage": Needs(3, ("chat:write",)),
    "chat.getPermalink": Needs(None),
    "chat.meMessage": Needs(3, ("chat:write",)),
    "chat.postEphemeral": Needs(4, ("chat:write",)),
    "chat.postMessage": Needs(None, ("chat:write",)),
    "chat.scheduleMessage": Needs(3, ("chat:write",)),
    "chat.scheduledMessages.list": Needs(3),
    "chat.unfurl": Needs(3, ("links:write",)),
    "chat.update": Needs(3, ("chat:write",)),
    "conversations.acceptSharedInvite": Needs(1, ("conversations.connect:write",)),
    "conversations.approveSharedInvite": Needs(1, ("conversations.connect:manage",)),
    "conversations.archive": _manage(2),
    "conversations.close": _manage(2),
    "conversations.create": Needs(2, ("channels:manage", "groups:write")),
    "conversations.declineSharedInvite": Needs(1, ("conversations.connect:manage",)),
    "conversations.history": _history(3),
    "conversations.info": _read(3),
    "conversations.invite": _manage(3),
    "conversations.inviteShared": Needs(2, ("conversations.connect:write",)),
    "conversations.join": Needs(3, ("channels:join",)),
    "conversations.kick": _manage(3),
    "conversations.leave": _manage(3),
    "conversations.listConnectInvites": Needs(1, ("conversations.connect:manage",)),
    "conversations.list": Needs(2, ("channels:read", "groups:read", "im:read", "mpim:read")),
    "conversations.mark": _manage(3),
    "conversations.members": _read(4),
    "conversations.open": Needs(3, ("im:write", "mpim:write")),
    "conversations.rename": _manage(2),
    "conversations.replies": _history(3),
    "conversations.setPurpose": _manage(2),
    "conversations.setTopic": _manage(2),
    "conversations.unarchive": _manage(2),
    "dnd.info": Needs(3, ("dnd:read",)),
    "dnd.teamInfo": Needs(2, ("dnd:read",)),
    "emoji.list": Needs(2, ("emoji:read",)),
    "files.completeUploadExternal": Needs(4, ("files:write",)),
    "files.delete": Needs(3, ("files:write",)),
    "files.getUploadURLExternal": Needs(4, ("files:write",)),
    "files.info": Needs(4, ("files:read",)),
    "files.list": Needs(3, ("files:read",)),
    "pins.add": Needs(2, ("pins:write",)),
    "pins.list": Needs(2, ("pins:read",)),
    "pins.remove": Needs(2, ("pins:write",)),
    "reactions.add": Needs(3, ("reactions:write",)),
    "reactions.get": Needs(3, ("reactions:read",)),
    "reactions.list": Needs(2, ("reactions:read",)),
    "reactions.remove": Needs(2, ("reactions:write",)),
    "team.info": Needs(3, ("team:read",)),
    "usergroups.create": Needs(2, ("usergroups:write",)),
    "usergroups.disable": Needs(2, ("usergroups:write",)),
    "usergroups.enable": Needs(2, ("usergroups:write",)),
    "usergroups.list": Needs(2, ("usergroups:read",)),
    "usergroups.update": Needs(2, ("usergroups:write",)),
    "usergroups.users.list": Needs(2, ("usergroups:read",)),
    "usergroups.users.update": Needs(2, ("usergroups:write",)),
    "users.conversations": Needs(2, ("channels:read", "groups:read", "im:read", "mpim:read")),
    "users.getPresence": Needs(3, ("users:read",)),
    "users.info": Needs(4, ("users:read",)),
    "users.list": Needs(2, ("users:read",)),
    "users.lookupByEmail": Needs(3, ("users:read.email",)),
    "users.profile.get": Needs(4, ("users.profile:read",)),
    "views.open": Needs(4),
    "views.publish": Needs(4),
    "views.push": Needs(4),
    "views.update": Needs(4),
}

ANY_CHANNEL = ("channels:read", "groups:read", "im:read", "mpim:read")
EVENTS: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_created": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_id_changed": ANY_CHANNEL,
    "channel_rename": ("channels:read",),
    "channel_shared": ANY_CHANNEL,
    "channel_unarchive": ("channels:read",),
    "channel_unshared": ANY_CHANNEL,
    "dnd_updated_user": ("dnd:read",),
    "file_change": ("files:read",),
    "file_created": ("files:read",),
    "file_deleted": ("files:read",),
    "file_shared": ("files:read",),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "link_shared": ("links:read",),
    "member_joined_channel": ANY_CHANNEL,
    "member_left_channel": ANY_CHANNEL,
    "message_metadata_deleted": ("metadata.message:read",),
    "message_metadata_posted": ("metadata.message:read",),
    "message_metadata_updated": ("metadata.message:read",),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "message.mpim": ("mpim:history",),
    "pin_added": ("pins:read",),
    "pin_removed": ("pins:read",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "shared_channel_invite_accepted": ("conversations.connect:write", "conversations.connect:manage"),
    "shared_channel_invite_approved": ("conversations.connect:manage",),
    "shared_channel_invite_declined": ("conversations.connect:manage",),
    "shared_channel_invite_received": ("conversations.connect:read",),
    "subteam_created": ("usergroups:read",),
    "subteam_members_changed": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "team_join": ("users:read",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}

# Asked for beside a method's own: for a borrowed name, for e-mail addresses, for channels the bot is not in, for video.
FURTHER = ("chat:write.customize", "chat:write.public", "commands", "links.embed:write", "users:read.email")
# Without a manifest everything is allowed but this: it would hide every `not_in_channel` a real workspace gives.
NOT_BY_DEFAULT = "chat:write.public"
EVERY = frozenset(
    scope for each in (*(needs.scopes for needs in METHODS.values()), *EVENTS.values(), FURTHER) for scope in each
)


def needed(method: str, kind: str | None) -> tuple[str, ...]:
    """The scopes any one of which allows this method, in a conversation of this kind where one is meant."""
    needs = METHODS.get(method)
    if needs is None:
        return ()
    return (needs.scopes[KINDS.index(kind)],) if needs.by_kind and kind is not None else needs.scopes
