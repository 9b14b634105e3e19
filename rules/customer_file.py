"""The file of customers: what may stand in it, and what it says (docs/operations.md, "Customers in a file")."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules.checks import LONGEST_LIMIT, LONGEST_WORD, MOST_CHECKS, Check, first_check
from rules.checks import as_lines as checks_as_lines
from rules.customers import Agreement, Approves, Contact, Rounding, Site, SiteLink
from rules.file_shapes import (
    At,
    Listed,
    Node,
    Problem,
    Shape,
    Wrong,
    amount,
    choice,
    day,
    every,
    flag,
    like,
    link,
    record,
    refuse_doubles,
    text,
    whole,
)
from rules.forms import LONGEST_NAME, LONGEST_TEXT, host_of
from rules.people import Customer, Mode, PersonId

LONGEST_PERSON, LONGEST_PHONE, LONGEST_EMAIL = 200, 40, 254
LONGEST_PROMISE = 100_000  # minutes
MOST_MONEY = 100_000_000  # hundredths: a million an hour
LANGUAGES = ("en", "nb")
NOTHING = "nothing"  # approves nothing, as people write it
NO_CHANNEL = "none:"  # what stands for the channel of a customer that has none yet; Slack's ids have no colon
EMAIL = re.compile(r"[^\s@,;<>()\[\]]+@[^\s@,;<>()\[\]]+\.[^\s@,;<>()\[\]]+")
HOST = re.compile(r"[a-z0-9æøåäöü]([a-z0-9æøåäöü.-]*[a-z0-9æøåäöü])?")
CHANNEL = re.compile(r"[CG][A-Z0-9]{2,31}")
WORKSPACE = re.compile(r"[TE][A-Z0-9]{2,31}")
PERSON = re.compile(r"([TE][A-Z0-9]{2,31})/([UW][A-Z0-9]{2,31})")
CURRENCY = re.compile("[A-Z]{3}")


@dataclass(frozen=True)
class Entry:
    """A customer of the file. What is None is not written, and stays as it is."""

    at: At
    name: str
    language: str | None = None
    mode: Mode | None = None
    outages_in_channel: bool | None = None
    channel_id: str | None = None
    team_ids: frozenset[str] | None = None
    contacts: list[Listed] | None = None
    agreements: list[Listed] | None = None
    sites: list[Listed] | None = None


def has_channel(customer: Customer) -> bool:
    """False for a customer set up before there is a shared channel with it."""
    return is_channel(customer.channel_id)


def is_channel(channel_id: str) -> bool:
    """False for what only stands for a channel that is not there yet."""
    return not channel_id.startswith(NO_CHANNEL)


@dataclass
class CustomerFile:
    """What the file says; nothing of it may be used while there are problems."""

    entries: list[Entry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def check(root: Node) -> CustomerFile:
    """Reads the whole file, and finds everything that is wrong with it by itself, in the order of its lines."""
    found = CustomerFile()
    listed = FILE(root, At(root.line, "", found.problems)) or []
    found.entries = [one.value for one in listed if one.value is not None]
    _refuse_doubles(listed, found.entries)
    found.problems.sort(key=lambda problem: problem.line)
    return found


def _refuse_doubles(listed: list[Listed], entries: list[Entry]) -> None:
    """What may belong to one customer only, and to one line of each list."""
    refuse_doubles(listed, lambda entry: [("name", entry.name or None), ("channel", entry.channel_id)])
    refuse_doubles([one for entry in entries for one in entry.contacts or ()], lambda one: [("email", one.email)])
    refuse_doubles([one for entry in entries for one in entry.sites or ()], lambda one: [("host", one.host or None)])
    for entry in entries:
        refuse_doubles(entry.contacts or [], lambda one: [("slack", one.person), ("name", _only_name(one))])
        refuse_doubles(entry.agreements or [], lambda one: [("from", one.valid_from)])


def _only_name(contact: Contact) -> str | None:
    """The name, where nothing else tells this contact from others."""
    return None if contact.person or contact.email else contact.name or None


def _customer(given: dict[str, Any], at: At) -> Entry:
    teams = given.get("workspaces")
    return Entry(
        at,
        given.get("name") or "",
        given.get("language"),
        Mode(given["mode"]) if given.get("mode") else None,
        given.get("outages_in_channel"),
        given.get("channel"),
        frozenset(one.value for one in teams if one.value) if teams is not None else None,
        given.get("contacts"),
        given.get("agreements"),
        given.get("sites"),
    )


def _contact(given: dict[str, Any], _at: At) -> Contact:
    person = PERSON.fullmatch(given.get("slack") or "")
    approves = given.get("approves") or NOTHING
    return Contact(
        0,
        0,
        given.get("name") or "",
        PersonId(person[1], person[2]) if person else None,
        (given.get("email") or "").lower() or None,
        given.get("phone"),
        Approves.NOTHING if approves == NOTHING else Approves(approves),
        given.get("language"),
        bool(given.get("letters")),
    )


def _agreement(given: dict[str, Any], _at: At) -> Agreement:
    known = {name: given[name] for name in AGREEMENT_FIELDS if given.get(name) is not None}
    rounding = Rounding(given["rounding"]) if given.get("rounding") else Rounding.CASE_MONTH
    return Agreement(0, 0, given.get("from") or date.min, rounding=rounding, **known)


def _site(given: dict[str, Any], at: At) -> Site:
    address = given.get("link") or ""
    links = tuple(one.value for one in given.get("links") or () if one.value)
    if len(shown := as_lines(links)) > LONGEST_TEXT:
        at.key("links", at.line).says(Wrong.TOO_LONG, longest=LONGEST_TEXT, length=len(shown))
    return Site(
        0,
        0,
        given.get("name") or "",
        given.get("host") or host_of(address),
        address,
        links,
        given.get("runbook"),
        _checks(given, at) if "checks" in given else first_check(address),
    )


def _checks(given: dict[str, Any], at: At) -> tuple[Check, ...]:
    place = at.key("checks", at.line)
    checks = tuple(one.value for one in given["checks"] or () if one.value)
    if len(checks) > MOST_CHECKS:
        place.says(Wrong.TOO_MANY, most=MOST_CHECKS, count=len(checks))
    if len(shown := checks_as_lines(checks)) > LONGEST_TEXT:
        place.says(Wrong.TOO_LONG, longest=LONGEST_TEXT, length=len(shown))
    refuse_doubles(given["checks"] or [], lambda one: [("address", one.address or None)])
    return checks


def _check(given: dict[str, Any], _at: At) -> Check:
    return Check(
        given.get("address") or "", given.get("status"), given.get("word") or "", given.get("limit") or LONGEST_LIMIT
    )


def as_lines(links: tuple[SiteLink, ...]) -> str:
    """A site's links as people edit them in its form, which has to hold them all."""
    return "\n".join(f"{one.name} {one.link}" for one in links)


