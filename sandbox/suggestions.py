"""Menus whose options come from the app: block_suggestion, asked for while a person types.

docs.slack.dev/reference/interaction-payloads/block_suggestion-payload; docs/slack.md 3.2.
"""

from dataclasses import dataclass

from sandbox import interactions
from sandbox.errors import CannotDo
from sandbox.find_button import Pressable
from sandbox.kinds import Json
from sandbox.limits_text import GROUPS, OPTION_GROUP, OPTIONS_IN_GROUP, PLAIN_OPTION, options_of, options_or_groups
from sandbox.shapes import also, many, problems, record
from sandbox.slack import LocalSlack
from sandbox.text_objects import kept
from sandbox.world import Person

EXTERNAL = ("external_select", "multi_external_select")
MIN_QUERY = 3
ANSWER = also(
    record({}, {"options": many(PLAIN_OPTION, 0, OPTIONS_IN_GROUP), "option_groups": many(OPTION_GROUP, 0, GROUPS)}),
    options_or_groups,
)


@dataclass(frozen=True)
class Suggested:
    """What the app answered, or why nothing is shown: it did not in time, or nobody would take its answer."""

    options: list[Json]
    acked: bool = True
    messages: tuple[str, ...] = ()


async def ask(slack: LocalSlack, who: Person, found: Pressable, query: str) -> Suggested:
    """The options the app has for what is typed so far."""
    if found.element["type"] not in EXTERNAL:
        raise CannotDo("not_an_external_select")
    least = found.element.get("min_query_length", MIN_QUERY)
    if len(query) < least:
        raise CannotDo("query_too_short", min_query_length=least)
    payload = interactions.suggestion(slack, who, found, query)
    envelope = await slack.deliveries.ask("interactive", payload)
    if not envelope.acked:
        return Suggested([], acked=False)
    wrong = problems(ANSWER, envelope.ack_body or {}, "")
    if wrong:
        return Suggested([], messages=tuple(wrong))
    options: list[Json] = kept(slack, options_of(envelope.ack_body or {}))
    slack.suggested[(who.id, *found.place)] = options
    return Suggested(options)
