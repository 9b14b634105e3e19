"""What staff are told of people and of reaching them: who is new, who is gone, whose channel cannot be reached."""

import json
from typing import Any

from handlers import ids
from handlers.views.labels import REASSIGN_ALL, case_number
from handlers.views.parts import (
    MOST_OPTIONS,
    Message,
    actions,
    button,
    context,
    entry,
    modal,
    option,
    section,
    select,
)
from handlers.views.words import N_, Mrkdwn, Words, escape_within
from rules.cases import Case
from rules.facts import CaseFacts
from rules.leaving import ContactFacts, LeaverFacts, ReachFacts
from rules.notices import Kind

MOST_LISTED = 10
LONGEST_TITLE = 150  # as Slack counts it

REACH = {
    Kind.CHANNEL_MOVED: N_("{channel}, {customer}'s channel, has a new id in Slack. Everything follows it."),
    Kind.CHANNEL_GONE: N_(
        "{customer} cannot be reached in {channel}: it was archived, is no longer shared with them, or I was removed."
        " What is to be said there waits. Call or write to them; {count} of their cases are open."
    ),
    Kind.CHANNEL_BACK: N_("{customer} can be reached in {channel} again. What waited is posted now."),
}


def first_heard(t: Words, facts: CaseFacts) -> Message:
    """Somebody of the customer whom nobody has met before."""
    who = facts.name(facts.entry.actor) if facts.entry else ""
    text = t.md(
        "The first time we hear from {who} ({customer}). They may open cases, answer and follow, and approve nothing.",
        who=who,
        customer=facts.customer.name,
    )
    return Message(text, [section(text)])


def contact_left(t: Words, facts: ContactFacts) -> Message:
    """To staff: a contact is none any more."""
    known = {"who": facts.contact.name, "customer": facts.customer.name}
    if facts.is_last:
        text = t.md(
            "{who} ({customer}) is not there any more, and nobody else of theirs is known in Slack."
            " Please find out who takes over.",
            **known,
        )
    else:
        text = t.md("{who} ({customer}) is not there any more. What was theirs is with their colleagues now.", **known)
    return Message(text, [section(text)])


def reach(t: Words, kind: Kind, facts: ReachFacts) -> Message:
    """To staff: a customer's channel moved, cannot be reached, or can be reached again."""
    channel = Mrkdwn(f"<#{facts.customer.channel_id}>")
    text = t.md(REACH[kind], channel=channel, customer=facts.customer.name, count=facts.open_cases)
    return Message(text, [section(text)])


def left_us(t: Words, facts: LeaverFacts) -> Message:
    """To leads: one of us is gone, and what is still theirs."""
    text = t.md("{who} is not one of us any more. Open cases that are theirs: {count}",
                who=facts.person.shown, count=len(facts.cases))  # fmt: skip
    lines = Mrkdwn("\n".join(_line(case) for case in facts.cases[:MOST_LISTED]))
    more = len(facts.cases) - MOST_LISTED
    rest = [context(t.md("and {count} more", count=more))] if more > 0 else []
    row = str(facts.person.row_id)
    press = actions(f"left:{row}", [button(t(REASSIGN_ALL), ids.REASSIGN, row, "primary")])
    return Message(text, [section(text), section(lines), *rest, *press])


def reassign_form(t: Words, facts: LeaverFacts) -> dict[str, Any]:
    """Who gets the open cases of who left."""
    choices = [option(one.shown, f"{one.id.team_id}:{one.id.user_id}") for one in facts.us[:MOST_OPTIONS]]
    hint = t("Every open case of {who} goes to this colleague: {count}", who=facts.person.shown, count=len(facts.cases))
    return modal(
        ids.REASSIGN,
        t(REASSIGN_ALL),
        [entry(ids.ASSIGNEE, t("To whom"), select(t("Choose somebody"), choices), hint)],
        submit=t("Assign"),
        close=t("Cancel"),
        metadata=json.dumps({"person": facts.person.row_id}),
    )


def _line(case: Case) -> Mrkdwn:
    return Mrkdwn(f"*{case_number(case.number)}* {escape_within(case.title, LONGEST_TITLE)}")
