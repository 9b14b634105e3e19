"""Maintenance windows: what goes on and is planned, and the form of a new one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from handlers import ids
from handlers.views.parts import (
    MOST_OPTIONS,
    Element,
    actions,
    beside,
    button,
    entry,
    grouped_select,
    instant_input,
    modal,
    option,
    section,
    shorten,
    text_input,
)
from handlers.views.words import Mrkdwn, Words, escape, mention
from rules.alert_facts import Maintenance
from rules.alert_quiet import LONGEST_WHY, Window, window_value

LONGEST_CHOICE = 75
HOUR = timedelta(hours=1)


def lines(t: Words, facts: Maintenance, now: datetime) -> Iterator[Mrkdwn]:
    """What goes on and is planned, a line each."""
    return (line(t, facts, window, now) for window in facts.windows)


def line(t: Words, facts: Maintenance, window: Window, now: datetime) -> Mrkdwn:
    """A window in a sentence: whose, when, why, by whom."""
    known = {
        "what": facts.name(window),
        "span": t.span(window.start, window.end, dated=True),
        "until": t.when_md(window.end),
    }
    if window.start <= now:
        shown = t.md("*Maintenance* of {what} until {until}", **known)
    else:
        shown = t.md("*Maintenance* of {what}: {span}", **known)
    why = Mrkdwn(" – " + escape(window.why)) if window.why else Mrkdwn("")
    by = t.md(" (planned by {who})", who=mention(window.by.user_id)) if window.by is not None else Mrkdwn("")
    return Mrkdwn(shown + why + by)


def overview(t: Words, facts: Maintenance, now: datetime) -> dict[str, Any]:
    """All windows, each with a button that ends it, and the way to a new one."""
    rows = [
        beside(line(t, facts, window, now), button(t("End now"), ids.END_WINDOW, str(window.id)))
        for window in facts.windows
    ]
    nothing = [section(t.md("No maintenance goes on or is planned. Meanwhile nobody is woken, and it does not count as"
                            " down."))]  # fmt: skip
    new = actions("maintenance", [button(t("Plan maintenance"), ids.PLAN_WINDOW, "new")]) if facts.customers else []
    return modal(ids.SAID, t("Maintenance"), [*(rows or nothing), *new], submit=None, close=t("Close"))


def window_form(t: Words, facts: Maintenance, now: datetime) -> dict[str, Any]:
    """A new window: of which customer or site, from when, to when."""
    start = now.replace(minute=0, second=0, microsecond=0) + HOUR
    hint = t("Nobody is woken meanwhile, and it does not count as down.")
    blocks = [
        entry(ids.ABOUT, t("Of which customer or site?"), grouped_select(t("Choose"), list(_groups(t, facts))), hint),
        entry(ids.BEGINS, t("From"), instant_input(start)),
        entry(ids.ENDS, t("To"), instant_input(start + HOUR)),
        entry(ids.WHY, t("What is done"), text_input(longest=LONGEST_WHY), required=False),
    ]
    return modal(ids.WINDOW_FORM, t("Plan maintenance"), blocks, submit=t("Save"), close=t("Cancel"))


def _groups(t: Words, facts: Maintenance) -> Iterator[tuple[str, list[Element]]]:
    """Each customer: all of it, or one of its sites."""
    for customer, sites in facts.customers[:MOST_OPTIONS]:
        everything = option(
            shorten(t("All of {customer}", customer=customer.name), LONGEST_CHOICE), window_value(customer.id)
        )
        its = [
            option(shorten(f"{site.name} ({site.host})", LONGEST_CHOICE), window_value(customer.id, site.id))
            for site in sites[: MOST_OPTIONS - 1]
        ]
        yield shorten(customer.name, LONGEST_CHOICE), [everything, *its]
