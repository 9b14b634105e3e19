"""Questions to Slack before the doors open: a hiccup is waited out, a refusal is told at once."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from slack_sdk.errors import SlackApiError

from handlers.pace import asked_to_wait
from handlers.slack import LIMITED, UNREACHABLE, code_of

T = TypeVar("T")
WAITS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)  # seconds between two tries
# "unknown" is a body without Slack's own word.
LATER = LIMITED | {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "unknown"}
# slack_sdk expects a JSON object even where a server answers 200 with something else.
UNREADABLE = (AttributeError, UnicodeDecodeError)

log = logging.getLogger(__name__)


class Refused(Exception):
    """Slack said no, and will say so again; `code` is its word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotNow(Exception):
    """Slack did not answer, or not as Slack does, for a minute; the message says what came last."""


async def answered(question: Callable[[], Awaitable[T]]) -> T:
    """Slack's answer, asked for again with growing waits, or longer ones where Slack says so.

    Raises Refused at once for a refusal, and NotNow when a minute of trying gave no answer.
    """
    for pause in (*WAITS, None):
        try:
            return await question()
        except SlackApiError as error:
            if not is_hiccup(error):
                raise Refused(code_of(error)) from error
            what, least = code_of(error), asked_to_wait(error) or 0.0
        except (*UNREACHABLE, *UNREADABLE) as error:
            what, least = type(error).__name__, 0.0
        if pause is None:
            break
        log.warning("no answer from Slack (%s); trying again in %.1f s", what, max(pause, least))
        await asyncio.sleep(max(pause, least))
    raise NotNow(what)


def is_hiccup(error: SlackApiError) -> bool:
    """The same question may be answered later."""
    # A bare response of aiohttp comes where the body was no JSON.
    status: int = getattr(error.response, "status_code", 0) or getattr(error.response, "status", 0)
    return code_of(error) in LATER or status == 429 or status >= 500
