"""What people do with invitations to Slack Connect.

docs.slack.dev/apis/slack-connect/using-slack-connect-api-methods.
"""

from sandbox import invites, people
from sandbox.body import Body
from sandbox.errors import CannotDo
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import Invite, Person


async def send(slack: LocalSlack, body: Body) -> Json:
    """Invites somebody to a channel of one's own workspace: `to`, by name, the app too, or by `email`."""
    who = people.acting(slack, body.need("user"))
    channel = people.joined(slack, body.need("channel"), who)
    if who.is_guest or channel.is_im or channel.is_mpim or channel.team_id != who.team_id or channel.is_archived:
        raise CannotDo("not_allowed")
    if invites.pending(slack, channel) is not None:
        raise CannotDo("already_invited")
    invite = invites.send(slack, channel, who.id, _recipient(slack, body), limited=False)
    return {"ok": True, "invite": invite.id, "channel": channel.id}


def _recipient(slack: LocalSlack, body: Body) -> str:
    bot, email = slack.world.bot, body.maybe("email")
    if email:
        return email.lower()
    wanted = body.need("to")
    if wanted.lstrip("@") in {bot.name, bot.app_name, bot.user_id}:
        return bot.user_id
    return people.person(slack, wanted).id


async def answer(slack: LocalSlack, body: Body) -> Json:
    """Accepts it, if one is invited; approves or declines it, at home, once it was accepted."""
    who, invite = people.acting(slack, body.need("user")), slack.world.invites.get(body.need("invite"))
    if invite is None:
        raise CannotDo("no_such_invite", there=sorted(slack.world.invites))
    said = body.need("answer")
    if said == "accept":
        _accept(slack, invite, who)
    elif said not in ("approve", "decline"):
        raise CannotDo("no_such_answer", there=["accept", "approve", "decline"])
    elif slack.world.is_outsider(who) or who.is_guest:
        raise CannotDo("not_allowed")
    elif invite.state != "accepted" or not invites.is_open(slack, invite):
        raise CannotDo("not_accepted")
    else:
        (invites.approve if said == "approve" else invites.decline)(slack, invite, who.id)
    return {"ok": True, "state": invite.state}


def _accept(slack: LocalSlack, invite: Invite, who: Person) -> None:
    if not invites.is_for(invite, who) or who.team_id == invite.channel.team_id:
        raise CannotDo("not_invited")
    if invite.state != "sent" or not invites.is_open(slack, invite):
        raise CannotDo("no_longer_open")
    invites.accept(slack, invite, who.id)
