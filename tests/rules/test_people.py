"""Who somebody is here (process.md section 1): by ids, never by names, and a stranger is nobody."""

import pytest

from rules.people import (
    US,
    Actor,
    Person,
    PersonId,
    Place,
    Role,
    house_roles,
    may_be_us,
)

HOME = "THOME"
KARI = PersonId("TFJORD", "UKARI")


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
