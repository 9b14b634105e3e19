"""The stories the demo can play, by name."""

from collections.abc import Awaitable, Callable

from bot.plays.control import Control
from bot.plays.conversation import conversation
from bot.plays.course import course
from bot.plays.duty import duty
from bot.plays.outage import outage
from bot.plays.promises import promises

STORIES: dict[str, Callable[[Control], Awaitable[bool]]] = {
    "conversation": conversation,
    "course": course,
    "duty": duty,
    "outage": outage,
    "promises": promises,
}
