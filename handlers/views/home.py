"""The App Home of one of us: the queue, their own cases, and for those who set up, the customers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from handlers import ids
from handlers.views.labels import HOW_TO_WAKE_ME, LEVELS, STATES, TURNS, case_number
from handlers.views.monitors import MONITORS
from handlers.views.oncall import on_duty_now
from handlers.views.parts import Block, actions, beside, button, context, header, home, section
from handlers.views.words import Mrkdwn, Words, escape, strong
from rules.cases import CUSTOMERS_TURN, State, Turn
from rules.customer_file import has_channel
from rules.facts import Found
from rules.setup import HomeFacts, Listing, Page

SEPARATOR = Mrkdwn(" · ")
NEW_LINE = Mrkdwn("\n")
LONGEST_TITLE = 150


def staff_home(t: Words, facts: HomeFacts) -> dict[str, Any]:
    """What one of us finds: what presses first, set-up last."""
    blocks = [
        *_duty(t, facts),
        header(t("The queue")),
        *_queue(t, facts.standing),
        *[section(_case(t, one, t("nobody yet"), facts.targets)) for one in facts.ours],
        header(t("My cases")),
        *[section(_case(t, one, None, facts.targets)) for one in facts.mine],
        *([] if facts.mine else [section(t.md("You have no open case. *Take it* on a card makes it yours."))]),
    ]
    if facts.page is not None:
        blocks += _manage(t, facts.customers, facts.page)
    return home(blocks)


def _duty(t: Words, facts: HomeFacts) -> list[Block]:
    """Who has duty, and for those who set up the way to the rota."""
    text = on_duty_now(t, facts.duty)
    shown = section(text) if facts.page is None else beside(text, button(t("The rota"), ids.ROTA, "home"))
    return [shown, *actions("home:duty", [button(t(HOW_TO_WAKE_ME), ids.WAKE_UP, "home")])]


def nothing_here(t: Words) -> dict[str, Any]:
    """In place of what somebody found here while they were one of us."""
    return home([section(t.md("There is nothing here for you."))])


def _queue(t: Words, standing: dict[State, int]) -> list[Block]:
    """How many wait for whom, and where they stand."""
    if not standing:
        return [section(t.md("No case is open."))]
    turns = dict.fromkeys(Turn, 0)
    for state, count in standing.items():
        turns[_turn(state)] += count
    by_turn = [_beside(escape(t(TURNS[turn])), strong(escape(str(count)))) for turn, count in turns.items() if count]
    by_state = [
        _beside(escape(t(words)), escape(str(standing[state]))) for state, words in STATES.items() if state in standing
    ]
    return [section(Mrkdwn(SEPARATOR.join(by_turn))), context(Mrkdwn(SEPARATOR.join(by_state)))]


def _beside(one: Mrkdwn, other: Mrkdwn) -> Mrkdwn:
    return Mrkdwn(f"{one} {other}")


def _turn(state: State) -> Turn:
    if state is State.LIVE:
        return Turn.NOBODY
    return Turn.CUSTOMER if state in CUSTOMERS_TURN else Turn.US


def _case(t: Words, one: Found, nobody: str | None, targets: Mapping[int, datetime]) -> Mrkdwn:
    """Two lines: what it is, and where it stands. `nobody` stands for an assignee that is not there; None: no word of
    an assignee."""
    case = one.case
    parts = [escape(one.customer), escape(t(STATES[case.state])), escape(t(LEVELS[case.level]))]
    if case.due_at is not None and case.answered_at is None:
        parts.append(t.md("answer by {instant}", instant=t.when_md(case.due_at)))
    elif case.wrote_at is not None:
        parts.append(t.md("waits for us since {instant}", instant=t.when_md(case.wrote_at)))
    elif case.id in targets:
        parts.append(t.md("our target {instant}", instant=t.when_md(targets[case.id])))
    if nobody is not None:
        parts.append(escape(one.assignee.shown if one.assignee else nobody))
    title = _beside(strong(escape(case_number(case.number))), escape(case.title[:LONGEST_TITLE]))
    return Mrkdwn(NEW_LINE.join([title, Mrkdwn(SEPARATOR.join(parts))]))


def _manage(t: Words, customers: list[Listing], page: Page) -> list[Block]:
    """The customers of this page, each with its button."""
    turning = [
        *([button(t("Earlier"), ids.HOME_EARLIER, str(page.earlier))] if page.earlier is not None else []),
        *([button(t("Later"), ids.HOME_LATER, str(page.later))] if page.later is not None else []),
    ]
    lines = [
        beside(_customer(t, one), button(t("Manage"), ids.MANAGE_CUSTOMER, str(one.customer.id))) for one in customers
    ]
    none = (
        [] if customers else [section(t.md("No customer is set up yet. Invite me to a shared channel, or begin here."))]
    )
    new = [button(t("New customer"), ids.NEW_CUSTOMER, "new"), button(t(MONITORS), ids.MONITORS, "home")]
    return [
        header(t("Customers")),
        *lines,
        *none,
        *actions("home:pages", turning),
        *actions("home:new", new),
    ]


def _customer(t: Words, one: Listing) -> Mrkdwn:
    customer = one.customer
    where = Mrkdwn(f"<#{customer.channel_id}>") if has_channel(customer) else t.md("no channel yet")
    lines = [strong(escape(customer.name)), where]
    if not one.names_approver:
        lines[1] = Mrkdwn(SEPARATOR.join([where, t.md("nobody is named to approve money")]))
    return Mrkdwn(NEW_LINE.join(lines))
