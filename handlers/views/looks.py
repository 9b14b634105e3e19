"""Windows for us: why the deadline is what it is, what happened, whom to call."""

from datetime import timedelta
from typing import Any

from handlers import ids
from handlers.views.cases import deadline_line
from handlers.views.labels import LEVELS, LOOKS, case_number
from handlers.views.parts import Block, actions, button, modal, quotes, section, shorten
from handlers.views.steps import duration, happened, written
from handlers.views.words import Mrkdwn, Words
from rules.cases import Look
from rules.facts import DeadlineFacts, HistoryFacts, PhoneFacts, StoodStill
from rules.working_hours import ALWAYS

NEW_LINE = Mrkdwn("\n")
MOST_OPENINGS = 15  # lines
LONGEST_QUOTE = 300  # characters of what somebody wrote


def deadline(t: Words, facts: DeadlineFacts) -> dict[str, Any]:
    """Level, the opening times counted, the pauses and the changes."""
    case = facts.told.case
    blocks = [section(deadline_line(t, case)), section(_promise(t, facts))]
    if facts.openings:
        blocks.append(section(_openings(t, facts)))
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


def _promise(t: Words, facts: DeadlineFacts) -> Mrkdwn:
    case = facts.told.case
    known: dict[str, object] = {"level": t(LEVELS[case.level]), "instant": t.when_md(case.submitted_at)}
    if facts.promise is None:
        return t.md("{level}: no time is promised. Submitted {instant}.", **known)
    known["budget"] = _length(t, facts.promise.budget)
    if facts.promise.clock is ALWAYS:
        return t.md("{level}: an answer within {budget}, round the clock, counted from {instant}.", **known)
    return t.md("{level}: an answer within {budget} of opening time, counted from {instant}.", **known)


def _openings(t: Words, facts: DeadlineFacts) -> Mrkdwn:
    lines = [t.md("{begin} - {end}", begin=t.when(begin), end=t.when(end)) for begin, end in facts.openings]
    if len(lines) > MOST_OPENINGS:
        lines = [*lines[: MOST_OPENINGS - 1], Mrkdwn("…"), lines[-1]]
    return Mrkdwn(NEW_LINE.join(lines))


def _pause(t: Words, pause: StoodStill) -> Mrkdwn:
    known = {"begin": t.when(pause.begin), "length": _length(t, pause.covers)}
    if pause.end is None:
        return t.md("The clock stands still since {begin}: {length} so far.", **known)
    return t.md("The clock stood still {begin} - {end}: {length}.", end=t.when(pause.end), **known)


def _length(t: Words, length: timedelta) -> str:
    return duration(t, int(length.total_seconds() // 60))


def _quoted(t: Words, texts: list[str]) -> list[Block]:
    return [block for text in texts for block in quotes(shorten(text, LONGEST_QUOTE))]
