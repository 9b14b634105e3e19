"""Shared channels: whose is it, and the customer's way in."""

import json
from typing import Any

from handlers import ids
from handlers.views.labels import ASSIGN_TO_CUSTOMER, MY_CASES, OPEN_A_CASE, STATES, case_number
from handlers.views.parts import (
    Message,
    actions,
    button,
    entry,
    header,
    modal,
    section,
    text_input,
)
from handlers.views.words import Mrkdwn, Words, escape
from rules.facts import ChannelFacts, Found
from rules.forms import LONGEST_NAME
from rules.people import Customer
from rules.records import SharedChannel


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
    return Message(text, [section(text), *actions(f"channel:{facts.channel.id}", [assign])])


def channel_form(t: Words, channel: SharedChannel) -> dict[str, Any]:
    """Says whose channel it is; the other organisation's name is filled in."""
    name = text_input(channel.suggestion[:LONGEST_NAME], longest=LONGEST_NAME)
    hint = t("I then post and pin a message in the channel, so that they can open cases.")
    return modal(
        ids.ASSIGN_CHANNEL,
        t("Whose channel is it?"),
        [entry(ids.CUSTOMER_NAME, t("Customer"), name, hint)],
        submit=t("Save"),
        close=t("Cancel"),
        metadata=json.dumps({"channel": channel.id}),
    )


def need_help(t: Words, customer: Customer) -> Message:
    """The pinned message: the customer's way in."""
    title = t("Need help?")
    way_in = t.md(
        "Open a case here. You get a number at once and the time by which you are answered."
        " What you write in a case's thread is read by the agency's staff."
    )
    buttons = [
        button(t(OPEN_A_CASE), ids.OPEN_CASE, str(customer.id), "primary"),
        button(t(MY_CASES), ids.MY_CASES, str(customer.id)),
    ]
    text = Mrkdwn(f"{escape(title)} {way_in}")
    return Message(text, [header(title), section(way_in), *actions(f"help:{customer.id}", buttons)])


def my_cases(t: Words, found: list[Found]) -> dict[str, Any]:
    """The customer's open cases."""
    lines = [
        t.md("*{number}* {title}\n{state}", number=case_number(one.case.number), title=one.case.title[:200],
             state=t(STATES[one.case.state]))
        for one in found
    ]  # fmt: skip
    blocks = [section(line) for line in lines] or [section(t.md("No open cases. Press Open a case when you need us."))]
    return modal(ids.SAID, t(MY_CASES), blocks, submit=None, close=t("Close"))


def said(t: Words, sentence: Mrkdwn) -> dict[str, Any]:
    """One sentence in a window, for people whom a message only they see may not reach."""
    return modal(ids.SAID, t("Not possible now"), [section(sentence)], submit=None, close=t("Close"))
