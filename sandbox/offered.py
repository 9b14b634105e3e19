"""The conversations a menu offers to one person, and what its `filter` leaves of them.

docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object;
docs.slack.dev/reference/block-kit/block-elements/select-menu-element: what they see, a channels_select public ones.
"""

from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import Channel, Person

KINDS = {"im": "im", "mpim": "mpim", "private": "private_channel", "public": "public_channel"}


def conversations(slack: LocalSlack, who: Person, element: Json) -> list[Channel]:
    """Those of a conversations or channels menu, one or several to choose."""
    return [each for each in slack.world.channels.values() if sees(who, each) and _fits(slack, each, element)]


def sees(who: Person, channel: Channel) -> bool:
    """The ones they are in, and every public one of their workspace; a guest only the first."""
    is_open = channel.kind == "public_channel" and who.team_id in channel.team_ids
    return who.id in channel.members or (is_open and not who.is_guest)


def _fits(slack: LocalSlack, channel: Channel, element: Json) -> bool:
    if "channels" in element["type"]:
        return channel.kind == "public_channel"
    wanted = element.get("filter", {})
    kinds = [KINDS[each] for each in wanted.get("include", KINDS)]
    outside = wanted.get("exclude_external_shared_channels", False) and channel.is_ext_shared
    bots = wanted.get("exclude_bot_users", False) and channel.is_im and slack.world.bot.user_id in channel.members
    return channel.kind in kinds and not outside and not bots
