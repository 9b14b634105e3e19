"""Invitations to Slack Connect: sent, accepted, approved, declined; and the app is told.

docs.slack.dev/apis/slack-connect/using-slack-connect-api-methods; docs.slack.dev/reference/events:
shared_channel_invite_received, shared_channel_invite_accepted and their like; docs/slack.md 2.6. What of its own side
somebody else approves, they approve at once; of home's side it is the config that says (`connect_approval`).
"""

from sandbox import channels, conversation, events, people_json
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import Channel, Invite, Person

LIVES_S = 14 * 86_400  # docs.slack.dev/reference/events/shared_channel_invite_received: `date_invalid`


def pending(slack: LocalSlack, channel: Channel) -> Invite | None:
    """The one of this channel that is not settled yet."""
    every = (each for each in slack.world.invites.values() if each.channel is channel)
    return next((each for each in every if is_open(slack, each)), None)


def of_whom(slack: LocalSlack, invite: Invite) -> list[str]:
    """The workspace invited, where it is known: an address names none."""
    known = invite.accepted_by or invite.recipient
    return [] if "@" in known else [slack.world.team_of(known)]


def is_open(slack: LocalSlack, invite: Invite) -> bool:
    """It can still come to something."""
    channel = invite.channel
    if slack.world.channels.get(channel.id) is not channel or channel.is_archived or channel.is_frozen:
        return False
    return invite.state == "accepted" or (invite.state == "sent" and slack.clock.now() < _ends(invite))


def _ends(invite: Invite) -> int:
    """From when on nobody can accept it."""
    return invite.created + LIVES_S


def is_for(invite: Invite, person: Person) -> bool:
    """This person may accept it."""
    return invite.recipient in (person.id, person.email.lower())


def send(slack: LocalSlack, channel: Channel, by: str, recipient: str, limited: bool) -> Invite:
    """A private channel with an old id has a new one from now on, whatever comes of it."""
    if channel.id.startswith("G"):
        channels.renumber(slack, channel)
    invite = Invite(slack.ids.next("I"), channel, by, recipient, limited, int(slack.clock.now()))
    slack.world.invites[invite.id] = invite
    if recipient == slack.world.bot.user_id:
        _tell(slack, "received", invite)
    slack.changes.notify()
    return invite


def accept(slack: LocalSlack, invite: Invite, user_id: str) -> None:
    """It waits for its approval, where one is needed, else the channel is shared."""
    invite.state, invite.accepted_by = "accepted", user_id
    needed = slack.config.connect_approval
    teams = _teams(slack, invite.channel)
    more: Json = {"approval_required": needed, "accepting_user": _user(slack, user_id), "teams_in_channel": teams}
    _tell(slack, "accepted", invite, **more)
    if needed:
        slack.changes.notify()
    else:
        _connect(slack, invite)


def approve(slack: LocalSlack, invite: Invite, user_id: str) -> None:
    """Home has said yes to what was accepted: the channel is shared."""
    team_id, teams = slack.world.team_of(user_id), _teams(slack, invite.channel)
    user = _user(slack, user_id)
    _tell(slack, "approved", invite, approving_team_id=team_id, approving_user=user, teams_in_channel=teams)
    _connect(slack, invite)


def decline(slack: LocalSlack, invite: Invite, user_id: str) -> None:
    """It comes to nothing."""
    invite.state = "declined"
    team_id, teams = slack.world.team_of(user_id), _teams(slack, invite.channel)
    user = _user(slack, user_id)
    _tell(slack, "declined", invite, declining_team_id=team_id, declining_user=user, teams_in_channel=teams)
    slack.changes.notify()


def _connect(slack: LocalSlack, invite: Invite) -> None:
    channel, user_id = invite.channel, invite.accepted_by
    invite.state = "connected"
    team_id = slack.world.team_of(user_id)
    if team_id not in channel.team_ids:
        conversation.share_with(slack, channel, (*channel.shared_with, team_id), team_id)
    if user_id not in channel.members:
        conversation.join(slack, channel, user_id, inviter=invite.by)


def _tell(slack: LocalSlack, what: str, invite: Invite, **more: object) -> None:
    """Of channels the app is in, and of what it was itself invited to."""
    told = {"invite": as_api(slack, invite), "channel": channel_item(invite.channel), **more}
    concerned = slack.world.bot.user_id in (invite.recipient, *invite.channel.members)
    if concerned:
        events.workspace(slack, f"shared_channel_invite_{what}", told, invite.channel.is_ext_shared)


def as_api(slack: LocalSlack, invite: Invite) -> Json:
    """The invitation as events and lists tell it (slackapi/node-slack-sdk: events/shared-channel.ts)."""
    by_mail = "@" in invite.recipient
    return {
        "id": invite.id, "date_created": invite.created, "date_invalid": _ends(invite),
        "inviting_team": _team(slack, invite.channel.team_id), "inviting_user": _user(slack, invite.by),
        "recipient_email" if by_mail else "recipient_user_id": invite.recipient,
    }  # fmt: skip


def channel_item(channel: Channel) -> Json:
    """A channel, in short."""
    return {"id": channel.id, "is_private": channel.is_private, "is_im": False, "name": channel.name}


def _teams(slack: LocalSlack, channel: Channel) -> list[Json]:
    return [_team(slack, each) for each in channel.team_ids]


def _team(slack: LocalSlack, team_id: str) -> Json:
    told = people_json.team(slack.world.teams[team_id])
    return {name: told[name] for name in ("id", "name", "icon", "domain")} | {"is_verified": False, "date_created": 0}


def _user(slack: LocalSlack, user_id: str) -> Json:
    person = slack.world.people.get(user_id)
    told = people_json.user(slack, person) if person else people_json.bot_user(slack.world.bot)
    return {name: told[name] for name in ("id", "team_id", "name", "updated", "profile")}
