"""Setting customers up in forms: what each accepts, and what staff are shown of their house."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from math import inf

from rules.cases import State
from rules.checks import MOST_CHECKS, Check, first_check, from_line
from rules.customer_file import (
    EMAIL,
    LANGUAGES,
    LONGEST_EMAIL,
    LONGEST_PERSON,
    LONGEST_PHONE,
    LONGEST_PROMISE,
    MOST_MONEY,
    NOTHING,
)
from rules.customers import Agreement, Approves, Contact, Rounding, Site, SiteLink
from rules.errors import FieldProblem
from rules.facts import Found
from rules.file_shapes import in_hundredths
from rules.forms import LONGEST_NAME, LONGEST_TEXT, Checks, host_of
from rules.people import Customer, Mode, Person, PersonId
from rules.rota_facts import DutyFacts

MOST_LINKS = 20
ROUND_THE_CLOCK = "operation"
ALERTS_ALWAYS = "alerts_always"
LETTERS, LEFT = "letters", "left"
AS_CUSTOMER = "as_customer"
BY_MAIL, IN_CHANNEL = "mail", "channel"  # where letters about outages are read

Typed = dict[str, str]


@dataclass(frozen=True)
class Page:
    """Some of a longer list: its items, the place of the first, and how many there are in all."""

    start: int
    most: int
    count: int

    @property
    def earlier(self) -> int | None:
        """Where the page before begins."""
        return max(self.start - self.most, 0) if self.start else None

    @property
    def later(self) -> int | None:
        """Where the page after begins."""
        following = self.start + self.most
        return following if following < self.count else None


def page(start: int, most: int, count: int) -> Page:
    """The page that begins there; the last one where the list has become shorter."""
    last = max(count - 1, 0) // most * most
    return Page(min(max(start, 0) // most * most, last), most, count)


@dataclass(frozen=True)
class Listing:
    """A customer in the list of those who set them up; `names_approver`: somebody may approve money."""

    customer: Customer
    names_approver: bool


@dataclass(frozen=True)
class HomeFacts:
    """What one of us finds in the App Home: open cases by state, what is our turn soonest first, their own; for
    those who set up, a page of customers (None for others); and who has duty. `targets` has by when (UTC) we mean to
    answer those of the cases, by row, to which nothing is promised."""

    standing: dict[State, int]
    ours: list[Found]
    mine: list[Found]
    language: str | None
    customers: list[Listing] = field(default_factory=list)
    page: Page | None = None
    duty: DutyFacts = field(default_factory=DutyFacts)
    targets: dict[int, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class CustomerFacts:
    """A customer with all that is set up of it: agreements newest first, contacts who left last."""

    customer: Customer
    contacts: list[Contact]
    agreements: list[Agreement]
    sites: list[Site]
    today: date
    language: str | None
    guests: dict[PersonId, Person] = field(default_factory=dict)

    @property
    def in_force(self) -> Agreement | None:
        """The agreement that holds today."""
        return next((one for one in self.agreements if one.valid_from <= self.today), None)


def fingerprint(shown: object) -> str:
    """Tells whether somebody changed it since it was shown in a form."""
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


def customer_from(typed: Typed, customer: Customer) -> Customer:
    """The customer as the form wants it. FieldErrors name what to mend."""
    checks = Checks()
    name = checks.text("customer_name", typed.get("customer_name", ""), required=True, longest=LONGEST_NAME)
    language = _one_of(checks, "language", typed, LANGUAGES)
    mode = _one_of(checks, "mode", typed, [one.value for one in Mode])
    outages = typed.get("outages", IN_CHANNEL if customer.outages_in_channel else BY_MAIL)
    checks.settle()
    return replace(customer, name=name, language=language, mode=Mode(mode), outages_in_channel=outages == IN_CHANNEL)


def contact_from(typed: Typed, ticked: Iterable[str], person: PersonId | None, contact: Contact) -> Contact:
    """The contact as the form wants it; who is ticked as left is one no more, which the service dates."""
    checks = Checks()
    name = checks.text("contact_name", typed.get("contact_name", ""), required=True, longest=LONGEST_PERSON)
    email = checks.text("email", typed.get("email", ""), longest=LONGEST_EMAIL).lower()
    if email and "email" not in checks.problems and not EMAIL.fullmatch(email):
        checks.problems["email"] = (FieldProblem.NOT_AN_EMAIL, {})
    phone = checks.text("phone", typed.get("phone", ""), longest=LONGEST_PHONE)
    approves = _one_of(checks, "approves", typed, [one.value or NOTHING for one in Approves])
    language = _one_of(checks, "language", typed, [AS_CUSTOMER, *LANGUAGES])
    checks.settle()
    return replace(
        contact,
        name=name,
        person=person,
        email=email or None,
        phone=phone or None,
        approves=Approves.NOTHING if approves == NOTHING else Approves(approves),
        language=None if language == AS_CUSTOMER else language,
        gets_letters=LETTERS in ticked,
    )


def agreement_from(typed: Typed, ticked: Iterable[str], agreement: Agreement) -> Agreement:
    """The agreement as the form wants it; hours become minutes, money hundredths."""
    checks = Checks()
    valid_from = _day(checks, "valid_from", typed)
    minutes = {name: _minutes(checks, name, typed) for name in ("level_a", "level_b", "business_day")}
    rate = _rate(checks, typed.get("hourly_rate", ""))
    rounding = _one_of(checks, "rounding", typed, [one.value for one in Rounding])
    notes = checks.text("notes", typed.get("notes", ""), longest=LONGEST_TEXT)
    checks.settle()
    return replace(
        agreement,
        valid_from=valid_from,
        operation=ROUND_THE_CLOCK in ticked,
        alerts_always=ALERTS_ALWAYS in ticked,
        level_a_minutes=minutes["level_a"],
        level_b_minutes=minutes["level_b"],
        business_day_minutes=minutes["business_day"],
        hourly_rate=rate,
        rounding=Rounding(rounding),
        notes=notes,
    )


def site_from(typed: Typed, site: Site) -> Site:
    """The site as the form wants it; its host is that of the link, unless the link's host is as it was."""
    checks = Checks()
    name = checks.text("site_name", typed.get("site_name", ""), required=True, longest=LONGEST_PERSON)
    link = checks.link("site_link", typed.get("site_link", ""), required=True)
    links = _links(checks, typed.get("links", ""))
    runbook = checks.link("runbook", typed.get("runbook", ""))
    looked_at = _looked_at(checks, typed.get("checks", ""))
    checks.settle()
    if not looked_at and not site.id:
        looked_at = first_check(link)
    host = site.host if site.host and host_of(link) == host_of(site.link) else host_of(link)
    return replace(site, name=name, host=host, link=link, links=links, runbook=runbook or None, checks=looked_at)


