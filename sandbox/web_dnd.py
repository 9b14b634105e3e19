"""Web API: Do Not Disturb, as people set it in their clients; the app only reads it.

docs.slack.dev/reference/methods, dnd.*
"""

from sandbox import events
from sandbox.arguments import Args
from sandbox.body import Body
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.methods import Done, Method, person_of
from sandbox.people import acting
from sandbox.shapes import wrong
from sandbox.slack import LocalSlack

NONE = 1  # Slack's instant for "never"
MOST_USERS = 50


async def set_by_hand(slack: LocalSlack, body: Body) -> Json:
    """A person pauses their notifications for `until_s` seconds from now; 0 ends it."""
    who, seconds = acting(slack, body.need("user")), body.seconds("until_s", 0)
    now = slack.clock.now()
    slack.world.paused[who.id] = (now, now + seconds)
    told = {"user": who.id, "dnd_status": _told(slack, who.id)}
    events.workspace(slack, "dnd_updated_user", told)
    slack.changes.notify()
    return {"ok": True, "until": now + seconds}


def dnd_info(slack: LocalSlack, args: Args) -> Done:
    """One person's, the bot's own without a name."""
    user_id = args.maybe("user") or slack.world.bot.user_id
    if user_id != slack.world.bot.user_id:
        person_of(slack, user_id)
    return Done(_told(slack, user_id))


def dnd_team_info(slack: LocalSlack, args: Args) -> Done:
    """Several people's, those who are unknown left out."""
    wanted = args.names("users")
    if not wanted:
        raise SlackError("missing_argument", [wrong("missing required field: users", "")])
    if len(wanted) > MOST_USERS:
        raise SlackError("too_many_users")
    known = [each for each in wanted if each in slack.world.people and slack.world.is_known(slack.world.people[each])]
    return Done({"users": {each: _told(slack, each) for each in known}})


def _told(slack: LocalSlack, user_id: str) -> Json:
    """The pause that lasts; of others Slack tells no snooze apart from it."""
    since, until = slack.world.paused.get(user_id, (0.0, 0.0))
    if until <= slack.clock.now():
        return {"dnd_enabled": False, "next_dnd_start_ts": NONE, "next_dnd_end_ts": NONE}
    return {"dnd_enabled": True, "next_dnd_start_ts": int(since), "next_dnd_end_ts": int(until)}


METHODS: dict[str, Method] = {"dnd.info": dnd_info, "dnd.teamInfo": dnd_team_info}
