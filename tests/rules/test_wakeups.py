"""How a wake-up way's address is shown, and what is taken for one."""

import pytest

from rules.errors import FieldErrors
from rules.people import PersonId
from rules.wakeups import LONGEST_WAY_NAME, Way, masked, way_from


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("twilio://sid:token@+4700000000/+4798765432", "twilio://…432"),
        ("ntfy://topic", "ntfy://…"),
        ("ntfy://top-secr", "ntfy://…ecr"),
        ("no address at all", "…"),
    ],
)
def test_an_address_is_shown_by_its_scheme_and_end(address: str, shown: str) -> None:
    assert masked(address) == shown
    assert address not in repr(Way(1, PersonId("T", "U"), "SMS", address))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"way_address": "ntfy://x"}, "way_name"),
        ({"way_name": "SMS"}, "way_address"),
        ({"way_name": "x" * (LONGEST_WAY_NAME + 1), "way_address": "ntfy://x"}, "way_name"),
    ],
)
def test_a_way_has_a_name_and_an_address(typed: dict[str, str], field: str) -> None:
    with pytest.raises(FieldErrors) as refused:
        way_from(typed)
    assert list(refused.value.fields) == [field]
