"""Web API: invitations to Slack Connect (docs.slack.dev/reference/methods: conversations.inviteShared,
conversations.acceptSharedInvite, conversations.approveSharedInvite, conversations.declineSharedInvite,
conversations.listConnectInvites)."""

import re

from sandbox import invites
from sandbox.arguments import Args
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.methods import Done, Method, joined_channel, page
from sandbox.shapes import wrong
from sandbox.slack import LocalSlack
from sandbox.world import CHANNEL_NAME, Channel, Invite

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
MANDATORY = "general"
OWN_NAME = "/channel_name"


def send(slack: LocalSlack, args: Args) -> Done:
    """Invites one person of another workspace, by id or by e-mail; `external_limited` unless told otherwise."""
    channel = _shareable(slack, joined_channel(slack, args))
    recipient = _recipient(slack, args, channel)
    if invites.pending(slack, channel) is not None:
        raise SlackError("connection_limit_exceeded_pending")
    limited = args.given.get("external_limited") in (None, "") or args.flag("external_limited")
    invite = invites.send(slack, channel, slack.world.bot.user_id, recipient, limited)
    told: Json = {"invite_id": invite.id, "is_legacy_shared_channel": False}
    if not limited:
        told |= {"conf_code": invite.id[-6:], "url": f"{slack.url}/shared-invite/{invite.id}"}
    return Done(told, effect=True, visible_to=channel.team_ids)


def _shareable(slack: LocalSlack, channel: Channel) -> Channel:
    """A channel of home's own that can be shared."""
    if channel.is_im or channel.is_mpim:
        raise SlackError("invalid_channel_type")
    if channel.is_archived:
        raise SlackError("channel_archived")
    if channel.is_frozen:
        raise SlackError("not_supported")
    if channel.team_id != slack.world.home.id:
        raise SlackError("not_owner")
    if channel.name == MANDATORY:
        raise SlackError("cannot_share_mandatory_channel")
    return channel


def _recipient(slack: LocalSlack, args: Args, channel: Channel) -> str:
    """Exactly one; a user id only of whom the app has met."""
    emails, ids = args.names("emails"), args.names("user_ids")
    if not emails and not ids:
        raise SlackError("recipients_not_specified")
    if len(emails) > 1:
        raise SlackError("too_many_emails")
    if len(emails) + len(ids) > 1:
        raise SlackError("invalid_arguments", [wrong("one email or one user id at a time", "/user_ids")])
    if emails:
        if not EMAIL.fullmatch(emails[0]):
            raise SlackError("invalid_email")
        return emails[0].lower()
    person = slack.world.people.get(ids[0])
    if person is None or not slack.world.is_outsider(person) or not slack.world.is_known(person):
        raise SlackError("user_not_found")
    if person.id in channel.members:
        raise SlackError("already_in_channel")
    return person.id


def accept(slack: LocalSlack, args: Args) -> Done:
    """The app was invited itself, and comes."""
    invite, bot = _received(slack, args), slack.world.bot.user_id
    _name(slack, args, invite.channel)
    if invite.channel.team_id == slack.world.home.id:
        raise SlackError("invite_from_same_org")
    if invite.state in ("accepted", "connected"):
        raise SlackError("invite_used")
    if not invites.is_open(slack, invite):
        raise SlackError("invalid_link")
    if invite.recipient != bot:
        raise SlackError("invite_not_found")
    invites.accept(slack, invite, bot)
    told = {"invite_id": invite.id, "channel_id": invite.channel.id, "implicit_approval": invite.state == "connected"}
    return Done(told, effect=True, visible_to=invite.channel.team_ids)


def _received(slack: LocalSlack, args: Args) -> Invite:
    """By its own id, or by the channel's."""
    own, of = args.maybe("invite_id"), args.maybe("channel_id")
    if own is None and of is None:
        raise SlackError("invalid_arguments", [wrong("missing required field: invite_id", "")])
    every = reversed(slack.world.invites.values())
    found = next((each for each in every if own == each.id or (own is None and each.channel.id == of)), None)
    if found is None:
        raise SlackError("invite_not_found")
    return found


