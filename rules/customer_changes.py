"""What a file of customers changes: each difference between what is kept and what the file says, in the order in which
it may be stored."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, TypeAlias, TypeVar

from rules.customer_file import NO_CHANNEL, Entry
from rules.customers import Agreement, Contact, Site
from rules.file_shapes import At, Listed, Problem, Wrong
from rules.people import Customer

Kept: TypeAlias = Customer | Contact | Agreement | Site
T = TypeVar("T", Contact, Agreement, Site)
OURS = {"id", "customer_id", "help_ts", "help_shown", "disconnected_at"}  # no file says these


@dataclass(frozen=True)
class Held:
    """What is kept of one customer now: contacts who left too, sites that are none any more, and the rows of sites of
    which there is a history: a case, an alert, an outage, maintenance."""

    customer: Customer
    contacts: list[Contact] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    sites: list[Site] = field(default_factory=list)
    retired: list[Site] = field(default_factory=list)
    sites_with_history: frozenset[int] = frozenset()


@dataclass(frozen=True)
class House:
    """What every comparison needs: the office's date, and the language of a customer whose own is not written."""

    today: date
    language: str


@dataclass(frozen=True)
class Step:
    """One difference: `before` is None for what is added, `after` for what ends. `stays` marks what the file leaves out
    and history needs: it is told, and not changed. `retires` marks a site that ends, and whose history stays."""

    before: Kept | None
    after: Kept | None
    stays: bool = False
    at: At | None = None
    retires: bool = False

    @property
    def about(self) -> Kept:
        """The one it is about, as it will be, or was."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def fields(self) -> dict[str, tuple[Any, Any]]:
        """What differs, before and after, by the field's name."""
        if self.before is None or self.after is None:
            return {}
        names = [one.name for one in fields(self.after) if one.name not in OURS]
        pairs = {name: (getattr(self.before, name), getattr(self.after, name)) for name in names}
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


class Known:
    """The customers there are, by what tells them apart."""

    def __init__(self, customers: Iterable[Customer]) -> None:
        self._by_channel: dict[str, Customer] = {}
        self._by_name: dict[str, Customer] = {}
        for one in customers:
            self._by_channel[one.channel_id] = one
            self._by_name[one.name] = one

    def named(self, name: str) -> Customer | None:
        """The customer of this name."""
        return self._by_name.get(name)

    def meant(self, entry: Entry) -> Customer | None:
        """The customer the file means: by channel, else by name."""
        return self._by_channel.get(entry.channel_id or "") or self._by_name.get(entry.name)


def as_written(entry: Entry, customer: Customer) -> Customer:
    """The customer as the file wants it; what is not written stays."""
    in_channel = entry.outages_in_channel
    return replace(
        customer,
        name=entry.name,
        language=entry.language or customer.language,
        mode=entry.mode or customer.mode,
        outages_in_channel=customer.outages_in_channel if in_channel is None else in_channel,
        channel_id=entry.channel_id or customer.channel_id,
        team_ids=customer.team_ids if entry.team_ids is None else entry.team_ids,
    )


def steps(entry: Entry, held: Held, today: date) -> list[Step]:
    """What has to be done to the lists of a customer, endings first: an address that one gives up, another may have."""
    found = [
        *_of_contacts(entry.contacts, held),
        *_of_agreements(entry.agreements, held, today),
        *_of_sites(entry.sites, held),
    ]
    return sorted(found, key=lambda step: step.after is not None)


def _of_contacts(listed: list[Listed] | None, held: Held) -> Iterator[Step]:
    if listed is None:
        return
    pairs = _paired([one.value for one in listed], held.contacts, (_same_person, _same_email, _same_name))
    for (before, written), at in zip(pairs, (one.at for one in listed), strict=True):
        # What Slack told of somebody stays where the file is silent.
        person = written.person or (before.person if before else None)
        yield from _step(before, replace(written, person=person), held, at)
    kept = {before.id for before, _written in pairs if before is not None}
    yield from (Step(one, None) for one in held.contacts if one.id not in kept and one.left_at is None)


def _of_agreements(listed: list[Listed] | None, held: Held, today: date) -> Iterator[Step]:
    if listed is None:
        return
    before = {one.valid_from: one for one in held.agreements}
    for one in listed:
        yield from _step(before.pop(one.value.valid_from, None), one.value, held, one.at)
    # What was in force once is the basis of promises and bills.
    yield from (Step(one, None, stays=one.valid_from <= today) for one in before.values())


