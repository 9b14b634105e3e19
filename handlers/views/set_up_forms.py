"""The forms in which a customer is set up."""

import json
from typing import Any

from handlers import ids
from handlers.views.labels import APPROVALS, LANGUAGES, MODES, OUTAGES, ROUNDINGS
from handlers.views.manage import in_hours, in_money
from handlers.views.parts import (
    Block,
    date_input,
    entry,
    modal,
    option,
    person_input,
    radio,
    select,
    text_input,
    ticks,
)
from handlers.views.words import Words
from rules.checks import as_lines as checks_as_lines
from rules.customer_file import LONGEST_EMAIL, LONGEST_PERSON, LONGEST_PHONE, NOTHING, as_lines
from rules.customers import Agreement, Contact, Site
from rules.forms import LONGEST_LINK, LONGEST_NAME
from rules.people import Customer, Mode
from rules.setup import (
    ALERTS_ALWAYS,
    AS_CUSTOMER,
    BY_MAIL,
    IN_CHANNEL,
    LEFT,
    LETTERS,
    ROUND_THE_CLOCK,
    CustomerFacts,
    fingerprint,
)

LONGEST_NUMBER = 20


def customer_form(t: Words, customer: Customer | None, language: str) -> dict[str, Any]:
    """Name, language and mode of a customer; of a new one without one."""
    name = text_input(customer.name if customer else "", longest=LONGEST_NAME)
    languages = [option(t(label), value) for value, label in LANGUAGES.items()]
    modes = [option(t(label), mode.value) for mode, label in MODES.items()]
    chosen = (customer.language, customer.mode) if customer else (language, Mode.OFFER)
    outages = [option(t(label), value) for value, label in OUTAGES.items()]
    where = IN_CHANNEL if customer is not None and customer.outages_in_channel else BY_MAIL
    blocks = [
        entry(ids.CUSTOMER_NAME, t("Customer"), name),
        entry(ids.LANGUAGE, t("Language"), radio(languages, chosen[0]), t("What I say in their channel is in it.")),
        entry(ids.MODE, t("A new message in their channel gets"), radio(modes, chosen[1].value)),
        entry(ids.OUTAGES, t("Letters when a site is down for long"), radio(outages, where)),
    ]
    title = t("Customer") if customer else t("New customer")
    carried = _carried(customer.id if customer else None, None, 0, customer)
    return modal(ids.CUSTOMER_FORM, title, blocks, submit=t("Save"), close=t("Cancel"), metadata=carried)


def contact_form(t: Words, facts: CustomerFacts, contact: Contact | None, start: int) -> dict[str, Any]:
    """A contact of the customer."""
    known = contact or Contact(0, facts.customer.id, "")
    approvals = [option(t(label), what.value or NOTHING) for what, label in APPROVALS.items()]
    languages = [option(t("As the customer"), AS_CUSTOMER), *(option(t(one), key) for key, one in LANGUAGES.items())]
    of_slack = t("Only for somebody in Slack: a person of their workspaces, or a guest in yours.")
    boxes = [option(t("Gets letters when a site is down"), LETTERS)]
    boxes += [option(t("Is a contact no more"), LEFT)] if contact else []
    ticked = [LETTERS] * known.gets_letters + [LEFT] * (known.left_at is not None)
    in_slack = person_input(known.person.user_id if known.person else None)
    blocks = [
        entry(ids.CONTACT_NAME, t("Name"), text_input(known.name, longest=LONGEST_PERSON)),
        entry(ids.PERSON, t("In Slack"), in_slack, of_slack, required=False),
        _line(ids.EMAIL, t("E-mail"), known.email, LONGEST_EMAIL),
        _line(ids.PHONE, t("Phone"), known.phone, LONGEST_PHONE),
        entry(ids.APPROVES, t("Approves"), select(t("Choose"), approvals, known.approves.value or NOTHING)),
        entry(ids.LANGUAGE, t("Language"), select(t("Choose"), languages, known.language or AS_CUSTOMER)),
        entry(ids.TICKED, t("And"), ticks(boxes, ticked), required=False),
    ]
    title = t("Contact") if contact else t("New contact")
    carried = _carried(facts.customer.id, contact.id if contact else None, start, contact)
    return modal(ids.CONTACT_FORM, title, blocks, submit=t("Save"), close=t("Cancel"), metadata=carried)


