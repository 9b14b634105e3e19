"""Pages per person, as a lead reads them."""

from collections.abc import Iterable

from babel.dates import format_date

from handlers.views.labels import duration
from handlers.views.words import Mrkdwn, Words, escape_within
from rules.page_report import ReportFacts, Summary, summaries

MOST_LISTED, LONGEST_NAME = 25, 60


def report(t: Words, facts: ReportFacts) -> Mrkdwn:
    """A month: who was paged how often, how often they came, and how long that took."""
    month = format_date(facts.month, "MMMM yyyy", locale=t.language)
    found = summaries(facts.rows)
    if not found:
        return t.md("*Pages in {month}:* none.", month=month)
    lines = [t.md("*Pages in {month}*", month=month), *(_line(t, facts, one) for one in found[:MOST_LISTED])]
    if len(found) > MOST_LISTED:
        lines.append(t.md("and {count} more", count=len(found) - MOST_LISTED))
    lines.append(t.md("Each page by itself, for payroll: bot rota pages --month {month} --csv FILE",
                      month=f"{facts.month:%Y-%m}"))  # fmt: skip
    return _lines(lines)


def _line(t: Words, facts: ReportFacts, one: Summary) -> Mrkdwn:
    pages = t("1 page") if one.pages == 1 else t("{count} pages", count=one.pages)
    known = {"who": escape_within(facts.name(one.who), LONGEST_NAME), "pages": pages}
    if not one.call_outs:
        return t.md("{who}: {pages}, no call-out", **known)
    call_outs = t("1 call-out") if one.call_outs == 1 else t("{count} call-outs", count=one.call_outs)
    return t.md(
        "{who}: {pages}, {call_outs}: {first} until acknowledged, {whole} until it was over",
        call_outs=call_outs, first=duration(t, one.to_acknowledged), whole=duration(t, one.to_over), **known,
    )  # fmt: skip


def _lines(lines: Iterable[Mrkdwn]) -> Mrkdwn:
    return Mrkdwn(Mrkdwn("\n").join(lines))
