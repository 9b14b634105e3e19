"""Web API: calls in another program, which a `call` block shows (docs.slack.dev/reference/methods, calls.*)."""

from dataclasses import replace
from typing import Any

from sandbox.arguments import Args
from sandbox.errors import SlackError
from sandbox.kinds import Json
from sandbox.methods import Done, Method, person_of
from sandbox.slack import LocalSlack
from sandbox.world import Call

CHANGED = ("title", "join_url", "desktop_app_join_url")


def _told(call: Call) -> Json:
    told = {name: getattr(call, name) for name in ("id", "date_start", "external_unique_id", *CHANGED)}
    return told | {"users": list(call.users)} | ({"date_end": call.date_end} if call.date_end else {})


def _kept(slack: LocalSlack, call: Call, with_it: bool = True) -> Done:
    slack.world.calls[call.id] = call
    return Done({"call": _told(call)} if with_it else {}, effect=True)


def _call(slack: LocalSlack, args: Args) -> Call:
    found = slack.world.calls.get(args.text("id"))
    if found is None:
        raise SlackError("invalid_call_id")
    return found


def _users(slack: LocalSlack, args: Args) -> list[Json]:
    """`{"slack_id"}` for people of Slack's, `{"external_id", "display_name"}` for others."""
    given: Any = args.json("users") or []
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise SlackError("invalid_users")
    for each in given:
        if "slack_id" in each:
            person_of(slack, str(each["slack_id"]))
        elif not each.get("external_id") or not each.get("display_name"):
            raise SlackError("invalid_users")
    return given


def add(slack: LocalSlack, args: Args) -> Done:
    """A call has begun. A bot says whose it is (`created_by`)."""
    unique, address = args.text("external_unique_id"), args.text("join_url")
    if args.maybe("created_by") not in slack.world.people:
        raise SlackError("invalid_created_by")
    begun = args.number("date_start", int(slack.clock.now()), 10**10)
    call = Call(slack.ids.next("R"), unique, address, begun, users=tuple(_users(slack, args)))
    return _kept(slack, _named(call, args))


def _named(call: Call, args: Args) -> Call:
    """With the title and addresses that were given."""
    new: Json = {name: args.maybe(name) or getattr(call, name) for name in CHANGED}
    return replace(call, **new)


def info(slack: LocalSlack, args: Args) -> Done:
    """One call."""
    return Done({"call": _told(_call(slack, args))})


def update(slack: LocalSlack, args: Args) -> Done:
    """Another title or address."""
    return _kept(slack, _named(_call(slack, args), args))


def end(slack: LocalSlack, args: Args) -> Done:
    """It is over."""
    return _kept(slack, replace(_call(slack, args), date_end=int(slack.clock.now())), with_it=False)


def come(slack: LocalSlack, args: Args) -> Done:
    """More people take part."""
    call = _call(slack, args)
    fresh = [each for each in _users(slack, args) if each not in call.users]
    return _kept(slack, replace(call, users=(*call.users, *fresh)), with_it=False)


def go(slack: LocalSlack, args: Args) -> Done:
    """Some of them no more."""
    call, gone = _call(slack, args), _users(slack, args)
    return _kept(slack, replace(call, users=tuple(each for each in call.users if each not in gone)), with_it=False)


METHODS: dict[str, Method] = {
    "calls.add": add,
    "calls.end": end,
    "calls.info": info,
    "calls.participants.add": come,
    "calls.participants.remove": go,
    "calls.update": update,
}
