"""The uptime of sites in a month, as words and as a table of numbers; charts.py draws it."""

import csv
import io
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal

from handlers import ids
from handlers.views.labels import lasting
from handlers.views.oncall import whole as read_aloud
from handlers.views.parts import Element, Message, actions, button, confirmed, modal, section
from handlers.views.words import N_, Mrkdwn, Words, escape_within
from rules.forms import inert
from rules.notices import CUSTOMER, Kind, Notice
from rules.uptime import NOTHING, MonthFacts, SiteMonth, Uptime

MOST_LISTED, LONGEST_NAME, LONGEST_ALT = 25, 60, 990
LONGEST_PART = 2800
HEAD = (
    "customer", "site", "host", "month", "uptime_percent", "down_seconds", "outages", "planned_seconds",
    "unconfirmed_seconds", "watched_seconds",
)  # fmt: skip
TITLE, TITLE_SO_FAR = N_("Uptime in {month}"), N_("Uptime in {month} so far")
TITLE_OF, TITLE_OF_SO_FAR = N_("Uptime of {customer} in {month}"), N_("Uptime of {customer} in {month} so far")
NOT_WATCHED = N_("not looked after yet")
UP = N_("{share} %, never down")
DOWN_ONCE = N_("{share} %, down once, for {down}")
DOWN = N_("{share} %, down {count} times, {down} in all")
PLANNED = N_("planned maintenance {planned}")
DOUBTED = N_("{doubted} not confirmed: it was taken as our own fault")


def title(t: Words, facts: MonthFacts) -> str:
    """Of which month, and of whom."""
    month = format_date(facts.month, "MMMM yyyy", locale=t.language)
    if facts.customer is None:
        return t(TITLE if facts.is_over else TITLE_SO_FAR, month=month)
    return t(TITLE_OF if facts.is_over else TITLE_OF_SO_FAR, month=month, customer=facts.customer.name)


def report(t: Words, facts: MonthFacts) -> list[Mrkdwn]:
    """A line for each site, those that were down longest first; each is a sentence, so that it reads aloud."""
    lines = [t.md("*{title}*", title=title(t, facts))]
    if not facts.sites:
        return [*lines, t.md("There is no site yet.")]
    shown = worst_first(facts)[:MOST_LISTED]
    lines += [
        t.md("{name}: {told}", name=escape_within(label(facts, one), LONGEST_NAME), told=told(t, one.whole))
        for one in shown
    ]
    if (more := len(facts.sites) - len(shown)) > 0:
        lines.append(t.md("and {count} more, in the table", count=more))
    return lines


def alt_text(t: Words, facts: MonthFacts) -> str:
    """What the picture shows, for who does not see it."""
    said = t("{title}: a row for each site and a cell for each day, with the minutes it was down.",
             title=title(t, facts))  # fmt: skip
    for one in worst_first(facts):
        sentence = f" {label(facts, one)}: {told(t, one.whole)}."
        if len(said) + len(sentence) > LONGEST_ALT:
            break
        said += sentence
    return said


def told(t: Words, whole: Uptime) -> str:
    """A site's month in words."""
    if whole.share is None:
        return t(NOT_WATCHED)
    known = {"share": percent(t, whole), "down": lasting(t, whole.down), "count": whole.outages}
    parts = [t((UP, DOWN_ONCE)[whole.outages] if whole.outages < 2 else DOWN, **known)]
    parts += [t(PLANNED, planned=lasting(t, whole.planned))] if whole.planned > NOTHING else []
    parts += [t(DOUBTED, doubted=lasting(t, whole.doubted))] if whole.doubted > NOTHING else []
    return "; ".join(parts)


def percent(t: Words, whole: Uptime) -> str:
    """To two decimals, rounded down: what was down is never a hundred."""
    hundredths = whole.share_in(10_000)
    return "100" if hundredths == 10_000 else format_decimal(Decimal(hundredths) / 100, "0.00", locale=t.language)


