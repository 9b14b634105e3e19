"""The countdown to a promised answer in the on-call channel, its reminders and digests, and what is open at closing."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from handlers import ids
from handlers.views.buttons import moves, value
from handlers.views.cases import deadline_line, title
from handlers.views.labels import ACKNOWLEDGE, LEVELS, OPEN_THE_CASE, STATES, TAKE, case_number, duration
from handlers.views.letters import addressed
from handlers.views.oncall import on_duty_now
from handlers.views.parts import Block, Element, Message, actions, button, fields, header, leads_to, quotes, section
from handlers.views.words import N_, Mrkdwn, Words, escape, link, mention, strong, there
from rules.cases import Action, Case
from rules.countdown import EVERYBODY_AT, PERCENT, Step, is_ticking
from rules.countdown_facts import CountdownFacts, DigestFacts, GoHomeFacts, LevelAFacts
from rules.facts import CaseFacts
from rules.moves import possible
from rules.pages import Page
from rules.people import US, PersonId
from rules.records import CardPlace

MOST_MENTIONED = 20
MOST_IN_SECTION = 2800  # characters; Slack takes 3000
MOST_SECTIONS = 4  # of 12,000 characters that Slack takes in a message (docs/slack.md 4.1)
NEW_LINE = Mrkdwn("\n")


def countdown_card(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """One case's promise: whose, until when, how much of the time is used, and who should see to it."""
    case, told = facts.case, _told(facts)
    lines = [
        t.md("*Customer:* {customer}", customer=", ".join(_whose(facts))),
        t.md("*{state}* · {level}", state=t(STATES[case.state]), level=t(LEVELS[case.level])),
        deadline_line(t, case),
        countdown_line(t, case, told),
        t.md("*Assignee:* {name}", name=facts.name(case.assignee) or t("nobody yet")),
    ]
    for_whom = [section(_mentions(told.mentions))] if told.mentions else []
    text = t.md("{mentions}{title} · {level}, answer by {instant}", mentions=_ahead(told.mentions), title=title(case),
                level=t(LEVELS[case.level]), instant=t.when(case.due_at or now))  # fmt: skip
    if not is_ticking(case):
        text = t.md("{title} · {state}", title=title(case), state=t(STATES[case.state]))
    level_a = _level_a(t, facts, told.level_a) if told.level_a else []
    return Message(text, [header(title(case)), fields(lines), *level_a, *for_whom, *_buttons(t, facts, now)])


def _level_a(t: Words, facts: CaseFacts, told: LevelAFacts) -> list[Block]:
    """What the duty wants to know of a Level A: the words of who reports it, whether it is theirs, who has it."""
    lines = [
        t.md("The agreement includes operation: outside opening hours this one is the duty's.")
        if told.operation
        else t.md("The agreement does not include operation: outside opening hours nobody is woken."),
        on_duty_now(t, told.duty),
    ]
    if told.page is not None and told.page.steps:
        lines.append(_page(t, told.page, told.has_it))
    return [*quotes(facts.case.problem)[:1], section(Mrkdwn(NEW_LINE.join(lines)))]


def goes_on(t: Words, facts: CaseFacts) -> Message:
    """In place of the case's own card, once it is one incident with an alert that has one."""
    text = t.md("{title}: its countdown goes on at the card of its alert.", title=title(facts.case))
    return Message(text, [section(text)])


def reminder(t: Words, facts: CaseFacts) -> Message:
    """A step of the countdown, for whom it concerns."""
    told, number = _told(facts), strong(Mrkdwn(case_number(facts.case.number)))
    due = facts.case.due_at
    known: dict[str, object] = {"to": _ahead(told.mentions), "number": number}
    known["instant"] = t.when_md(due) if due else ""
    if told.step == Step.BEGUN:
        text = t.md("{to}{number} is *Level A*: answer by {instant}.", **known)
    elif told.step < Step.DUE:
        text = t.md("{to}{percent} % of the time for {number} is used: answer by {instant}.",
                    percent=PERCENT[Step(told.step)], **known)  # fmt: skip
    elif told.step == Step.DUE:
        text = t.md("{to}{number} is *overdue*: its answer was due {instant}.", **known)
    else:
        over = _length(t, told.used - told.budget)
        text = t.md("{to}{number} is *overdue by {over}*: its answer was due {instant}.", over=over, **known)
    text = Mrkdwn(text + _lateness(t, told))
    return Message(text, [section(text)])


def our_turn(t: Words, facts: CaseFacts) -> Message:
    """The customer waits for an answer to what they wrote."""
    told, wait = _told(facts), facts.waits
    if wait is None:
        return Message(t.md("It is answered."), [section(t.md("It is answered."))])
    to = _ahead(told.mentions)
    known = {"to": to, "waited": _length(t, wait.waited), "since": t.when_md(wait.since)}
    sentence = N_("{to}the customer has waited {waited} for an answer, since {since}.")
    if told.step >= EVERYBODY_AT:
        sentence = N_("{to}the customer has waited {waited} for an answer, twice as long as agreed, since {since}.")
    text = Mrkdwn(t.md(sentence, **known) + _lateness(t, told))
    return Message(text, [section(text)])


def digest(t: Words, facts: DigestFacts) -> Message:
    """Many at one time, in one message: overdue ones first."""
    count = len(facts.cases) + facts.more
    text = t.md("{to}*{count} promised answers* are due or overdue:", to=_ahead(facts.mentions), count=count)
    return Message(text, [section(text), *_list(t, facts.cases, facts.more, facts.names, facts.places)])