def _of_sites(listed: list[Listed] | None, held: Held) -> Iterator[Step]:
    if listed is None:
        return
    before, retired = {one.host: one for one in held.sites}, {one.host: one for one in held.retired}
    for one in listed:
        host = one.value.host
        yield from _step(before.pop(host, None) or retired.get(host), one.value, held, one.at)
    yield from (Step(one, None, retires=one.id in held.sites_with_history) for one in before.values())


def _step(before: T | None, written: T, held: Held, at: At) -> Iterator[Step]:
    """The step that makes it as written, if it is not so already."""
    after = replace(written, id=before.id if before else 0, customer_id=held.customer.id)
    if before != after:
        yield Step(before, after, at=at)


def _paired(
    written: list[Contact], held: list[Contact], rules: tuple[Callable[[Contact, Contact], bool], ...]
) -> list[tuple[Contact | None, Contact]]:
    """Each written contact with the one it is already, if any: the surest sign first, those who are here first."""
    free = sorted(held, key=lambda one: one.left_at is not None)
    found: dict[int, Contact] = {}
    for same in rules:
        for place, one in enumerate(written):
            match = next((other for other in free if place not in found and same(one, other)), None)
            if match is not None:
                found[place] = match
                free.remove(match)
    return [(found.get(place), one) for place, one in enumerate(written)]


def _same_person(one: Contact, other: Contact) -> bool:
    return one.person is not None and one.person == other.person


def _same_email(one: Contact, other: Contact) -> bool:
    return one.email is not None and one.email == other.email and not _two_people(one, other)


def _same_name(one: Contact, other: Contact) -> bool:
    """A name alone decides only where nothing speaks against it."""
    two_addresses = one.email is not None and other.email is not None and one.email != other.email
    return one.name == other.name and not two_addresses and not _two_people(one, other)


def _two_people(one: Contact, other: Contact) -> bool:
    return one.person is not None and other.person is not None and one.person != other.person


def plan(entry: Entry, here: Held | None, house: House) -> list[Step]:
    """Everything the entry changes of the customer it means (None: a new one), the customer first."""
    before = here.customer if here else None
    held = here or Held(Customer(0, entry.name, f"{NO_CHANNEL}{entry.name}"[:32], house.language))
    after = as_written(entry, held.customer)
    own = [] if after == before else [Step(before, after, at=entry.at)]
    return own + steps(entry, held, house.today)


def conflicts(entries: list[Entry], held: list[Held], house: House) -> list[Problem]:
    """What the file wants and somebody else has: customers, addresses and hosts that belong to one only."""
    known, by_id = Known(one.customer for one in held), {one.customer.id: one for one in held}
    meant = [(entry, known.meant(entry)) for entry in entries]
    todo = [step for entry, one in meant for step in plan(entry, by_id[one.id] if one else None, house)]
    ended = {step.about for step in todo if step.after is None and not (step.stays or step.retires)}
    owners: dict[tuple[str, str], Contact | Site] = {}
    everything: list[Contact | Site] = []
    for each in held:
        everything += [*each.contacts, *each.sites, *each.retired]
    for one in everything:
        if (key := _only(one)) and one not in ended:
            owners[key] = one
    found = list(_of_customers(meant, known))
    for step in todo:
        owner = owners.get(_only(step.about) or ("", ""))
        if owner is not None and step.at is not None and owner.id != step.about.id:
            name = "email" if isinstance(owner, Contact) else "host"
            found.append(_taken(step.at, name, f"{by_id[owner.customer_id].customer.name}: {owner.name}"))
    return sorted(found, key=lambda problem: problem.line)


def _only(one: Kept) -> tuple[str, str] | None:
    """What nobody else may have at the same time."""
    if isinstance(one, Site):
        return ("host", one.host)
    return ("email", one.email) if isinstance(one, Contact) and one.email and one.left_at is None else None


def _of_customers(meant: list[tuple[Entry, Customer | None]], known: Known) -> Iterator[Problem]:
    """Two entries that mean one customer, and one that means two."""
    first: dict[int, Entry] = {}
    for entry, customer in meant:
        if customer is None:
            continue
        by_name = known.named(entry.name) or customer
        if by_name.id != customer.id:
            yield _taken(entry.at, "name", by_name.channel_id)
        other = first.setdefault(customer.id, entry)
        if other is not entry:
            yield Problem(
                entry.at.line, f"{entry.at.path}.name", Wrong.SAME_AS, {"written": entry.name, "other": other.at.path}
            )


def _taken(at: At, name: str, by: str) -> Problem:
    return Problem(at.line, f"{at.path}.{name}", Wrong.TAKEN, {"by": by})
