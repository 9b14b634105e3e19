"""Setting a customer up: what there is of it, in lists with a button at each line."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from babel.numbers import format_decimal

from handlers import ids
from handlers.views.labels import APPROVALS, LANGUAGES, LEVELS, MODES, OUTAGES, ROUNDINGS
from handlers.views.parts import Element, actions, beside, button, header, modal, section
from handlers.views.words import N_, Mrkdwn, Words, channel, escape, escape_within, link, mention, strong
from rules.customer_file import has_channel
from rules.customers import Agreement, Approves, Contact, Site
from rules.levels import Level
from rules.people import Customer
from rules.setup import BY_MAIL, IN_CHANNEL, CustomerFacts, page

Rows: TypeAlias = list[tuple[str, Mrkdwn]]

MOST_LISTED = 30
LONGEST_NAMES = 500
SEPARATOR = Mrkdwn(" · ")
NEW_LINE = Mrkdwn("\n")


def overview(t: Words, facts: CustomerFacts, named: Mapping[str, str]) -> dict[str, Any]:
    """All that is set up of a customer, in short; `named`: workspaces by their ids, as far as their names are known."""
    customer, row = facts.customer, str(facts.customer.id)
    blocks = [
        header(customer.name),
        beside(_customer(t, customer, named), button(t("Edit"), ids.EDIT_CUSTOMER, row)),
        beside(_people(t, facts.contacts), button(t("Contacts"), ids.CONTACTS, row)),
        beside(_in_force(t, facts.in_force), button(t("Agreements"), ids.AGREEMENTS, row)),
        beside(_places(t, facts.sites), button(t("Sites"), ids.SITES, row)),
    ]
    return modal(ids.SAID, t("Customer"), blocks, submit=None, close=t("Close"))


def listed(t: Words, facts: CustomerFacts, kind: str, start: int = 0) -> dict[str, Any]:
    """One of the customer's lists, from this place on: each line has its button, and a new one can be begun."""
    lines = LISTS[kind](t, facts)
    shown = page(start, MOST_LISTED, len(lines))
    of, here = facts.customer.id, lines[shown.start : shown.start + shown.most]
    blocks = [beside(text, _edit(t, kind, f"{of}:{row}:{shown.start}")) for row, text in here]
    turning = [
        *(
            [button(t("Earlier"), ids.LIST_EARLIER, f"{of}:{kind}:{shown.earlier}")]
            if shown.earlier is not None
            else []
        ),
        *([button(t("Later"), ids.LIST_LATER, f"{of}:{kind}:{shown.later}")] if shown.later is not None else []),
    ]
    blocks += actions("list", [_new(t, kind, f"{of}:new:{shown.start}"), *turning])
    empty = [] if lines else [section(t.md("None is set up yet."))]
    return modal(ids.SAID, t(TITLES[kind]), [*empty, *blocks], submit=None, close=t("Back"))


def _edit(t: Words, kind: str, value: str) -> Element:
    match kind:
        case "contacts":
            return button(t("Edit"), ids.EDIT_CONTACT, value)
        case "agreements":
            return button(t("Edit"), ids.EDIT_AGREEMENT, value)
    return button(t("Edit"), ids.EDIT_SITE, value)


def _new(t: Words, kind: str, value: str) -> Element:
    match kind:
        case "contacts":
            return button(t("New contact"), ids.EDIT_CONTACT, value)
        case "agreements":
            return button(t("New agreement"), ids.EDIT_AGREEMENT, value)
    return button(t("New site"), ids.EDIT_SITE, value)


def _customer(t: Words, customer: Customer, named: Mapping[str, str]) -> Mrkdwn:
    where = channel(customer.channel_id) if has_channel(customer) else t.md("none yet; invite me to it")
    outages = IN_CHANNEL if customer.outages_in_channel else BY_MAIL
    return _lines(
        t.md("*Language:* {language}", language=t(LANGUAGES[customer.language])),
        t.md("*A new message in the channel:* {mode}", mode=t(MODES[customer.mode])),
        t.md("*Letters when a site is down for long:* {where}", where=t(OUTAGES[outages])),
        t.md("*Channel:* {channel}", channel=where),
        t.md("*Workspaces:* {teams}", teams=_some(sorted(named.get(one, one) for one in customer.team_ids))),
    )


def _people(t: Words, contacts: list[Contact]) -> Mrkdwn:
    """How many there are, and who approves."""
    present = [one for one in contacts if one.left_at is None]
    publication = [one.name for one in present if one.approves.publication]
    money = [one.name for one in present if one.approves.money]
    opener, nobody = t("who opened the case"), t("nobody is named")
    return _lines(
        t.md("*Contacts:* {count}", count=len(present)),
        t.md("*Approves publication:* {names}", names=_some(publication or [opener])),
        t.md("*Approves money:* {names}", names=_some(money or [nobody])),
    )