def worst_first(facts: MonthFacts) -> list[SiteMonth]:
    """The sites, those that were down longest first."""
    return sorted(facts.sites, key=lambda one: -one.whole.down)


def table(facts: MonthFacts) -> bytes:
    """A row for each site, for spreadsheets and programs: percent, seconds in all, and seconds down of each day."""
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow([*HEAD, *(f"down_seconds_{day:02}" for day in range(1, _days(facts.sites) + 1))])
    rows.writerows(_row(facts, one) for one in facts.sites)
    return written.getvalue().encode()


def file_name(facts: MonthFacts, ending: str) -> str:
    """What the file is called: no customer's name is in it."""
    return f"uptime-{facts.month:%Y-%m}.{ending}"


def _row(facts: MonthFacts, one: SiteMonth) -> list[object]:
    whole = one.whole
    share = "" if whole.share is None else f"{Decimal(whole.share_in(1_000_000)) / 10_000:.4f}"
    lengths = (int(each.total_seconds()) for each in (whole.planned, whole.doubted, whole.watched))
    names = (inert(one.customer.name), inert(one.site.name), inert(one.site.host))
    days = (int(day.down.total_seconds()) if day.watched > NOTHING else "" for day in one.days)
    down = int(whole.down.total_seconds())
    return [*names, f"{facts.month:%Y-%m}", share, down, whole.outages, *lengths, *days]


def _days(sites: Iterable[SiteMonth]) -> int:
    return max((len(one.days) for one in sites), default=0)


def label(facts: MonthFacts, one: SiteMonth) -> str:
    """What the site is called; among several customers' with whose it is, unless its name says so."""
    is_plain = facts.customer is not None or one.customer.name.casefold() in one.site.name.casefold()
    return one.site.name if is_plain else f"{one.site.name} ({one.customer.name})"


def comes(t: Words, facts: MonthFacts) -> Mrkdwn:
    """To who asked: where to look."""
    return t.md(
        "*{title}* comes to you in a direct message: in words, as a picture and as a table.", title=title(t, facts)
    )


def month_message(t: Words, notice: Notice, facts: MonthFacts) -> Message:
    """The month in words; where its picture belongs, that none can be drawn."""
    if notice.kind is Kind.UPTIME_PICTURE:
        missing = t.md("There is no picture of it: who runs me can install the extra charts (uv sync --extra charts).")
        return Message(missing, [section(missing)])
    lines = report(t, facts)
    blocks = [section(Mrkdwn("\n".join(some))) for some in _sections(lines)]
    if facts.customer is not None and not notice.lane.startswith(CUSTOMER):
        blocks += actions(f"uptime:{facts.report_id}", [_send_on(t, facts)])
    return Message(read_aloud(lines), blocks)


def table_comment(t: Words) -> Mrkdwn:
    """What stands beside the table."""
    return t.md("As a table: a row for each site, with the seconds it was down on each day")


def sent_on(t: Words, customer: str) -> dict[str, Any]:
    """The window that says that it was done."""
    told = t.md(
        "{customer} gets it in their channel in a moment: in words, as a picture and as a table.", customer=customer
    )
    return modal(ids.SAID, t("On its way"), [section(told)], submit=None, close=t("Close"))


def _send_on(t: Words, facts: MonthFacts) -> Element:
    assert facts.customer is not None
    meaning = t(
        "It stands in the channel of {customer}, where all of them read it.", customer=facts.customer.name[:100]
    )
    return confirmed(
        button(t("Send to customer"), ids.SEND_UPTIME, str(facts.report_id)),
        t("Send this to the customer?"), meaning, t("Send"), t("Back"),
    )  # fmt: skip


def _sections(lines: list[Mrkdwn]) -> Iterator[list[Mrkdwn]]:
    """The lines, as many together as a paragraph takes."""
    some: list[Mrkdwn] = []
    for line in lines:
        if some and sum(len(one) + 1 for one in some) + len(line) > LONGEST_PART:
            yield some
            some = []
        some.append(line)
    yield some
