"""Pages in words: to who is told, and in the thread what happened, step by step."""

from collections.abc import Sequence
from itertools import groupby

from handlers import ids
from handlers.views.checks import seen
from handlers.views.labels import ACKNOWLEDGE, OPEN_THE_CASE, STILL_ON_IT, case_number, duration
from handlers.views.parts import Element, Message, actions, button, leads_to, section
from handlers.views.words import N_, Mrkdwn, Words, escape, escape_within, mention, there
from rules.alerts import Group
from rules.escalation import Target
from rules.notices import Kind
from rules.pages import Call, PageFacts, What, Why

MOST_MENTIONED = 20
LONGEST_TITLE, LONGEST_NAME = 300, 100  # characters
COMMA, SPACE = Mrkdwn(", "), Mrkdwn(" ")
WHY = {
    Why.LEVEL_A: N_("Nobody has answered yet."),
    Why.CLOSING: N_("The desk has closed, and nobody has answered yet."),
    Why.UNANSWERED: N_("Nobody has answered yet."),
    Why.ALERT: N_("Nobody has acknowledged it yet."),
    Why.DRILL: N_("Nothing is wrong: this tries whether we reach you."),
}
GROUPS = {
    Group.OWN_FAULT: N_("*Alert:* many customers' sites fail at once since {since}, probably our own fault."),
    Group.STORM: N_("*Alert:* many alerts at once since {since}."),
}
SKIPPED = {
    Target.DUTY: N_("nobody has duty"),
    Target.NEXT: N_("there is no next layer"),
    Target.EVERYBODY: N_("nobody is on the rota"),
}
HAPPENED = {
    What.ACKNOWLEDGED: N_("*{who} has acknowledged this.* Nobody else is told."),
    What.ASKED: N_("{mention} still on it? Without an answer by {by} the next ones are told."),
    What.STILL: N_("{who} is still on it."),
    What.LAPSED: N_("{who} did not say that they are still on it, so the next ones are told."),
    What.OVER: N_("It is over: nobody is told any more."),
    What.FAILED: N_("*{who} could not be told by direct message:* {reason}."),
}


def of_page(t: Words, kind: Kind, facts: PageFacts) -> Message:
    """The message of this kind."""
    match kind:
        case Kind.PAGE_STEP:
            return line(t, facts)
        case Kind.STILL_ON_IT:
            return still_on_it(t, facts)
        case Kind.DRILL:
            return drill(t, facts)
        case _:
            return page(t, facts)


def page(t: Words, facts: PageFacts) -> Message:
    """To who is told: what, whose, since when; one button. Once somebody has it the button is gone."""
    what = subject(t, facts)
    if facts.page.over_at is not None or facts.page.is_acknowledged:
        text = Mrkdwn(SPACE.join([what, standing(t, facts)]))
        return Message(text, [section(text), *actions(_block(facts), _open(t, facts))])
    please = t.md("Please acknowledge, then nobody else is told.")
    text = Mrkdwn(SPACE.join([what, t.md(WHY[facts.page.why]), please]))
    return Message(text, [section(text), *actions(_block(facts), [acknowledge(t, facts.page.id), *_open(t, facts)])])


def drill(t: Words, facts: PageFacts) -> Message:
    """A drill, in the on-call channel: nothing is wrong, and who answered."""
    asker = facts.name(facts.page.asked_by) or t("somebody")
    what = t.md("*Drill:* {who} tries who answers when we page. Nothing is wrong.", who=asker)
    if facts.page.over_at is not None or facts.page.is_acknowledged:
        text = Mrkdwn(SPACE.join([what, standing(t, facts)]))
        return Message(text, [section(text)])
    return Message(what, [section(what), *actions(_block(facts), [acknowledge(t, facts.page.id)])])


def still_on_it(t: Words, facts: PageFacts) -> Message:
    """To who has it, and it goes on."""
    text = t.md("{what} Are you still on it? Without an answer by {by} the next ones are told.",
                what=subject(t, facts), by=_answer_by(t, facts))  # fmt: skip
    return Message(text, [section(text), *actions(_block(facts), [_still(t, facts), *_open(t, facts)])])


def line(t: Words, facts: PageFacts) -> Message:
    """What happened, in the thread."""
    step = facts.step
    assert step is not None
    if step.what is What.TOLD:
        text = _told(t, facts)
    elif step.what is What.QUIET:
        text = _quiet(t, facts)
    elif facts.page.about.is_drill and step.what in {What.ACKNOWLEDGED, What.OVER}:
        text = standing(t, facts)
    else:
        who = facts.name(step.who)
        reason = next((one.failed for one in facts.calls if one.failed), "") or t("Slack refused it")
        text = t.md(HAPPENED[step.what], who=who, mention=mention(step.who.user_id) if step.who else "", reason=reason,
                    by=_answer_by(t, facts))  # fmt: skip
        if step.what is What.OVER and facts.subject.has_other_page:
            text = t.md("Another page stands for it now: nobody is told of this one any more.")
        elif step.what is What.OVER and who:
            text = t.md("{who} has answered: nobody else is told.", who=who)
        if step.what is What.ACKNOWLEDGED and step.is_late:
            text = Mrkdwn(SPACE.join([text, t.md("They wrote so at {time}.", time=t.time_md(step.fell_at))]))
    asks = [_still(t, facts)] if step.what is What.ASKED else []
    return Message(text, [section(text), *actions(f"page:{facts.page.id}:{step.id}", asks)])