def go_home(t: Words, facts: GoHomeFacts) -> Message:
    """What the desk will not finish today, and who has duty tonight."""
    text = t.md("*Before you go home:* these promised answers are still open.")
    names = [facts.people[who].shown if who in facts.people else who.user_id for who in facts.duty]
    duty = t.md("On duty tonight: {names}", names=", ".join(names)) if names else t.md("Nobody has duty tonight.")
    return Message(text, [section(text), *_list(t, facts.cases, facts.more, facts.names, facts.places), section(duty)])


def _page(t: Words, page: Page, has_it: str) -> Mrkdwn:
    if page.is_acknowledged and page.acknowledged_at is not None:
        return t.md("*Page:* {who} has it since {time}.", who=has_it, time=t.time_md(page.acknowledged_at))
    return t.md("*Page:* step {number}, nobody has it yet.", number=page.steps)


def _told(facts: CaseFacts) -> CountdownFacts:
    return facts.countdown or CountdownFacts(Step.BEGUN, timedelta(0), (), None)


def _whose(facts: CaseFacts) -> list[str]:
    return [name for name in (facts.customer.name, facts.name(facts.case.contact)) if name]


def countdown_line(t: Words, case: Case, told: CountdownFacts) -> Mrkdwn:
    """How far it is: the step that was told last, or why nothing is counted any more."""
    if case.answered_at is not None:
        return t.md("*Countdown:* over, it is answered")
    if case.merged_into is not None:
        return t.md("*Countdown:* goes on in {number}", number=case_number(case.merged_into))
    if not is_ticking(case):
        return t.md("*Countdown:* the clock does not run")
    if told.step >= Step.DUE:
        return t.md("*Countdown:* *overdue*")
    return t.md("*Countdown:* {percent} % of {budget} used", budget=_length(t, told.budget),
                percent=PERCENT.get(Step(told.step), 0))  # fmt: skip


def _buttons(t: Words, facts: CaseFacts, now: datetime) -> list[Block]:
    """*I'm on it* and *Take* while the clock runs, and the way to the case."""
    case = facts.case
    if not is_ticking(case):
        return actions(f"countdown:{case.id}:{case.version}", _open(t, facts))
    row = [element for block in moves(t, case, US, now, (Action.ON_IT,)) for element in block["elements"]]
    row = [element | {"style": "primary"} for element in row]
    page = told.page if (told := _told(facts).level_a) else None
    if page is not None and page.steps and not page.is_acknowledged:
        row.append(button(t(ACKNOWLEDGE), ids.ACKNOWLEDGE, str(page.id)))
    return actions(f"countdown:{case.id}:{case.version}", [*row, _take(t, case, now), *_open(t, facts)])


def _take(t: Words, case: Case, now: datetime) -> Element:
    if Action.TAKE in possible(case, US, now):
        return button(t(TAKE), ids.MOVES[Action.TAKE], value(case, Action.TAKE))
    return button(t(TAKE), ids.TAKE_OVER, value(case, Action.ASSIGN))


def _open(t: Words, facts: CaseFacts) -> list[Element]:
    place = _told(facts).place
    if place is None or place.card_ts is None:
        return []
    return [leads_to(button(t(OPEN_THE_CASE), ids.OPEN_THE_CASE, str(facts.case.id)), _address(place))]


def _address(place: CardPlace) -> str:
    return there(place.channel_id, place.card_ts or place.thread_ts or "")


def _mentions(people: Sequence[PersonId]) -> Mrkdwn:
    return Mrkdwn(" ".join(mention(who.user_id) for who in people[:MOST_MENTIONED]))


def _ahead(people: Sequence[PersonId]) -> Mrkdwn:
    return addressed(*people[:MOST_MENTIONED])


def _lateness(t: Words, told: CountdownFacts) -> Mrkdwn:
    """What should have been said before is marked so."""
    if told.by_change:
        return t.md(" _Late by change of level._") if told.step >= Step.DUE else Mrkdwn("")
    if told.reminder is None or not told.reminder.is_late:
        return Mrkdwn("")
    return t.md(" _Late: this was for {instant}._", instant=t.when_md(told.reminder.fell_at))


def _length(t: Words, length: timedelta) -> str:
    return duration(t, int(length.total_seconds() // 60))


def _list(
    t: Words, cases: Sequence[Case], more: int, names: Mapping[int, str], places: Mapping[int, CardPlace]
) -> list[Block]:
    """A line for each case, as many as a message takes, and how many more there are."""
    sections: list[list[Mrkdwn]] = [[]]
    shown = 0
    for line in (_line(t, case, names, places.get(case.id)) for case in cases):
        if sum(len(one) + 1 for one in sections[-1]) + len(line) > MOST_IN_SECTION:
            if len(sections) == MOST_SECTIONS:
                break
            sections.append([])
        sections[-1].append(line)
        shown += 1
    left = len(cases) - shown + more
    rest = [section(t.md("and {count} more", count=left))] if left else []
    return [section(Mrkdwn(NEW_LINE.join(lines))) for lines in sections if lines] + rest


def _line(t: Words, case: Case, names: Mapping[int, str], place: CardPlace | None) -> Mrkdwn:
    number = case_number(case.number)
    shown = link(_address(place), number) if place and place.card_ts else escape(number)
    due = t.when(case.due_at) if case.due_at else ""
    return t.md("{number} {customer}, {level}: {instant}", number=shown, customer=names.get(case.customer_id, ""),
                level=t(LEVELS[case.level]), instant=due)  # fmt: skip
