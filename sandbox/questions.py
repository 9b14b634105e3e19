"""What the control tells: messages, views, calls, deliveries, and waiting for any of it."""

from collections.abc import Awaitable, Callable

from sandbox import page_json, people
from sandbox.body import Body
from sandbox.errors import CannotDo
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.verbs_forms import home_of
from sandbox.web_views import view_json
from sandbox.world import Message

Question = Callable[[LocalSlack, Body], Awaitable[Json]]
WAIT_S = 5.0


def _wanted(slack: LocalSlack, body: Body) -> list[Message]:
    """A thread with its root, or everything in the channel; with `as`, what that person sees."""
    who = people.person(slack, body.need("as")) if body.maybe("as") else None
    channel = people.channel(slack, body.need("channel"), who)
    every = people.seen(slack, channel, who) if who else list(channel.messages.values())
    thread_ts = body.maybe("thread_ts")
    return [each for each in every if not thread_ts or thread_ts in (each.ts, each.thread_ts)]


async def messages(slack: LocalSlack, body: Body) -> Json:
    """A channel's messages outside threads, or one thread with its root, the oldest first."""
    found = _wanted(slack, body)
    if not body.maybe("thread_ts"):
        found = [each for each in found if not each.is_reply]
    return {"ok": True, "messages": [page_json.message(slack, each) for each in found]}


async def wait(slack: LocalSlack, body: Body) -> Json:
    """The newest message that contains the text, now or within `timeout_s`; threads are searched too."""
    contains, after = body.maybe("contains") or "", body.maybe("after") or ""

    def found() -> Message | None:
        fitting = [each for each in _wanted(slack, body) if each.ts > after and contains in people.words(each)]
        return fitting[-1] if fitting else None

    message = await slack.changes.until(found, body.seconds("timeout_s", WAIT_S))
    if message is None:
        return {"ok": False, "error": "timeout"}
    return {"ok": True, "message": page_json.message(slack, message)}


async def views(slack: LocalSlack, body: Body) -> Json:
    """The forms a person has open, the last on top."""
    who = people.person(slack, body.need("user"))
    return {"ok": True, "views": [view_json(slack, view) for view in slack.views.of(who.id)]}


async def home(slack: LocalSlack, body: Body) -> Json:
    """What a person sees on the app's Home tab."""
    return {"ok": True} | home_of(slack, people.person(slack, body.need("user")))


async def calls(slack: LocalSlack, body: Body) -> Json:
    """Every Web API call."""
    return {"ok": True, "calls": slack.record.calls}


async def deliveries(slack: LocalSlack, body: Body) -> Json:
    """Every envelope, each attempt its own."""
    return {"ok": True, "deliveries": [each.as_record() for each in slack.deliveries.record]}


async def cast(slack: LocalSlack, body: Body) -> Json:
    """Everybody."""
    return {"ok": True, "people": [page_json.person(slack, each) for each in slack.world.people.values()]}


async def channels(slack: LocalSlack, body: Body) -> Json:
    """Every channel."""
    return {"ok": True, "channels": [page_json.channel(slack, each) for each in slack.world.channels.values()]}


async def idle(slack: LocalSlack, body: Body) -> Json:
    """Waits until no delivery is unanswered or waits to be sent again."""
    settled = await slack.changes.until(lambda: slack.deliveries.is_idle() or None, body.seconds("timeout_s", WAIT_S))
    if not settled:
        raise CannotDo("timeout")
    return {"ok": True}


async def subscriptions(slack: LocalSlack, body: Body) -> Json:
    """Whether events are sent at all."""
    return {"ok": True, "on": slack.subscriptions.are_on}


async def clock(slack: LocalSlack, body: Body) -> Json:
    """The sandbox's time."""
    return {"ok": True, "now": slack.clock.now(), "offset_s": slack.clock.offset()}


QUESTIONS: dict[str, Question] = {
    "messages": messages,
    "wait": wait,
    "views": views,
    "home": home,
    "calls": calls,
    "deliveries": deliveries,
    "people": cast,
    "channels": channels,
    "idle": idle,
    "clock": clock,
    "subscriptions": subscriptions,
}
