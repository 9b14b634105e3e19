"""Who acts, and a desk bound to this delivery's key: put in Bolt's context for every listener.

Never Bolt's own `context.actor_*`: for clicks and submissions it names the installing team.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.response import BoltResponse

from handlers.house import House
from rules.forms import storable
from rules.people import PersonId

LONGEST_KEY = 200  # characters
UNKNOWN_TEAM = ""  # belongs to no workspace, so it is nobody of ours and no customer's

Middleware = Callable[..., Awaitable[BoltResponse | None]]


def introduces(house: House) -> Middleware:
    """The global middleware."""

    async def introduce(
        body: dict[str, Any], context: AsyncBoltContext, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        _make_storable(body)
        house.meters.came(body)
        context["house"] = house
        context["who"] = who_acts(body)
        context["desk"] = house.desk.for_delivery(delivery_key(body))
        return await next()

    return introduce


def who_acts(body: dict[str, Any]) -> PersonId:
    """Workspace and user of who did this. An unknown workspace is nobody's: unknown is external."""
    if "event" in body:
        return event_actor(body["event"])
    user = body.get("user")
    if isinstance(user, dict):
        return PersonId(user.get("team_id") or UNKNOWN_TEAM, user.get("id") or "")
    return PersonId(body.get("team_id") or UNKNOWN_TEAM, body.get("user_id", ""))


def event_actor(event: dict[str, Any]) -> PersonId:
    """Who an event is about: `user_team`, then `source_team`, then `team` (docs/slack.md 2.1)."""
    user = event.get("user") or ""
    user_id = (user.get("id") or "") if isinstance(user, dict) else user
    team = event.get("user_team") or event.get("source_team") or event.get("team") or UNKNOWN_TEAM
    if isinstance(user, dict):
        team = user.get("team_id") or team
    return PersonId(team, user_id)


def delivery_key(body: dict[str, Any]) -> str:
    """What is the same when the same delivery comes again: an event by `event_id`, a form by view and hash,
    a click or command by `trigger_id` (docs/architecture.md, "Getting in exactly once"); where Slack gives none of
    them, what was delivered itself. Never empty."""
    view = body.get("view") or {}
    if body.get("event_id"):
        key = str(body["event_id"])
    elif body.get("type") == "view_submission" and view.get("id") and view.get("hash"):
        key = f"{view['id']}:{view['hash']}"
    else:
        key = str(body.get("trigger_id") or body.get("action_ts") or "")
    return key if 0 < len(key) <= LONGEST_KEY else hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _make_storable(thing: Any) -> Any:
    """Every text in the delivery, in place, as it can be kept and said again."""
    if isinstance(thing, str):
        return storable(thing)
    if isinstance(thing, dict):
        thing.update({name: _make_storable(value) for name, value in thing.items()})
    if isinstance(thing, list):
        thing[:] = map(_make_storable, thing)
    return thing
