"""Who is what on a case of a customer's (process.md section 1): contact, opener, approver, until they leave."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.customers import Approvers, Approves, Contact, approvers_of, hosts_of, roles_on, speaks_for
from rules.people import US, Customer, Person, PersonId, Role

HOME = "THOME"
NOW = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
FJORDMAT = Customer(1, "Fjordmat", "CFJORD", "nb", frozenset({"TFJORD", "TFJORD2"}))
KARI = PersonId("TFJORD", "UKARI")
OLA, SIRI, NAMESAKE = PersonId("TFJORD2", "UOLA"), PersonId("TBRE", "USIRI"), PersonId("TBRE", "UKARI")
GRO = PersonId(HOME, "UGRO")
CONTACT, OPENER, APPROVER, MONEY = Role.CONTACT, Role.OPENER, Role.APPROVER, Role.MONEY
IDS = st.builds(PersonId, st.sampled_from([HOME, "TFJORD", "TBRE", ""]), st.sampled_from(["UKARI", "UOLA"]))


def _contact(who: PersonId | None, approves: Approves = Approves.NOTHING, left_at: datetime | None = None) -> Contact:
    return Contact(1, 1, "somebody", who, approves=approves, left_at=left_at)


def _roles(who: PersonId, *contacts: Contact, is_guest: bool = False) -> frozenset[Role]:
    """What the person is on Kari's case."""
    own = next((contact for contact in contacts if contact.person == who), None)
    return roles_on(Person(who, is_guest=is_guest), FJORDMAT, own, (KARI, KARI), approvers_of(contacts, KARI))


@pytest.mark.parametrize(
    ("who", "roles"),
    [
        (KARI, {CONTACT, OPENER, APPROVER}),
        (OLA, {CONTACT}),
        (PersonId("TFJORD2", "UKARI"), {CONTACT}),
        (SIRI, set()),
        (NAMESAKE, set()),
        (PersonId("", "UKARI"), set()),
        (GRO, set()),
    ],
)
def test_with_nobody_named_who_opened_the_case_approves_publication(who: PersonId, roles: set[Role]) -> None:
    assert _roles(who) == roles


@pytest.mark.parametrize(
    ("approves", "roles"),
    [
        (Approves.NOTHING, {CONTACT}),
        (Approves.MONEY, {CONTACT, MONEY}),
        (Approves.PUBLICATION, {CONTACT, APPROVER}),
        (Approves.BOTH, {CONTACT, APPROVER, MONEY}),
    ],
)
def test_a_named_approver_takes_the_openers_place(approves: Approves, roles: set[Role]) -> None:
    ola = _contact(OLA, approves)
    assert _roles(OLA, ola) == roles
    assert (APPROVER in _roles(KARI, ola)) is not approves.publication


def test_several_may_approve_and_one_without_slack_keeps_the_opener_out() -> None:
    both = (_contact(OLA, Approves.BOTH), _contact(KARI, Approves.PUBLICATION))
    assert approvers_of(both, KARI) == Approvers((OLA, KARI))
    by_mail = replace(_contact(None, Approves.PUBLICATION), name="Per")
    assert approvers_of([by_mail], KARI) == Approvers((), ("Per",))
    assert APPROVER not in _roles(KARI, by_mail)


@pytest.mark.parametrize("approves", Approves)
def test_who_left_is_nothing_at_once(approves: Approves) -> None:
    gone = _contact(KARI, approves, NOW)
    assert _roles(KARI, gone) == set()
    assert approvers_of([gone], KARI) == Approvers((KARI,)), "nobody is named any more"


def test_a_guest_of_the_house_is_a_contact_only_where_set_as_one() -> None:
    assert _roles(GRO, is_guest=True) == set()
    assert _roles(GRO, _contact(GRO, Approves.BOTH), is_guest=True) == {CONTACT, APPROVER, MONEY}
    assert _roles(GRO, _contact(GRO, left_at=NOW), is_guest=True) == set()
    assert _roles(GRO, _contact(GRO, Approves.BOTH)) == set(), "one of us is never a contact"


@given(IDS, st.sampled_from(Approves), st.booleans(), st.booleans(), st.booleans())
def test_no_right_without_being_a_contact(
    who: PersonId, approves: Approves, is_set: bool, has_left: bool, is_guest: bool
) -> None:
    contact = _contact(who, approves, NOW if has_left else None) if is_set else None
    person = Person(who, is_guest=is_guest)
    roles = roles_on(person, FJORDMAT, contact, (who,), Approvers((who,)))
    assert bool(roles) is speaks_for(person, FJORDMAT, contact)
    assert not roles & US, "a customer's person is never one of us"
    assert speaks_for(person, FJORDMAT, contact) is (
        not (is_set and has_left) and (who.team_id == "TFJORD" or (is_set and is_guest))
    )


@pytest.mark.parametrize(
    ("host", "looked_for"),
    [
        ("fjordmat.no", ("fjordmat.no", "www.fjordmat.no")),
        ("shop.eu.fjordmat.no", ("shop.eu.fjordmat.no", "www.shop.eu.fjordmat.no", "eu.fjordmat.no", "fjordmat.no")),
        ("localhost", ("localhost", "www.localhost")),
        ("bær.no", ("bær.no", "xn--br-1ia.no", "www.bær.no", "www.xn--br-1ia.no")),
        ("xn--br-1ia.no", ("xn--br-1ia.no", "bær.no", "www.xn--br-1ia.no", "www.bær.no")),
        ("xn--\udcff", ("xn--\udcff", "www.xn--\udcff")),
        ("", ()),
    ],
)
def test_a_site_is_looked_for_at_the_host_then_at_its_parents(host: str, looked_for: tuple[str, ...]) -> None:
    assert hosts_of(host) == looked_for
