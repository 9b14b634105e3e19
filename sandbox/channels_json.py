"""Conversation objects as the app is told them (docs.slack.dev/reference/objects/conversation-object)."""

from sandbox import invites
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import Channel


def as_api(slack: LocalSlack, channel: Channel, *, listed: bool = False, counted: bool = False) -> Json:
    """The channel as the home workspace sees it. Lists do not say who is connected (docs/slack.md 2.2).

    How many members there are tell lists, and conversations.info where it is asked for with `include_num_members`.
    """
    if channel.is_im:
        return _im(slack, channel)
    told = _told(slack, channel)
    if listed or counted:
        told["num_members"] = len(channel.members)
    if channel.is_frozen:
        told["frozen_reason"] = "connection_severed"
    return told | _shared(slack, channel, listed)


def _told(slack: LocalSlack, channel: Channel) -> Json:
    is_group = channel.is_mpim or channel.id.startswith("G")  # private ones from before March 2021
    return {
        "id": channel.id, "name": channel.name, "name_normalized": channel.name, "is_channel": not is_group,
        "is_group": is_group,
        "is_im": False, "is_mpim": channel.is_mpim, "is_private": channel.is_private, "created": channel.created,
        "is_archived": channel.is_archived, "is_general": False, "is_frozen": channel.is_frozen, "is_org_shared": False,
        "is_shared": channel.is_ext_shared, "is_ext_shared": channel.is_ext_shared,
        "is_member": slack.world.bot.user_id in channel.members, "context_team_id": slack.world.home.id, "unlinked": 0,
        "creator": "", "previous_names": channel.previous_names, **_pending(slack, channel),
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": "", "last_set": 0},
    }  # fmt: skip


def _pending(slack: LocalSlack, channel: Channel) -> Json:
    """An invitation under way (docs/slack.md 2.6)."""
    invite = invites.pending(slack, channel)
    invited = invites.of_whom(slack, invite) if invite else []
    return {
        "is_pending_ext_shared": invite is not None, "pending_shared": invited, "pending_connected_team_ids": invited,
    }  # fmt: skip


def _shared(slack: LocalSlack, channel: Channel, listed: bool) -> Json:
    home = slack.world.home.id
    if not channel.is_ext_shared:
        return {"shared_team_ids": [home]}
    told: Json = {
        "conversation_host_id": slack.world.teams[channel.team_id].organisation_id,
        "shared_team_ids": list(channel.team_ids),
        "internal_team_ids": [home],
    }
    return told if listed else {**told, "connected_team_ids": [each for each in channel.team_ids if each != home]}


def _im(slack: LocalSlack, channel: Channel) -> Json:
    other = next(each for each in channel.members if each != slack.world.bot.user_id)
    return {
        "id": channel.id, "created": channel.created, "is_im": True, "is_channel": False, "is_group": False,
        "is_private": False, "is_org_shared": False, "is_ext_shared": False, "is_shared": False, "user": other,
        "context_team_id": slack.world.home.id, "is_archived": False, "is_open": True, "priority": 0,
        "is_user_deleted": False,
    }  # fmt: skip