def agreement_form(t: Words, facts: CustomerFacts, agreement: Agreement | None, start: int) -> dict[str, Any]:
    """What is agreed with the customer from a day on; a new one begins as the newest is."""
    newest = facts.agreements[0] if facts.agreements else Agreement(0, facts.customer.id, facts.today)
    known = agreement or newest
    boxes = [
        option(t("Operation and management: Level A round the clock"), ROUND_THE_CLOCK),
        option(t("Alerts wake somebody at any time, also without it"), ALERTS_ALWAYS),
    ]
    included = [ROUND_THE_CLOCK] * known.operation + [ALERTS_ALWAYS] * known.alerts_always
    roundings = [option(t(label), how.value) for how, label in ROUNDINGS.items()]
    ordinary = t("In hours. Leave it empty for the ordinary promise.")
    day = date_input(agreement.valid_from if agreement else facts.today)
    blocks = [
        entry(ids.VALID_FROM, t("Valid from"), day, t("It holds until the next one begins.")),
        entry(ids.TICKED, t("Includes"), ticks(boxes, included), required=False),
        _hours(t, ids.LEVEL_A, t("Level A is answered within"), known.level_a_minutes, ordinary),
        _hours(t, ids.LEVEL_B, t("Level B is answered within"), known.level_b_minutes, ordinary),
        _hours(t, ids.BUSINESS_DAY, t("Length of a business day"), known.business_day_minutes, ordinary),
        _line(ids.HOURLY_RATE, t("Hourly rate"), _rate(t, known), LONGEST_NUMBER, known.currency),
        entry(ids.ROUNDING, t("Each half hour begun is billed"), radio(roundings, known.rounding.value)),
        entry(ids.NOTES, t("Notes"), text_input(known.notes, lines=True), t("We read this."), required=False),
    ]
    title = t("Agreement") if agreement else t("New agreement")
    carried = _carried(facts.customer.id, agreement.valid_from.isoformat() if agreement else None, start, agreement)
    return modal(ids.AGREEMENT_FORM, title, blocks, submit=t("Save"), close=t("Cancel"), metadata=carried)


def site_form(t: Words, facts: CustomerFacts, site: Site | None, start: int) -> dict[str, Any]:
    """A site of the customer."""
    known = site or Site(0, facts.customer.id, "", "", "")
    a_line = t("One on each line, with its name in front: Hosting https://example.no")
    blocks = [
        entry(ids.SITE_NAME, t("Name"), text_input(known.name, longest=LONGEST_PERSON)),
        entry(
            ids.SITE_LINK,
            t("Link"),
            text_input(known.link, longest=LONGEST_LINK),
            t("Cases with links below it are about this site."),
        ),
        entry(ids.LINKS, t("More links"), text_input(as_lines(known.links), lines=True), a_line, required=False),
        entry(
            ids.CHECKS,
            t("Pages we look at every minute"),
            text_input(checks_as_lines(known.checks), lines=True),
            t('One on each line, with what it must answer if that matters: https://example.no/shop 200 5s "Welcome"')
            if site
            else t("Leave it empty and we look at the link. Others, one on each line: https://example.no/shop 200 5s"),
            required=False,
        ),
        _line(ids.RUNBOOK, t("Runbook"), known.runbook, LONGEST_LINK, t("A link for who has duty when it is down.")),
    ]
    title = t("Site") if site else t("New site")
    carried = _carried(facts.customer.id, site.id if site else None, start, site)
    return modal(ids.SITE_FORM, title, blocks, submit=t("Save"), close=t("Cancel"), metadata=carried)


def _line(name: str, label: str, value: str | None, longest: int, hint: str | None = None) -> Block:
    return entry(name, label, text_input(value or "", longest=longest), hint, required=False)


def _hours(t: Words, name: str, label: str, minutes: int | None, hint: str) -> Block:
    return _line(name, label, in_hours(t, minutes) if minutes else "", LONGEST_NUMBER, hint)


def _rate(t: Words, agreement: Agreement) -> str:
    return in_money(t, agreement.hourly_rate) if agreement.hourly_rate is not None else ""


def _carried(customer_id: int | None, row: int | str | None, start: int, shown: object) -> str:
    """Whose and which it is, where its list began, and how it was when the form was drawn."""
    return json.dumps({"customer": customer_id, "row": row, "start": start, "seen": fingerprint(shown)})
