"""An alert's card in the on-call channel, and the lines in its thread."""

from collections.abc import Iterator
from datetime import datetime

from handlers import ids
from handlers.views.buttons import MOST_BUTTONS, value
from handlers.views.cases import deadline_line
from handlers.views.checks import seen
from handlers.views.countdown import countdown_line
from handlers.views.labels import BUTTONS, OPEN_THE_CASE, PRESSES, case_number, lasting
from handlers.views.monitors import product
from handlers.views.outages import down_line
from handlers.views.parts import (
    Block,
    Message,
    actions,
    button,
    context,
    fields,
    header,
    leads_to,
    menu,
    option,
    quotes,
    section,
    shorten,
)
from handlers.views.words import N_, Mrkdwn, Words, escape, escape_within, link, mention, there
from rules.alert_facts import AlertFacts
from rules.alert_presses import Press, possible
from rules.alert_quiet import Quiet
from rules.alerts import CHECKS, Alert, Change, Group
from rules.cases import Action
from rules.countdown import is_ticking
from rules.notices import Kind

LONGEST_TITLE, LONGEST_LINE, LONGEST_LIST, LONGEST_FIELD = 120, 160, 2800, 1500
NEW_LINE, SEPARATOR = Mrkdwn("\n"), Mrkdwn(" · ")
GROUPS = {
    Group.OWN_FAULT: N_("Probably our own fault: {failing} alerts of {customers} customers fail at once"),
    Group.STORM: N_("A storm: {failing} of {count} alerts fail"),
}
GROUPS_OVER = {
    Group.OWN_FAULT: N_("Probably our own fault: {count} alerts of {customers} customers"),
    Group.STORM: N_("A storm: {count} alerts"),
}
GROUPS_LEFT = {
    Group.OWN_FAULT: N_("Probably our own fault: what still fails of it has other cards"),
    Group.STORM: N_("A storm: what still fails of it has other cards"),
}
RESTS = {
    Quiet.MILD: N_("A warning: nobody is woken."),
    Quiet.GROUP: N_("Many fail at once: one card stands for all of them, and this one wakes nobody."),
    Quiet.MAINTENANCE: N_("Maintenance until {until}: nobody is woken."),
    Quiet.SILENCED: N_("Silent until {until}: nobody is woken. Letters to the customer go out all the same."),
    Quiet.CLOSED: N_("No operation is agreed: nobody is woken before {until}."),
}
LINES = {
    Change.OVER: N_("It is over: good for long enough. It failed for {down} in all."),
    Change.REOPENED: N_("*It fails again*, a moment after it was over."),
    Change.FLAPPING: N_(
        "It comes and goes. Nobody is told of each time: it is over when it has been good for 30 minutes."
    ),
    Change.SEEN_ELSEWHERE: N_("Somebody acknowledged it in the monitor."),
    Change.ACKNOWLEDGED: N_("*{who} has acknowledged this.*"),
    Change.RESOLVED: N_("{who} says that it is over. It failed for {down} in all."),
    Change.SILENCED: N_("{who} made it silent until {until}. Letters to the customer go out all the same."),
    Change.HELD: N_("{who} holds letters to the customer back."),
    Change.RELEASED: N_("{who} says that letters may go to the customer."),
    Change.POSTED: N_("{who} posted an update for the customer:"),
    Change.ASSIGNED: N_("{who} gave it to {to}."),
    Change.CASE: N_("{who} made it {number}."),
    Change.MOVED: N_("What fails of it is probably our own fault: from now on that card stands for it."),
}
BY_ITSELF = {Change.CASE: N_("With the first letter to the customer it became {number}.")}


def of_alert(t: Words, kind: Kind, facts: AlertFacts) -> Message:
    """The message of this kind."""
    return line(t, facts) if kind is Kind.ALERT_STEP else card(t, facts)


