"""Inquiries: what a customer is offered in their thread, and what staff see of those nobody made a case."""

from handlers import ids
from handlers.views.labels import MAKE_A_CASE, NOT_A_CASE, OPEN_A_CASE, case_number
from handlers.views.oncall import on_duty_line
from handlers.views.parts import Block, Element, Message, actions, button, context, quotes, section
from handlers.views.words import Mrkdwn, Words, link, mention, there
from rules.facts import InquiryFacts
from rules.offers import OPEN, Inquiry, Standing

SPACE = Mrkdwn(" ")
MOST_QUOTES = 10  # paragraphs; the rest is where it was said


def offer(t: Words, facts: InquiryFacts) -> Message:
    """In the thread of what was said: a button, and once it is a case, which."""
    inquiry = facts.inquiry
    to = Mrkdwn(f"{mention(inquiry.author.user_id)} ")
    if inquiry.standing is Standing.CASE:
        text = t.md("This is case {number} now.", number=case_number(facts.number or 0))
        return Message(text, [section(text)])
    if inquiry.standing is Standing.GONE:
        text = t.md("The message was taken back, so nothing is opened.")
        return Message(text, [section(text)])
    text = t.md(
        "{to}Shall we make this a case? You get a number and the time of our answer at once."
        " What you wrote is filled in already.",
        to=to,
    )
    open_it = button(t(OPEN_A_CASE), ids.OPEN_OFFER, str(inquiry.id), "primary")
    return Message(text, [section(text), *actions(f"offer:{inquiry.id}", [open_it])])


def item(t: Words, facts: InquiryFacts) -> Message:
    """For staff: who said what where, and what became of it."""
    inquiry = facts.inquiry
    text = _standing(t, facts)
    where = Mrkdwn(f"{t.when_md(inquiry.said_at)} · {_message(t, inquiry)}")
    blocks: list[Block] = [section(text), *quotes(inquiry.text)[:MOST_QUOTES], context(where)]
    return Message(text, [*blocks, *actions(f"item:{inquiry.id}:{inquiry.standing}", _choices(t, inquiry))])


def inquiry_down(t: Words, facts: InquiryFacts) -> Message:
    """For the duty, while the desk is closed: it reads like an outage, and is no case yet."""
    text = t.md(
        "{who} ({customer}) writes what reads like an outage. It is no case yet: {message}",
        who=facts.name(facts.inquiry.author),
        customer=facts.customer.name,
        message=_message(t, facts.inquiry),
    )
    duty = [on_duty_line(t, facts.duty)] if facts.duty is not None else []
    told = Mrkdwn(SPACE.join([text, *duty]))
    return Message(told, [section(text), *quotes(facts.inquiry.text)[:MOST_QUOTES], *map(section, duty)])


def _message(t: Words, inquiry: Inquiry) -> Mrkdwn:
    return link(there(inquiry.channel_id, inquiry.root_ts), t("the message"))


def _standing(t: Words, facts: InquiryFacts) -> Mrkdwn:
    inquiry = facts.inquiry
    known = {"customer": facts.customer.name, "who": facts.name(inquiry.author)}
    if inquiry.standing is Standing.CASE:
        number = case_number(facts.number or 0)
        return t.md("*{customer}*, {who}: this is case {number} now.", number=number, **known)
    if inquiry.standing is Standing.NOT_A_CASE:
        by = facts.name(inquiry.decided_by)
        return t.md("*{customer}*, {who}: not a case, says {by}.", by=by, **known)
    if inquiry.standing is Standing.GONE:
        return t.md("*{customer}*, {who}: the message was taken back.", **known)
    return t.md("*{customer}*, {who}: not yet a case.", **known)


def _choices(t: Words, inquiry: Inquiry) -> list[Element]:
    """What can be decided; what was judged no case can still be made one."""
    make = button(t(MAKE_A_CASE), ids.MAKE_CASE, str(inquiry.id), "primary" if inquiry.standing in OPEN else None)
    if inquiry.standing is Standing.NOT_A_CASE:
        return [make]
    if inquiry.standing not in OPEN:
        return []
    return [make, button(t(NOT_A_CASE), ids.NOT_A_CASE, str(inquiry.id))]
