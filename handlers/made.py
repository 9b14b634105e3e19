"""Files that are made when they are sent: a month's uptime as a picture and as a table."""

import asyncio

from handlers.files import Files
from handlers.views.charts import calendar, can_draw
from handlers.views.uptime import alt_text, file_name, table, table_comment, title
from handlers.views.words import Words, escape
from rules.notices import Kind
from rules.uptime import MonthFacts

KINDS = frozenset({Kind.UPTIME_PICTURE, Kind.UPTIME_TABLE})


def can_be_made(kind: Kind) -> bool:
    """False for a picture where nothing draws: the extra `charts` is not installed."""
    return kind is not Kind.UPTIME_PICTURE or can_draw()


def called(kind: Kind, facts: MonthFacts, t: Words) -> tuple[str, str]:
    """The file's name, and what stands beside it."""
    if kind is Kind.UPTIME_PICTURE:
        return file_name(facts, "png"), escape(title(t, facts))
    return file_name(facts, "csv"), table_comment(t)


async def uploaded(kind: Kind, facts: MonthFacts, t: Words, files: Files) -> str:
    """Makes it beside the loop and uploads it, shared with nobody yet; returns Slack's id for it."""
    name, comment = called(kind, facts, t)
    if kind is Kind.UPTIME_PICTURE:
        content = await asyncio.to_thread(calendar, t, facts)
        return await files.upload_made(name, content, alt_text(t, facts))
    return await files.upload_made(name, await asyncio.to_thread(table, facts), comment)