def card(t: Words, facts: AlertFacts) -> Message:
    """What fails, whose it is, since when, and who has it."""
    alert = facts.alert
    whose = [] if alert.group else _whose(t, facts)
    down = [down_line(t, facts.outage)] if facts.outage is not None else []
    lines = [_state(t, facts), *down, *whose, _who(t, facts), *_case(t, facts), *_links(t, facts)]
    blocks = [header(title(t, facts)), fields(lines[:10]), *_members(t, facts), *map(context, _remarks(t, facts))]
    return Message(_summary(t, facts), [*blocks, *_buttons(t, facts), *_of_case(t, facts)])


def line(t: Words, facts: AlertFacts) -> Message:
    """What happened, in the thread."""
    entry = facts.entry
    assert entry is not None
    told = entry.facts
    until = datetime.fromisoformat(told["until"]) if "until" in told else None
    text = t.md(
        (BY_ITSELF if entry.who is None and entry.change in BY_ITSELF else LINES)[entry.change],
        who=facts.name(entry.who) or t("somebody"),
        to=mention(told["to"]) if "to" in told else "",
        number=case_number(int(told["number"])) if "number" in told else "",
        until=t.when_md(until) if until else "",
        down=lasting(t, facts.failed),
    )
    return Message(text, [section(text), *quotes(told.get("text", ""))])


def title(t: Words, facts: AlertFacts) -> str:
    """What fails: the site, and what its monitor says of it."""
    alert = facts.alert
    if alert.group is not None and facts.members is not None:
        group = facts.members
        known = {"count": group.count, "failing": group.failing, "customers": group.customers}
        names = GROUPS if group.failing else GROUPS_OVER if group.count else GROUPS_LEFT
        return t(names[alert.group], **known)
    return title_of(t, alert, facts.site.name if facts.site else "")


def title_of(t: Words, alert: Alert, site: str = "") -> str:
    """What fails of one alert: its `site` by name, or as its monitor calls it, and what is said of it."""
    what = seen(t, alert.facts) if alert.source == CHECKS else alert.title or alert.key or t("something fails")
    site = site or alert.site
    return shorten(what if not site or site in what else f"{site}: {what}", LONGEST_TITLE)


def _summary(t: Words, facts: AlertFacts) -> Mrkdwn:
    """The card in one sentence, as a phone shows it."""
    parts = [escape(title(t, facts))]
    if facts.customer is not None:
        parts.append(escape(facts.customer.name))
    parts.append(_state(t, facts))
    return Mrkdwn(SEPARATOR.join(parts))


def _state(t: Words, facts: AlertFacts) -> Mrkdwn:
    alert = facts.alert
    known = {
        "since": t.when_md(alert.failing_since or alert.good_since or alert.begun_at),
        "down": lasting(t, facts.failed),
        "until": t.time_md(alert.ends_at) if alert.ends_at else "",
        "ended": t.when_md(alert.ended_at) if alert.ended_at else "",
    }
    if alert.is_over:
        return t.md("*Over* since {ended}, after failing for {down}", **known)
    if alert.is_flapping:
        return t.md("*Comes and goes*, failed for {down} so far; {since}", **known)
    if alert.is_failing:
        return t.md("*Failing* since {since}", **known)
    return t.md("*Good* since {since}, over at {until} if it stays so", **known)


def _whose(t: Words, facts: AlertFacts) -> Iterator[Mrkdwn]:
    if facts.customer is not None:
        yield t.md("*Customer:* {customer}", customer=facts.customer.name)
    if facts.site is not None:
        yield t.md("*Site:* {site}", site=link(facts.site.link, facts.site.name))
    elif facts.alert.site:
        yield t.md("*Site:* {site}, of no customer we know", site=link(facts.alert.site))
    told = ", ".join(f"{name}: {value}" for name, value in facts.alert.facts.items())
    if told and facts.alert.source != CHECKS:  # whose title says it all
        yield t.md("*Last response:* {told}", told=escape_within(told, LONGEST_FIELD))


def _who(t: Words, facts: AlertFacts) -> Mrkdwn:
    who, alert = facts.name(facts.acknowledged_by), facts.alert
    if who:
        shown = t.md("*Acknowledged:* {who}", who=who)
    elif alert.acknowledged_at is not None:
        shown = t.md("*Acknowledged:* in the monitor")
    else:
        shown = t.md("*Acknowledged:* nobody yet")
    assignee = facts.name(alert.assignee)
    return Mrkdwn(shown + t.md(", with {who}", who=assignee)) if assignee else shown