def _looked_at(checks: Checks, written: str) -> tuple[Check, ...]:
    """A page on each line, with what it must answer."""
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    if len(lines) > MOST_CHECKS:
        checks.problems["checks"] = (FieldProblem.TOO_MANY_PAGES, {"most": MOST_CHECKS, "count": len(lines)})
    found: dict[str, Check] = {}
    for line in lines:
        one, within = from_line(line), Checks()
        address = within.link("link", one.address if one else "", required=True)
        if one is None or within.problems or address in found:
            checks.problems["checks"] = (FieldProblem.NOT_A_PAGE, {"line": line[:100]})
            continue
        found[address] = replace(one, address=address)
    return tuple(found.values())


def _one_of(checks: Checks, name: str, typed: Typed, options: Iterable[str]) -> str:
    value = typed.get(name, "")
    if value not in options:
        checks.problems[name] = (FieldProblem.NO_CHOICE if value else FieldProblem.MISSING, {})
    return value


def _day(checks: Checks, name: str, typed: Typed) -> date:
    try:
        return date.fromisoformat(typed.get(name, ""))
    except ValueError:
        checks.problems[name] = (FieldProblem.MISSING, {})
        return date.min


def _minutes(checks: Checks, name: str, typed: Typed) -> int | None:
    if not typed.get(name, "").strip():
        return None
    minutes = checks.hours(name, typed[name], below=inf)
    if minutes > LONGEST_PROMISE:
        checks.problems[name] = (FieldProblem.NOT_A_NUMBER, {})
    return minutes


def _rate(checks: Checks, written: str) -> int | None:
    if not written.strip():
        return None
    hundredths = in_hundredths("".join(written.split()))
    if hundredths is None or hundredths > MOST_MONEY:
        checks.problems["hourly_rate"] = (FieldProblem.NOT_AN_AMOUNT, {})
    return hundredths


def _links(checks: Checks, written: str) -> tuple[SiteLink, ...]:
    """A link on each line, with a name in front of it or without."""
    lines = [line.strip() for line in written.splitlines() if line.strip()]
    if len(lines) > MOST_LINKS:
        checks.problems["links"] = (FieldProblem.TOO_MANY_LINES, {"most": MOST_LINKS, "count": len(lines)})
    found = []
    for line in lines:
        name, _, address = line.rpartition(" ")
        one = Checks()
        link = one.link("link", address, required=True)
        if one.problems or len(name) > LONGEST_PERSON:
            checks.problems["links"] = (FieldProblem.NOT_A_LINE, {"line": line[:100]})
        found.append(SiteLink(name.strip().rstrip(":").strip() or host_of(link), link))
    return tuple(found)
