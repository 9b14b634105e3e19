"""Shared channels: whose is it, and the customer's way in."""

import json
from datetime import datetime
from typing import Any

from handlers import ids
from handlers.views.labels import ASSIGN_TO_CUSTOMER, CUSTOMERS_TURNS, MY_CASES, OPEN_A_CASE, STATES, case_number
from handlers.views.parts import (
    MOST_OPTIONS,
    Block,
    Element,
    Message,
    actions,
    button,
    context,
    entry,
    header,
    modal,
    option,
    plain_section,
    section,
    select,
    shorten,
    text_input,
)
from handlers.views.words import Mrkdwn, Words, escape, link, there
from rules.facts import CasesPage, ChannelFacts, Found, HelpFacts
from rules.forms import LONGEST_NAME
from rules.offers import Saying
from rules.people import Customer
from rules.records import SharedChannel

SEPARATOR = Mrkdwn(" · ")
LONGEST_TITLE, LONGEST_LINE = 150, 300  # characters


def whose_channel(t: Words, facts: ChannelFacts) -> Message:
    """The question to the desk, and once it is answered, the answer in its place."""
    channel = Mrkdwn(f"<#{facts.channel.channel_id}>")
    if facts.customer is not None:
        text = t.md("{channel} is {customer}'s channel.", channel=channel, customer=facts.customer.name)
        return Message(text, [section(text)])
    text = t.md(
        "Whose channel is this? I was invited to {channel} and stay silent there until you say.", channel=channel
    )
    assign = button(t(ASSIGN_TO_CUSTOMER), ids.ASSIGN_CHANNEL, str(facts.channel.id), "primary")
    blocks = [section(text), *_said_meanwhile(t, facts), *actions(f"channel:{facts.channel.id}", [assign])]
    return Message(text, blocks)


def _said_meanwhile(t: Words, facts: ChannelFacts) -> list[Block]:
    """How much waits there, and the newest lines of it."""
    if not facts.count:
        return []
    count = t.md("Said there meanwhile and kept for you: *{count}*. The newest:", count=facts.count)
    lines = [
        plain_section(f"{facts.name(one.author)}: {shorten(one.text or _files(one), LONGEST_LINE)}")
        for one in facts.newest
    ]
    return [section(count), *lines]


def _files(saying: Saying) -> str:
    return ", ".join(file.name for file in saying.files)


def channel_form(t: Words, channel: SharedChannel, waiting: list[Customer]) -> dict[str, Any]:
    """Says whose channel it is: a new customer's, with the other organisation's name filled in, or that of one who is
    set up and waits for a channel."""
    name = text_input(channel.suggestion[:LONGEST_NAME], longest=LONGEST_NAME)
    hint = t("I then post and pin a message in the channel, so that they can open cases.")
    blocks = [entry(ids.CUSTOMER_NAME, t("Customer"), name, hint, required=not waiting)]
    if waiting:
        there = [option(one.name, str(one.id)) for one in waiting[:MOST_OPTIONS]]
        namesake = next((str(one.id) for one in waiting if one.name == channel.suggestion), None)
        instead = t("It goes before the name above.")
        chosen = select(t("Choose a customer"), there, namesake)
        blocks.append(entry(ids.CUSTOMER, t("Or one that is set up already"), chosen, instead, required=False))
    return modal(
        ids.ASSIGN_CHANNEL,
        t("Whose channel is it?"),
        blocks,
        submit=t("Save"),
        close=t("Cancel"),
        metadata=json.dumps({"channel": channel.id}),
    )


def need_help(t: Words, facts: HelpFacts) -> Message:
    """The pinned message: the customer's way in, and when somebody is there today."""
    title = t("Need help?")
    way_in = t.md(
        "Open a case here. You get a number at once and the time by which you are answered."
        " What you write in a case's thread is read by the agency's staff."
    )
    customer_id = str(facts.customer.id)
    buttons = [
        button(t(OPEN_A_CASE), ids.OPEN_CASE, customer_id, "primary"),
        button(t(MY_CASES), ids.MY_CASES, customer_id),
    ]
    today = _today(t, facts)
    text = Mrkdwn(f"{escape(title)} {way_in} {today}")
    return Message(text, [header(title), section(way_in), context(today), *actions(f"help:{customer_id}", buttons)])


def _today(t: Words, facts: HelpFacts) -> Mrkdwn:
    """When desk and phone are open today; on a closed day, when the desk opens next."""
    if facts.desk_open is None:
        desk = t.md("Customer Success is closed today and opens {instant}.", instant=t.when(facts.opens))
    else:
        desk = t.md("Customer Success today: {hours}.", hours=_hours(t, facts.desk_open))
    if facts.phone_open is None or not facts.phone:
        return desk
    phone = t.md("Phone {phone}: {hours}.", phone=facts.phone, hours=_hours(t, facts.phone_open))
    return Mrkdwn(f"{desk} {phone}")


def _hours(t: Words, opening: tuple[datetime, datetime]) -> str:
    return "–".join(t.time(at) for at in opening)


def my_cases(t: Words, cases: CasesPage, channel_id: str) -> dict[str, Any]:
    """The customer's open cases, a page of them."""
    blocks: list[Block] = [section(_case_line(t, one)) for one in cases.found]
    if not cases.found:
        blocks = [section(t.md("You have no open cases. Press *Open a case* in the channel when you need us."))]
    if cases.pages > 1:
        blocks.append(context(t.md("Page {page} of {pages}, {total} open cases.",
                                   page=cases.page + 1, pages=cases.pages, total=cases.total)))  # fmt: skip
        blocks += actions(f"page:{cases.page}", _other_pages(t, cases, channel_id))
    return modal(ids.SAID, t(MY_CASES), blocks, submit=None, close=t("Close"))


def _case_line(t: Words, one: Found) -> Mrkdwn:
    case = one.case
    title = escape(shorten(case.title, LONGEST_TITLE))
    parts = [escape(t(STATES[case.state])), t.md("*Turn:* {turn}", turn=t(CUSTOMERS_TURNS[case.turn]))]
    if case.due_at is not None and case.answered_at is None:
        parts.append(t.md("answer by {instant}", instant=t.when_md(case.due_at)))
    if one.place is not None and one.place.thread_ts:
        parts.append(link(there(one.place.channel_id, one.place.thread_ts), t("the thread")))
    line = SEPARATOR.join(parts)
    return Mrkdwn(f"*{case_number(case.number)}* {title}\n{line}")


def _other_pages(t: Words, cases: CasesPage, channel_id: str) -> list[Element]:
    there = [(t("Newer"), cases.page - 1), (t("Older"), cases.page + 1)]
    return [button(text, ids.OTHER_PAGE, f"{channel_id}:{page}") for text, page in there if 0 <= page < cases.pages]


def said(t: Words, sentence: Mrkdwn) -> dict[str, Any]:
    """One sentence in a window, for people whom a message only they see may not reach."""
    return modal(ids.SAID, t("Not possible now"), [section(sentence)], submit=None, close=t("Close"))