def _case(t: Words, facts: AlertFacts) -> Iterator[Mrkdwn]:
    """The case it became, and how its promise stands."""
    if facts.case is not None:
        yield t.md("*Case:* {number}", number=case_number(facts.case.number))
        yield deadline_line(t, facts.case)
        if facts.countdown is not None:
            yield countdown_line(t, facts.case, facts.countdown)


def _links(t: Words, facts: AlertFacts) -> Iterator[Mrkdwn]:
    if facts.site is not None and facts.site.runbook:
        yield t.md("*Runbook:* {address}", address=link(facts.site.runbook))
    if facts.alert.group is None:
        yield t.md("*Via:* {monitor}", monitor=_monitor(t, facts.alert))


def _monitor(t: Words, alert: Alert) -> Mrkdwn | str:
    """Who raised it, with the link to where it says so."""
    if alert.source == CHECKS:
        return t("our own checks")
    name = product(t, alert.source)
    return link(alert.link, name) if alert.link else name


def _members(t: Words, facts: AlertFacts) -> list[Block]:
    """What a group stands for, what fails now first."""
    if facts.members is None or not facts.members.some:
        return []
    shown: list[Mrkdwn] = []
    for one in facts.members.some:
        known = {"what": shorten(title_of(t, one), LONGEST_LINE), "since": t.time_md(one.begun_at)}
        sentence = t.md("• {what}, since {since}", **known) if one.is_failing else t.md("• {what}, good", **known)
        if sum(len(each) + 1 for each in shown) + len(sentence) > LONGEST_LIST:
            break
        shown.append(sentence)
    more = facts.members.count - len(shown)
    rest = [t.md("and {count} more", count=more)] if more else []
    return [section(Mrkdwn(NEW_LINE.join([*shown, *rest])))]


def _remarks(t: Words, facts: AlertFacts) -> Iterator[Mrkdwn]:
    """Why nobody is woken, and what is held back or planned."""
    alert = facts.alert
    if facts.rest is not None and not alert.is_over:
        until = t.when_md(facts.rest.until) if facts.rest.until else ""
        yield t.md(RESTS[facts.rest.why], until=until)
    if alert.holds_letters:
        yield t.md("Letters to customers wait until one of us says that they may go.")
    for window in facts.windows[:1]:
        if not (facts.rest is not None and facts.rest.why is Quiet.MAINTENANCE):
            yield t.md("Maintenance is planned {span}.", span=t.span(window.start, window.end, dated=True))


def _buttons(t: Words, facts: AlertFacts) -> list[Block]:
    """What can be done now, the likely one first and primary."""
    alert = facts.alert
    is_acknowledged = facts.acknowledged_by is not None or alert.acknowledged_at is not None
    presses = possible(alert, is_acknowledged, facts.members.failing if facts.members else 0)
    carried = f"{alert.id}:{alert.version}"
    row = [
        button(t(PRESSES[press]), ids.ALERTS[press], carried, "primary" if press is Press.ACKNOWLEDGE else None)
        for press in presses[:MOST_BUTTONS]
    ]
    more = [option(t(PRESSES[press]), f"{press.value}:{carried}") for press in presses[MOST_BUTTONS:]]
    return actions(f"alert:{alert.id}:{alert.version}", [*row, *menu(ids.ALERT_MORE, more)])


def _of_case(t: Words, facts: AlertFacts) -> list[Block]:
    """The case's own buttons: one incident is one card."""
    case, told = facts.case, facts.countdown
    if case is None or told is None:
        return []
    row = [button(t(BUTTONS[Action.ON_IT]), ids.MOVES[Action.ON_IT], value(case, Action.ON_IT))]
    row = row if is_ticking(case) else []
    if told.place is not None and told.place.card_ts is not None:
        address = there(told.place.channel_id, told.place.card_ts)
        row.append(leads_to(button(t(OPEN_THE_CASE), ids.OPEN_THE_CASE, str(case.id)), address))
    return actions(f"alert-case:{case.id}:{case.version}", row)