def subject(t: Words, facts: PageFacts) -> Mrkdwn:
    """What it is about, in one sentence."""
    about = facts.subject
    since = t.time_md(about.since)
    if facts.page.about.is_drill:
        return t.md("*Drill* of {since}.", since=since)
    title = about.title if about.saw is None else f"{about.title}: {seen(t, about.saw)}"
    title, customer = escape_within(title, LONGEST_TITLE), escape_within(about.customer, LONGEST_NAME)
    known = {"title": title, "customer": customer, "since": since}
    if about.number is not None:
        number = case_number(about.number)
        return t.md("*Level A* {number}: {title} · {customer}, since {since}.", number=number, **known)
    if about.group is not None:
        return t.md(GROUPS[about.group], **known)
    if not about.customer:
        return t.md("*Alert:* {title}, since {since}.", **known)
    return t.md("*Alert:* {title} · {customer}, since {since}.", **known)


def standing(t: Words, facts: PageFacts) -> Mrkdwn:
    """Who has it, or that it is over."""
    page, by = facts.page, facts.name(facts.page.acknowledged_by)
    if page.about.is_drill and page.acknowledged_at is not None:
        minutes = int((page.acknowledged_at - page.begun_at).total_seconds() // 60)
        return t.md("*{who} answered the drill* after {length}.", who=by, length=duration(t, minutes))
    if page.about.is_drill:
        return t.md("*Nobody answered the drill.*")
    if page.over_at is not None and facts.subject.has_other_page:
        return t.md("Another page stands for it now.")
    if page.over_at is not None:
        return t.md("It is over; {who} had it.", who=by) if by else t.md("It is over.")
    at = t.time_md(page.acknowledged_at or page.begun_at)
    return t.md("{who} has it since {time}.", who=by, time=at)


def acknowledge(t: Words, page_id: int) -> Element:
    """*Acknowledge*."""
    return button(t(ACKNOWLEDGE), ids.ACKNOWLEDGE, str(page_id), "primary")


def _told(t: Words, facts: PageFacts) -> Mrkdwn:
    step = facts.step
    assert step is not None
    parts = [t.md("*Step {number}*, {time}:", number=step.number, time=t.time_md(step.at))]
    for calls in _groups(facts.calls):
        parts.append(t.md("{people} told {ways}.", people=_people(t, calls), ways=_ways(t, calls[0])))
    if step.is_nobody:
        parts.append(t.md("Nobody has duty, so this is for everybody: {everybody}", everybody=Mrkdwn("<!channel>")))
    if step.skipped and not step.is_nobody:
        parts.append(t.md("Skipped: {why}.", why=", ".join(t(SKIPPED[one]) for one in step.skipped)))
    if step.is_late:
        return Mrkdwn(SPACE.join(parts) + t.md(" _Late: this was for {instant}._", instant=t.when_md(step.fell_at)))
    return Mrkdwn(SPACE.join(parts))


def _groups(calls: Sequence[Call]) -> list[list[Call]]:
    """Those told in the same ways together."""

    def ways(call: Call) -> tuple[int, bool]:
        return call.wake_ups, call.is_paused

    return [list(group) for _ways, group in groupby(sorted(calls[:MOST_MENTIONED], key=ways), ways)]


def _people(t: Words, calls: Sequence[Call]) -> Mrkdwn:
    named = (
        t.md("{who} (layer {number})", who=mention(one.who.user_id), number=one.layer)
        if one.layer is not None
        else mention(one.who.user_id)
        for one in calls
    )
    return Mrkdwn(COMMA.join(named))


def _ways(t: Words, call: Call) -> Mrkdwn:
    text = t("by mention and direct message")
    if call.wake_ups == 1:
        text = t("by mention, direct message and 1 wake-up way")
    elif call.wake_ups:
        text = t("by mention, direct message and {count} wake-up ways", count=call.wake_ups)
    return escape(t("{ways}, in Do Not Disturb", ways=text) if call.is_paused else text)


def _quiet(t: Words, facts: PageFacts) -> Mrkdwn:
    known = {"number": case_number(facts.other_number or 0), "who": facts.name(facts.step.who) if facts.step else ""}
    if facts.other_number is None and known["who"]:
        return t.md("{who} has the alert of the same site, so nobody is told of this one.", **known)
    if facts.other_number is None:
        return t.md("Somebody has the alert of the same site, so nobody is told of this one.")
    if known["who"]:
        return t.md("{who} has {number} of the same site, so nobody is told of this one.", **known)
    return t.md("Somebody has {number} of the same site, so nobody is told of this one.", **known)


def _answer_by(t: Words, facts: PageFacts) -> Mrkdwn:
    return t.time_md(facts.page.next_at or facts.page.begun_at)


def _still(t: Words, facts: PageFacts) -> Element:
    return button(t(STILL_ON_IT), ids.STILL_ON_IT, str(facts.page.id), "primary")


def _open(t: Words, facts: PageFacts) -> list[Element]:
    """The way to its card."""
    place = next((one for one in (facts.subject.place, facts.subject.elsewhere) if one and one.card_ts), None)
    if place is None or facts.page.about.is_drill:
        return []
    label = t(OPEN_THE_CASE) if facts.subject.number is not None else t("Open the alert")
    shown = button(label, ids.OPEN_THE_CASE, str(facts.page.id))
    return [leads_to(shown, there(place.channel_id, place.card_ts or ""))]


def _block(facts: PageFacts) -> str:
    return f"page:{facts.page.id}"
