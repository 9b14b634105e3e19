"""Logs: one line each, with tokens and secrets struck out wherever they stand."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

NOISY = ("apscheduler", "alembic", "slack_bolt", "slack_sdk", "aiohttp.access")
OF_SITES = "aiohttp.internal"  # what of a site's cookies is odd, at each look at it
SECRETS = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|(?<=Bearer )\S+|(?<=://)[^/@\s]+@")
IN_PATHS = re.compile(r"(/(?:hooks/[^/\s]+|ack)/)[^\s/?'\"]+")  # who knows these may raise or acknowledge alerts


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Strikes tokens, bearer values, passwords in addresses and secret paths out of every text of the event."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = IN_PATHS.sub(r"\1[secret]", SECRETS.sub("[secret]", value))
    return event


def set_up(level: int = logging.INFO) -> None:
    """Everything logged anywhere goes to stderr, redacted."""
    chain: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
        redact,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=chain,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.dev.ConsoleRenderer(colors=False),
        ],
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    handler.addFilter(_is_news)
    handler.addFilter(_without_traceback)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)


def _is_news(record: logging.LogRecord) -> bool:
    """Not a library's everyday word. Asked of each record, because Bolt sets the levels of its loggers itself."""
    if record.name == OF_SITES:
        return record.levelno >= logging.ERROR
    return record.levelno >= logging.WARNING or not record.name.startswith(NOISY)


def _without_traceback(record: logging.LogRecord) -> bool:
    """What slack_sdk could not do is one line: none of the lines it came through is ours, and it tries again."""
    if record.name.startswith("slack_sdk"):
        record.exc_info = None
        record.msg, record.args = " ".join(record.getMessage().split()), ()
    return True