def _in_force(t: Words, agreement: Agreement | None) -> Mrkdwn:
    if agreement is None:
        return _lines(t.md("*Agreement:* none is in force"))
    return _lines(t.md("*Agreement in force since {day}*", day=t.day(agreement.valid_from)), _terms(t, agreement))


def _places(t: Words, sites: list[Site]) -> Mrkdwn:
    return _lines(t.md("*Sites:* {hosts}", hosts=_some([one.host for one in sites])))


def _contacts(t: Words, facts: CustomerFacts) -> Rows:
    return [(str(one.id), _contact(t, one)) for one in facts.contacts]


def _agreements(t: Words, facts: CustomerFacts) -> Rows:
    return [(one.valid_from.isoformat(), _agreement(t, one, one == facts.in_force)) for one in facts.agreements]


def _sites(t: Words, facts: CustomerFacts) -> Rows:
    return [(str(one.id), _site(one)) for one in facts.sites]


def _contact(t: Words, contact: Contact) -> Mrkdwn:
    """Name and rights, and how they are reached."""
    rights = (
        [t("approves {what}", what=t(APPROVALS[contact.approves]))] if contact.approves is not Approves.NOTHING else []
    )
    rights += [t("gets letters")] if contact.gets_letters else []
    rights = [t("has left")] if contact.left_at is not None else rights
    reached = [one for one in (contact.email, contact.phone) if one]
    who = [mention(contact.person.user_id)] if contact.person else []
    name = strong(escape(contact.name))
    return _lines(_row(name, *map(escape, rights)), _row(*who, *map(escape, reached)) or t.md("no address yet"))


def _agreement(t: Words, agreement: Agreement, holds: bool) -> Mrkdwn:
    since = t.md("*From {day}*", day=t.day(agreement.valid_from))
    notes = escape_within(agreement.notes, LONGEST_NAMES)
    return _lines(_row(since, t.md("in force now")) if holds else since, _terms(t, agreement), notes)


def _terms(t: Words, agreement: Agreement) -> Mrkdwn:
    """What is agreed, where it differs from the ordinary."""
    terms = [t.md("operation and management")] if agreement.operation else [t.md("no operation and management")]
    terms += [t.md("alerts at any time")] if agreement.alerts_always and not agreement.operation else []
    own = {LEVELS[Level.A]: agreement.level_a_minutes, LEVELS[Level.B]: agreement.level_b_minutes}
    terms += [
        t.md("{level} within {hours} h", level=t(level), hours=in_hours(t, kept)) for level, kept in own.items() if kept
    ]
    if agreement.business_day_minutes:
        terms.append(t.md("business day of {hours} h", hours=in_hours(t, agreement.business_day_minutes)))
    if agreement.hourly_rate is not None:
        rate = in_money(t, agreement.hourly_rate)
        terms.append(t.md("{currency} {rate} an hour", currency=agreement.currency, rate=rate))
    return _row(*terms, t.md("rounded up {how}", how=t(ROUNDINGS[agreement.rounding])))


def _site(site: Site) -> Mrkdwn:
    """Name and address, and as many of the other links as fit."""
    name = strong(escape_within(site.name, LONGEST_NAMES))
    shown: list[Mrkdwn] = []
    for one in site.links:
        shown.append(link(one.link, one.name))
        if len(_row(*shown)) > LONGEST_NAMES:
            shown[-1] = Mrkdwn("…")
            break
    return _lines(_row(name, link(site.link)), _row(*shown))


def _some(names: list[str]) -> Mrkdwn:
    """Names on one line, cut where they are too many."""
    return escape_within(", ".join(names) or "-", LONGEST_NAMES)


def in_hours(t: Words, minutes: int) -> str:
    """Minutes in hours as people here write them: 1.5, or 1,5."""
    return format_decimal(minutes / 60, "0.##", locale=t.language)


def in_money(t: Words, hundredths: int) -> str:
    """Hundredths as people here write an amount."""
    return format_decimal(hundredths / 100, "0.00" if hundredths % 100 else "0", locale=t.language)


def _lines(*lines: Mrkdwn) -> Mrkdwn:
    return Mrkdwn(NEW_LINE.join(line for line in lines if line))


def _row(*parts: Mrkdwn) -> Mrkdwn:
    return Mrkdwn(SEPARATOR.join(part for part in parts if part))


LISTS: dict[str, Callable[[Words, CustomerFacts], Rows]] = {
    "contacts": _contacts,
    "agreements": _agreements,
    "sites": _sites,
}
TITLES = {"contacts": N_("Contacts"), "agreements": N_("Agreements"), "sites": N_("Sites")}
