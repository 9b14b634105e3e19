"""The polite sentences for what may be wrong about a month's uptime."""

from collections.abc import Callable
from typing import Any

from handlers.views.words import Mrkdwn, Words
from rules.errors import RuleError
from rules.uptime_reports import NobodyCalled, ReportGone


def _nobody(t: Words, error: NobodyCalled) -> Mrkdwn:
    if error.alike:
        return t.md("Several are called like {name}: {alike}. Write a bit more of the name, or the site's address.",
                    name=error.name, alike=", ".join(error.alike))  # fmt: skip
    return t.md("No customer and no site is called {name}. Try */case report uptime 2026-10* for all of them.",
                name=error.name)  # fmt: skip


def _gone(t: Words, error: ReportGone) -> Mrkdwn:
    return t.md("This is too old to be sent on. Ask for it again with */case report uptime*.")


OF_UPTIME: dict[type[RuleError], Callable[[Words, Any], Mrkdwn]] = {NobodyCalled: _nobody, ReportGone: _gone}
