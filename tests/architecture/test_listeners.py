"""A listener's parameters are filled in by name: a misspelt one would arrive as None."""

import inspect

from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_bolt.response import BoltResponse

from handlers.edge import edge
from handlers.middleware import introduces
from tests.architecture.listeners import HOUSE, bound

BOLTS_OWN = {*inspect.get_annotations(AsyncArgs), "error"}
ONLY_IN = {"event", "command", "action", "shortcut", "view", "error"}  # names of parameters and kinds of listeners


async def test_every_parameter_is_known() -> None:
    known = BOLTS_OWN | await _put_in_context()
    listeners = [*((one.kind, one.function) for one in bound()), ("error", edge(HOUSE))]
    unknown = {
        f"{function.__module__}.{function.__name__}({name})"
        for kind, function in listeners
        for name in inspect.signature(function).parameters
        if name not in known or (name in ONLY_IN and name != kind)
    }
    assert not unknown, (
        f"Bolt has {sorted(BOLTS_OWN)} and handlers/middleware.py puts {sorted(known - BOLTS_OWN)} in its context; "
        f"`event`, `view` and the like exist only in listeners of that kind. Nobody fills in {sorted(unknown)}"
    )


def test_every_listener_is_asynchronous_and_answers() -> None:
    wrong = {
        f"{one.function.__module__}.{one.function.__name__}"
        for one in bound()
        if not inspect.iscoroutinefunction(one.function)
        or (one.kind != "event" and inspect.signature(one.function).return_annotation is not BoltResponse)
    }
    assert not wrong, f"End these `async def` with `return await ack(...)`, or Slack gets 404: {sorted(wrong)}"


async def _put_in_context() -> set[str]:
    context = AsyncBoltContext()
    before = set(context)

    async def go_on() -> BoltResponse:
        return BoltResponse(status=200)

    await introduces(HOUSE)({}, context, go_on)
    return set(context) - before
