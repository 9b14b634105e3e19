"""Is everything in order? Looks at the settings, Slack, the database and this machine, and changes nothing."""

import argparse
import asyncio
from collections.abc import AsyncIterator

from bot.examine_machine import attachments, database
from bot.examine_mail import mail
from bot.examine_slack import at_slack
from bot.findings import Finding, Verdict, note, ok, problem
from bot.settings import SettingsError, read


def examined(_given: argparse.Namespace) -> int:
    """Prints what was found, as it is found: 0 when there is no problem, else 1."""
    return asyncio.run(_examined())


async def _examined() -> int:
    found = set()
    async for finding in findings():
        print(finding, flush=True)
        found.add(finding.verdict)
    return 1 if Verdict.PROBLEM in found else 0


async def findings() -> AsyncIterator[Finding]:
    """Everything that can be looked at, in the order in which it is mended."""
    try:
        settings = read()
    except SettingsError as error:
        for line in str(error).splitlines():
            yield problem(*line.split(". ", 1))
        yield note("the rest can be looked at once the settings are right")
        return
    yield ok("settings: each is there and can be used")
    async for finding in at_slack(settings):
        yield finding
    yield await mail(settings)
    for finding in await asyncio.to_thread(database, settings):
        yield finding
    yield attachments(settings.attachments_dir)
