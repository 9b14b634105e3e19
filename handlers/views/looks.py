"""Windows for us: why the deadline is what it is, what happened, whom to call."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from handlers import ids
from handlers.views.cases import deadline_line
from handlers.views.labels import LEVELS, LOOKS, case_number, duration
from handlers.views.parts import Block, actions, button, modal, quotes, section, shorten
from handlers.views.steps import happened, written
from handlers.views.words import N_, Mrkdwn, Words
from rules.cases import Look
from rules.levels import Promise
from rules.look_facts import DeadlineFacts, HistoryFacts, PhoneFacts, StoodStill
from rules.sla import Span
from rules.working_hours import ALWAYS

MOST_SPANS = 15
LONGEST_QUOTE = 300  # characters of what somebody wrote


def deadline(t: Words, facts: DeadlineFacts) -> dict[str, Any]:
    """Level, what is counted, what was paused of it, and the changes."""
    case = facts.told.case
    blocks = [section(deadline_line(t, case)), section(_explained(t, facts))]
    blocks += [section(_pause(t, pause)) for pause in facts.pauses]
    for entry in facts.changes:
        line = t.md("{instant}: {what}", instant=t.when_md(entry.at), what=happened(t, facts.told, entry))
        blocks += [section(line), *_quoted(t, written(entry))]
    return _window(t, Look.WHY_DEADLINE, blocks)


def history(t: Words, facts: HistoryFacts) -> dict[str, Any]:
    """A page of what happened, newest first, with buttons to the other pages."""
    blocks: list[Block] = []
    for entry in facts.entries:
        line = t.md("{instant}: {what}", instant=t.when_md(entry.at), what=happened(t, facts.told, entry))
        blocks += [section(line), *_quoted(t, written(entry))]
    case_id = facts.told.case.id
    turn = [button(t("Older"), ids.OLDER, f"{case_id}:{facts.page + 1}")] if facts.has_older else []
    turn += [button(t("Newer"), ids.NEWER, f"{case_id}:{facts.page - 1}")] if facts.page else []
    return _window(t, Look.HISTORY, [*blocks, *actions("pages", turn)])


def phone(t: Words, facts: PhoneFacts) -> dict[str, Any]:
    """The contact's phone, if it is known."""
    number = case_number(facts.case.number)
    if facts.phone:
        text = t.md("Call {name} about {number}: *{phone}*", name=facts.name or "", number=number, phone=facts.phone)
    elif facts.name:
        text = t.md("No phone number of {name} is known. A lead can add it under Manage.", name=facts.name)
    else:
        text = t.md("{number} has no contact to call.", number=number)
    return _window(t, Look.CALL, [section(text)])


def _window(t: Words, look: Look, blocks: list[Block]) -> dict[str, Any]:
    return modal(ids.SAID, t(LOOKS[look]), blocks, submit=None, close=t("Close"))


def _explained(t: Words, facts: DeadlineFacts) -> Mrkdwn:
    """The whole sum: "Level B, 7 h of opening time: Fri 15:10-16:00, Mon 09:00-15:10"; and what was paused of it."""
    case = facts.told.case
    known: dict[str, object] = {"level": t(LEVELS[case.level]), "instant": t.when_md(case.submitted_at)}
    counts = facts.promise or facts.target
    if counts is None:
        return t.md("{level}: no time is promised. Submitted {instant}.", **known)
    known |= {"budget": _length(t, counts.budget), "counted": _counted(t, facts.counted)}
    text = t.md(_sum(facts, counts), **known)
    paused = sum((pause.covers for pause in facts.pauses if _moved_it(pause, facts.counted)), timedelta(0))
    if not paused:
        return text
    who = facts.told.name(case.contact) or facts.told.customer.name
    return Mrkdwn(text + t.md("; {length} paused waiting for {who}", length=_length(t, paused), who=who))


def _sum(facts: DeadlineFacts, counts: Promise) -> str:
    if facts.promise is None:
        return N_("{level}: no time is promised. Our own target, for us only: {budget} of opening time: {counted}")
    if counts.clock is ALWAYS:
        return N_("{level}, {budget} round the clock: {counted}")
    return N_("{level}, {budget} of opening time: {counted}")


def _moved_it(pause: StoodStill, counted: Sequence[Span]) -> bool:
    """False for a pause that began after the deadline."""
    return not counted or pause.begin <= counted[-1][1]


def _counted(t: Words, spans: Sequence[Span]) -> str:
    """The spans, each with its weekday; with the date too where a weekday alone could be another week's."""
    if not spans:
        return t("nothing yet")
    dated = spans[-1][1] - spans[0][0] > timedelta(days=6)
    shown = [t.span(begin, end, dated=dated) for begin, end in spans]
    return ", ".join(shown if len(shown) <= MOST_SPANS else [*shown[: MOST_SPANS - 1], "…", shown[-1]])


def _pause(t: Words, pause: StoodStill) -> Mrkdwn:
    known = {"begin": t.when(pause.begin), "length": _length(t, pause.covers)}
    if pause.end is None:
        return t.md("The clock stands still since {begin}: {length} so far.", **known)
    return t.md("The clock stood still {begin} - {end}: {length}.", end=t.when(pause.end), **known)


def _length(t: Words, length: timedelta) -> str:
    return duration(t, int(length.total_seconds() // 60))


def _quoted(t: Words, texts: list[str]) -> list[Block]:
    return [block for text in texts for block in quotes(shorten(text, LONGEST_QUOTE))]
