"""Every request of the app goes through here: broken on purpose or not, carried out or not, always written down."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from aiohttp import web

from sandbox.hang_up import hang_up
from sandbox.kinds import Json
from sandbox.record import Call
from sandbox.slack import LocalSlack

RETRY_AFTER_S = 1
HELD = {"timeout_before", "timeout_after"}
LOST = HELD | {"connection_reset"}


@dataclass(frozen=True)
class Outcome:
    """What a request came to: `body` is written down, `answer` is sent. `effect`: it changed something."""

    body: Json
    answer: web.Response
    effect: bool = False
    visible_to: tuple[str, ...] = ()


async def exchanged(
    slack: LocalSlack, request: web.Request, method: str, args: Json, work: Callable[[], Outcome]
) -> web.Response:
    """Does the work, unless a fault forbids it, and answers, unless a fault loses the answer.

    The record has what Slack made of it, also where the app never heard: the fault tells.
    """
    drawn = slack.faults.for_call(method)
    outcome = work() if drawn is None or drawn.happens else _undone(drawn.kind)
    fault = drawn.kind if drawn else None
    slack.record.add(_call(method, args, outcome, slack.clock.now(), fault))
    slack.changes.notify()
    if fault in HELD:
        await slack.faults.hold(slack.config.fault_hold_s)
    if fault in LOST:
        hang_up(request.transport)
    return outcome.answer


def _call(method: str, args: Json, outcome: Outcome, at: float, fault: str | None) -> Call:
    """As it is written down: what is told as JSON is that text, which nothing can change any more."""
    answer = outcome.answer
    told = answer.text if answer.content_type == "application/json" else None
    text = told or json.dumps(outcome.body, default=str)
    return Call(method, args, text, at, outcome.effect, fault, outcome.visible_to, answer.status)


def _undone(kind: str) -> Outcome:
    """As Slack answers when it does nothing (docs.slack.dev/apis/web-api/rate-limits, .../web-api/#errors)."""
    if kind == "ratelimited":
        body: Json = {"ok": False, "error": "ratelimited"}
        return Outcome(body, web.json_response(body, status=429, headers={"Retry-After": str(RETRY_AFTER_S)}))
    body = {"ok": False, "error": "internal_error" if kind == "server_error" else kind}
    return Outcome(body, web.json_response(body, status=500))