def _site_link(given: dict[str, Any], _at: At) -> SiteLink:
    return SiteLink(given.get("name") or "", given.get("link") or "")


LANGUAGE = choice(LANGUAGES)
MINUTES = whole(1, LONGEST_PROMISE)
CONTACT: dict[str, Shape] = {
    "name": text(LONGEST_PERSON),
    "slack": like(PERSON, "T0123ABCD/U0123ABCD"),
    "email": like(EMAIL, "kari@example.no", LONGEST_EMAIL),
    "phone": text(LONGEST_PHONE),
    "approves": choice((NOTHING, *(one.value for one in Approves if one.value))),
    "language": LANGUAGE,
    "letters": flag,
}
AGREEMENT: dict[str, Shape] = {
    "from": day,
    "operation": flag,
    "alerts_always": flag,
    "level_a_minutes": MINUTES,
    "level_b_minutes": MINUTES,
    "business_day_minutes": MINUTES,
    "hourly_rate": amount(MOST_MONEY),
    "currency": like(CURRENCY, "NOK"),
    "rounding": choice([one.value for one in Rounding]),
    "notes": text(LONGEST_TEXT, lines=True),
}
AGREEMENT_FIELDS = [name for name in AGREEMENT if name not in {"from", "rounding"}]
SITE_LINK: dict[str, Shape] = {"name": text(LONGEST_PERSON), "link": link}
CHECK: dict[str, Shape] = {
    "address": link,
    "status": whole(100, 599),
    "word": text(LONGEST_WORD),
    "limit": whole(1, LONGEST_LIMIT),
}
SITE: dict[str, Shape] = {
    "name": text(LONGEST_PERSON),
    "link": link,
    "host": like(HOST, "example.no", 253),
    "links": every(record(SITE_LINK, SITE_LINK, _site_link)),
    "runbook": link,
    "checks": every(record(CHECK, ["address"], _check)),
}
CUSTOMER: dict[str, Shape] = {
    "name": text(LONGEST_NAME),
    "language": LANGUAGE,
    "mode": choice([one.value for one in Mode]),
    "outages_in_channel": flag,
    "channel": like(CHANNEL, "C0123ABCD"),
    "workspaces": every(like(WORKSPACE, "T0123ABCD")),
    "contacts": every(record(CONTACT, ["name"], _contact)),
    "agreements": every(record(AGREEMENT, ["from"], _agreement)),
    "sites": every(record(SITE, ["name", "link"], _site)),
}
FILE = record(
    {"customers": every(record(CUSTOMER, ["name"], _customer))},
    ["customers"],
    lambda given, _at: given.get("customers"),
)