def _name(slack: LocalSlack, args: Args, channel: Channel) -> None:
    name = args.maybe("channel_name")
    if name is None:
        raise SlackError("invalid_name_required", [wrong("missing required field: channel_name", "")])
    if len(name) > 80:
        raise SlackError("invalid_name_maxlength", [wrong("must be less than 81 characters", OWN_NAME)])
    if not CHANNEL_NAME.fullmatch(name):
        raise SlackError("invalid_name_specials", [wrong("must be small letters, digits, - and _", OWN_NAME)])
    if slack.world.named(name) not in (None, channel):
        raise SlackError("name_taken", [wrong("must be unique in the workspace", OWN_NAME)])


def approve(slack: LocalSlack, args: Args) -> Done:
    """Home says yes to an invitation that was accepted."""
    invite = _to_review(slack, args)
    if invite.state == "connected":
        raise SlackError("already_approved")
    _is_accepted(slack, invite, "approval_inactive")
    invites.approve(slack, invite, slack.world.bot.user_id)
    return Done({}, effect=True, visible_to=invite.channel.team_ids)


def decline(slack: LocalSlack, args: Args) -> Done:
    """Home says no to it."""
    invite = _to_review(slack, args)
    _is_accepted(slack, invite, "inactive_invite")
    invites.decline(slack, invite, slack.world.bot.user_id)
    return Done({}, effect=True, visible_to=invite.channel.team_ids)


def _to_review(slack: LocalSlack, args: Args) -> Invite:
    """Whoever sent it must say whom of the other side is meant (`target_team`)."""
    invite = slack.world.invites.get(args.text("invite_id"))
    home = slack.world.home.id
    if invite is None or home not in _teams(slack, invite):
        raise SlackError("invite_not_found")
    target = args.maybe("target_team")
    if invite.channel.team_id == home and target is None:
        raise SlackError("missing_target_team")
    if target and invite.accepted_by and target not in _teams(slack, invite):
        raise SlackError("approval_not_found")
    return invite


def _is_accepted(slack: LocalSlack, invite: Invite, gone: str) -> None:
    if not invites.is_open(slack, invite):
        raise SlackError(gone)
    if invite.state != "accepted":
        raise SlackError("approval_not_found")


def _teams(slack: LocalSlack, invite: Invite) -> set[str]:
    return {invite.channel.team_id, slack.world.team_of(invite.accepted_by)}


def listing(slack: LocalSlack, args: Args) -> Done:
    """What was sent or received and is not approved by everybody yet."""
    given = args.given | ({"limit": args.given["count"]} if "count" in args.given else {})
    shown, metadata = page([each for each in slack.world.invites.values() if _is_listed(slack, each)], Args(given))
    return Done({"invites": [_listed(slack, each) for each in shown], "response_metadata": metadata})


def _is_listed(slack: LocalSlack, invite: Invite) -> bool:
    ours = slack.world.home.id == invite.channel.team_id or invite.recipient == slack.world.bot.user_id
    return ours and invites.is_open(slack, invite)


def _listed(slack: LocalSlack, invite: Invite) -> Json:
    outgoing = invite.channel.team_id == slack.world.home.id
    return {
        "direction": "outgoing" if outgoing else "incoming", "status": invite.state, "invite_type": "channel",
        "date_last_updated": invite.created, "invite": invites.as_api(slack, invite),
        "channel": invites.channel_item(invite.channel), "acceptances": [],
    }  # fmt: skip


METHODS: dict[str, Method] = {
    "conversations.inviteShared": send,
    "conversations.acceptSharedInvite": accept,
    "conversations.approveSharedInvite": approve,
    "conversations.declineSharedInvite": decline,
    "conversations.listConnectInvites": listing,
}
