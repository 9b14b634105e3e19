"""Web API: looking things up, and checking blocks.

docs.slack.dev/reference/methods.
"""

from sandbox import emojis, files_json, messages_json, people_json
from sandbox.arguments import Args
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.limits_blocks import check
from sandbox.limits_views import checked
from sandbox.methods import Done, Method, channel_of, page, person_of
from sandbox.slack import LocalSlack


def api_test(slack: LocalSlack, args: Args) -> Done:
    """Gives back what it was given; with `error`, as an error."""
    error = args.maybe("error")
    if error is not None:
        raise SlackError(error, args=args.given)
    return Done({"args": args.given})


def validate(slack: LocalSlack, args: Args) -> Done:
    """Says what is wrong with `blocks`, a `view` or a `message`; no token needed (docs/slack.md 4.1)."""
    message, view = args.json("message"), args.json("view")
    if isinstance(view, dict):
        found = _of_view(view)
    else:
        blocks = message.get("blocks") if isinstance(message, dict) else args.json("blocks")
        found = check(blocks, "message")
    return Done({"errors": found})


def _of_view(view: Json) -> list[str]:
    try:
        checked(view, "home" if view.get("type") == "home" else "modal")
    except SlackError as error:
        return error.messages or [f"[ERROR] {error.code} [json-pointer:/view]"]
    return []


def by_email(slack: LocalSlack, args: Args) -> Done:
    """One of our own people, by e-mail address."""
    wanted = args.text("email").lower()
    for person in slack.world.people.values():
        if person.email.lower() == wanted and not slack.world.is_outsider(person):
            return Done({"user": people_json.user(slack, person)})
    raise SlackError("users_not_found")


def profile(slack: LocalSlack, args: Args) -> Done:
    """Somebody's profile alone."""
    return Done({"profile": people_json.user(slack, person_of(slack, args.text("user")))["profile"]})


def presence(slack: LocalSlack, args: Args) -> Done:
    """Everybody is here."""
    user_id = args.maybe("user") or slack.world.bot.user_id
    if user_id != slack.world.bot.user_id:
        person_of(slack, user_id)
    return Done({"presence": "active"})


def bot_info(slack: LocalSlack, args: Args) -> Done:
    """The bot itself; there is no other."""
    bot = slack.world.bot
    if (args.maybe("bot") or bot.bot_id) != bot.bot_id:
        raise SlackError("bot_not_found")
    return Done({"bot": people_json.bot_profile(bot)})


def emoji(slack: LocalSlack, args: Args) -> Done:
    """The workspace's own."""
    return Done({"emoji": emojis.own(slack.config), "cache_ts": f"{slack.clock.now():.6f}"})


def authorizations(slack: LocalSlack, args: Args) -> Done:
    """For whom an event came: the one installation there is (docs/slack.md 2.1)."""
    args.text("event_context")
    home, bot = slack.world.home, slack.world.bot
    told = {"enterprise_id": home.enterprise_id or None, "team_id": home.id, "user_id": bot.user_id, "is_bot": True}
    return Done({"authorizations": [told | {"is_enterprise_install": False}]})


def files(slack: LocalSlack, args: Args) -> Done:
    """The files the app may see, in one channel or all, the newest first; as whole objects, never stubs."""
    channel = channel_of(slack, args).id if args.maybe("channel") else None
    every = [
        each
        for each in slack.world.files.values()
        if slack.world.app_may_read(each) and each.shares and not each.is_deleted
    ]
    fitting = [each for each in reversed(every) if channel is None or channel in each.shares]
    count, number = args.number("count", 100, 1000), args.number("page", 1, 10**6)
    shown = fitting[(number - 1) * count : number * count]
    paging = {"count": count, "total": len(fitting), "page": number, "pages": -(-len(fitting) // count)}
    return Done({"files": [files_json.full(slack, each) for each in shown], "paging": paging})


def reacted(slack: LocalSlack, args: Args) -> Done:
    """What somebody has put an emoji on, without a name the bot."""
    user_id = args.maybe("user") or slack.world.bot.user_id
    found = [
        {"type": "message", "channel": channel.id, "message": messages_json.as_api(slack, message)}
        for channel in slack.world.channels.values()
        if slack.world.app_sees(channel)
        for message in channel.messages.values()
        if any(user_id in users for users in message.reactions.values())
    ]
    shown, metadata = page(found, args)
    return Done({"items": shown, "response_metadata": metadata})


METHODS: dict[str, Method] = {
    "api.test": api_test,
    "apps.event.authorizations.list": authorizations,
    "blocks.validate": validate,
    "bots.info": bot_info,
    "emoji.list": emoji,
    "files.list": files,
    "reactions.list": reacted,
    "users.getPresence": presence,
    "users.lookupByEmail": by_email,
    "users.profile.get": profile,
}
