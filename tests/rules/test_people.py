"""Who somebody is here (process.md section 1): by ids, never by names, and a stranger is nobody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.people import (
    US,
    Actor,
    Customer,
    Person,
    PersonId,
    Place,
    Role,
    customer_roles,
    house_roles,
    may_be_us,
)

HOME = "THOME"
FJORDMAT = Customer(1, "Fjordmat", "CFJORD", "nb", frozenset({"TFJORD", "TFJORD2"}))
KARI, OLA = PersonId("TFJORD", "UKARI"), PersonId("TFJORD2", "UOLA")
SIRI, NAMESAKE = PersonId("TBRE", "USIRI"), PersonId("TBRE", "UKARI")
CONTACT, OPENER, APPROVER = Role.CONTACT, Role.OPENER, Role.APPROVER
IDS = st.builds(PersonId, st.sampled_from([HOME, "TFJORD", "TBRE", ""]), st.sampled_from(["UKARI", "UOLA"]))


@pytest.mark.parametrize(
    ("person", "opener", "approver", "roles"),
    [
        (KARI, KARI, KARI, {CONTACT, OPENER, APPROVER}),
        (KARI, KARI, OLA, {CONTACT, OPENER}),
        (KARI, OLA, KARI, {CONTACT, APPROVER}),
        (OLA, KARI, KARI, {CONTACT}),
        (OLA, None, None, {CONTACT}),
        (SIRI, KARI, KARI, set()),
        (NAMESAKE, KARI, KARI, set()),
        (PersonId("TFJORD2", "UKARI"), KARI, KARI, {CONTACT}),
        (SIRI, SIRI, SIRI, set()),
        (PersonId("", "UKARI"), KARI, KARI, set()),
    ],
)
def test_a_customers_people_and_nobody_else(
    person: PersonId, opener: PersonId | None, approver: PersonId | None, roles: set[Role]
) -> None:
    assert customer_roles(person, FJORDMAT, opener, approver) == roles


@given(IDS, IDS, IDS)
def test_no_role_without_the_customers_workspace(person: PersonId, opener: PersonId, approver: PersonId) -> None:
    roles = customer_roles(person, FJORDMAT, opener, approver)
    assert bool(roles) is (person.team_id in FJORDMAT.team_ids)
    assert not roles & US, "a customer's person is never one of us"


@pytest.mark.parametrize(
    ("person", "may"),
    [
        (Person(PersonId(HOME, "UANNA")), True),
        (Person(PersonId(HOME, "UGUEST"), is_guest=True), False),
        (Person(KARI), False),
        (Person(KARI, is_guest=True), False),
        (Person(PersonId("", "UANNA")), False),
    ],
)
def test_only_members_of_the_house_are_us(person: Person, may: bool) -> None:
    assert may_be_us(person, HOME) is may


@pytest.mark.parametrize(
    ("places", "roles"),
    [
        (set(), set()),
        ({Place.DESK}, {Role.STAFF}),
        ({Place.ONCALL}, {Role.DEVELOPER}),
        ({Place.LEADS}, {Role.LEAD}),
        ({Place.DESK, Place.ONCALL}, {Role.STAFF, Role.DEVELOPER}),
        (set(Place), US),
    ],
)
def test_membership_gives_roles(places: set[Place], roles: set[Role]) -> None:
    assert house_roles(frozenset(places)) == roles


@pytest.mark.parametrize("role", Role)
def test_us_are_staff_developers_and_leads(role: Role) -> None:
    assert Actor(Person(KARI), frozenset({role})).is_us is (role in {Role.STAFF, Role.DEVELOPER, Role.LEAD})


def test_a_person_is_shown_by_name_once_it_is_known() -> None:
    assert (Person(KARI, "Kari").shown, Person(KARI).shown) == ("Kari", "UKARI")
