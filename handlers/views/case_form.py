"""The form a case is opened with, and what the person is told when it is sent."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers import ids
from handlers.views.cases import numbered
from handlers.views.labels import ORIGINS, TOLD_BY_PEOPLE, URGENCIES, case_number
from handlers.views.move_form import READ_BY
from handlers.views.parts import (
    Block,
    date_input,
    entry,
    file_input,
    grouped_select,
    modal,
    option,
    radio,
    section,
    select,
    text_input,
)
from handlers.views.promise import promise
from handlers.views.words import Mrkdwn, Words
from rules.facts import Desks, NightFacts, Opened, Other
from rules.forms import LONGEST_LINK, LONGEST_TEXT, MOST_FILES
from rules.levels import Level
from rules.move_forms import Audience
from rules.people import PersonId


@dataclass(frozen=True)
class Start:
    """How the form begins: a nonce (the intent), where it was opened, and what is filled in already."""

    nonce: str
    channel_id: str | None = None
    message_ts: str | None = None
    problem: str = ""
    after: int | None = None  # the row of the case that this one follows
    offer_id: int | None = None  # the row of the inquiry that was offered
    contact: PersonId | None = None  # chosen already, in staff's form
    warned: bool = False  # that sending it wakes somebody

    def metadata(self) -> str:
        """As the form carries it, to come back with the submission."""
        carried = {"nonce": self.nonce, "channel": self.channel_id, "message": self.message_ts, "after": self.after}
        return json.dumps(carried | {"offer": self.offer_id, "warned": self.warned})


def customer_form(t: Words, start: Start) -> dict[str, Any]:
    """The form as a customer gets it."""
    return _form(t, start, _fields(t, start, t("Tell it as you see it. We read all of it.")))


def staff_form(t: Words, start: Start, desks: Desks, here: int | None) -> dict[str, Any]:
    """The form as staff get it: also for whom, and how it reached us. `here` is the customer of this channel."""
    customers = [option(customer.name, str(customer.id)) for customer in desks.customers[:100]]
    chosen = str(here) if here is not None else None
    if chosen is None and len(customers) == 1:
        chosen = customers[0]["value"]
    groups = [
        (customer.name, [option(person.shown, f"{person.id.team_id}:{person.id.user_id}") for person in people[:100]])
        for customer in desks.customers[:100]
        if (people := desks.contacts[customer.id])
    ]
    blocks = [entry(ids.CUSTOMER, t("Customer"), select(t("Choose a customer"), customers, chosen))]
    if groups:
        author = f"{start.contact.team_id}:{start.contact.user_id}" if start.contact else None
        contacts = grouped_select(t("Choose a contact"), groups, author)
        hint = t("Who approves the work and is told. Leave empty if nobody in particular asked.")
        blocks.append(entry(ids.CONTACT, t("Contact"), contacts, hint, required=False))
    origins = [option(t(ORIGINS[origin]), origin) for origin in TOLD_BY_PEOPLE]
    blocks.append(entry(ids.ORIGIN, t("How did it reach us?"), select(t("Choose"), origins, "slack")))
    return _form(t, start, [*blocks, *_fields(t, start, t(READ_BY[Audience.CUSTOMER]))])


def no_customers(t: Words) -> dict[str, Any]:
    """Staff asked for the form before any channel is a customer's."""
    text = t.md("No channel is a customer's yet. Invite me to a shared channel; I then ask here whose it is.")
    return modal(ids.SAID, t("New case"), [section(text)], submit=None, close=t("Close"))


def opened(t: Words, result: Opened) -> dict[str, Any]:
    """What replaces the form once the case is stored: the number, and the next step as an instant."""
    read, _notified = promise(t, result.case, result.next_step, Mrkdwn(""))
    follow = t.md("You find it in the channel; everything about it is said in its thread.")
    number = case_number(result.case.number)
    return modal(ids.SAID, number, [section(read), section(follow)], submit=None, close=t("Close"))


def call_too(t: Words, result: Opened, phone: str, open_now: bool, opens: datetime) -> list[Block]:
    """A site that is down: worth a call while the phone is open; else who is alerted, or when we look."""
    if result.case.level is not Level.A:
        return []
    if open_now and phone:
        return [section(t.md("If the site is down, please call us too: *{phone}*.", phone=phone))]
    if result.duty_alerted:
        return [section(t.md("The developer on duty is alerted; you need not call."))]
    if not result.next_step.open_now:
        return [section(t.md("We look at it when we open, *{instant}*.", instant=t.when_md(opens)))]
    return []


def asked_once_more(
    t: Words, view: dict[str, Any], night: NightFacts | None, known: Other | None = None
) -> dict[str, Any]:
    """The form as it was sent, what sending it means while the desk is closed, and that we know of it already. What
    was typed stays: each field keeps its name (docs/slack.md 3.2)."""
    warnings = ([_known(t, known)] if known else []) + ([_closed(t, night)] if night else [])
    carried = json.loads(view.get("private_metadata") or "{}") | {"warned": True}
    blocks = [*map(section, warnings), *(block for block in view["blocks"] if block["type"] == "input")]
    return modal(ids.OPEN_CASE, t("New case"), blocks, submit=t("Send it now"), close=t("Cancel"),
                 metadata=json.dumps(carried))  # fmt: skip


def _known(t: Words, known: Other) -> Mrkdwn:
    return t.md(
        "We are working on this site already: {other}. Is it the same? Then write there, and close this window."
        " Is it something else? Then send this.",
        other=numbered(known),
    )


def _closed(t: Words, night: NightFacts) -> Mrkdwn:
    if night.operation:
        return t.md("We are closed. Sending this *wakes the developer on duty*; if the site is down, do send it.")
    return t.md(
        "We are closed, and your agreement does not include operation outside opening hours: nobody is woken."
        " We look at it when we open, *{instant}*.",
        instant=t.when_md(night.opens),
    )


def _form(t: Words, start: Start, blocks: list[Block]) -> dict[str, Any]:
    return modal(ids.OPEN_CASE, t("New case"), blocks, submit=t("Send"), close=t("Cancel"), metadata=start.metadata())


def _fields(t: Words, start: Start, hint: str) -> list[Block]:
    """What is asked of everybody; `hint` says who reads the problem."""
    urgencies = [option(t(label), urgency.value) for urgency, label in URGENCIES.items()]
    problem = text_input(start.problem, lines=True, longest=LONGEST_TEXT)
    later = t("At most 10 files of 10 MB. If you cannot add any here, post them in the thread afterwards.")
    return [
        entry(ids.PROBLEM, t("What is the problem or task?"), problem, hint),
        entry(ids.URGENCY, t("How urgent is it?"), radio(urgencies)),
        entry(
            ids.PAGE,
            t("Link to the page"),
            text_input(longest=LONGEST_LINK),
            t("Leave it empty if it is about no page."),
            required=False,
        ),
        entry(ids.FILES, t("Screenshots or examples"), file_input(MOST_FILES), later, required=False),
        entry(ids.NEEDED_BY, t("Needed by"), date_input(), required=False),
    ]
