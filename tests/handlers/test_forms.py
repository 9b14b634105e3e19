"""Forms and buttons as Slack sends them, and as nobody of ours ever sent them."""

import json
from datetime import date
from typing import Any

import pytest

from handlers.cases import _press
from handlers.forms import chosen_files, meant, row_number, slack_id, typed
from handlers.intake import _form
from rules.cases import Action, Press
from rules.errors import CaseUnknown, FieldErrors
from rules.people import PersonId


@pytest.mark.parametrize(
    ("carried", "row"),
    [
        ("17", 17),
        (17, 17),
        ("9" * 30, None),
        ("9" * 5000, None),
        (10**30, None),
        (True, None),
        (1.0, None),
        (-1, None),
        ("-1", None),
        ("", None),
        ("x", None),
        ("²", None),
        (None, None),
        ([], None),
    ],
)
def test_a_row_is_a_number_that_a_row_can_have(carried: object, row: int | None) -> None:
    assert row_number(carried) == row


@pytest.mark.parametrize(
    "metadata", ["", "{", "[]", "null", "9" * 5000, '"text"', "[" * 100_000, '{"case": ' + "9" * 5000 + "}"]
)
def test_a_form_that_carries_none_of_ours_means_nothing(metadata: str) -> None:
    assert meant({"private_metadata": metadata}) == {}
    assert meant({}) == {}


def test_a_form_means_what_it_was_drawn_with() -> None:
    assert meant({"private_metadata": json.dumps({"case": 1})}) == {"case": 1}


@pytest.mark.parametrize("carried", [None, 1, "", "x" * 33, {}, ["C1"]])
def test_what_no_id_can_be(carried: object) -> None:
    assert slack_id(carried) is None
    assert slack_id("C1") == "C1"


@pytest.mark.parametrize(
    ("action", "case_id", "seen"),
    [
        ("take", "9" * 5000, "v1"),
        ("take", "1", "v" + "9" * 5000),
        ("take", "1", "v"),
        ("take", "1", "x1"),
        ("take", "1", None),
        ("take", None, "v1"),
        ("", "1", "v1"),
        ("steal", "1", "v1"),
        (None, "1", "v1"),
        ({}, "1", "v1"),
    ],
)
def test_a_press_nobody_could_make_is_of_no_case(action: object, case_id: object, seen: object) -> None:
    with pytest.raises(CaseUnknown):
        _press(action, case_id, seen)


def test_a_press_names_case_action_and_what_was_seen() -> None:
    assert _press("take", "1", "v3") == _press("take", 1, "v3") == Press(1, Action.TAKE, "v3")


def form(**chosen: Any) -> dict[str, Any]:
    """The case form with these choices."""
    values = {name: {name: {"selected_option": {"value": value}}} for name, value in chosen.items()}
    return {"state": {"values": values | {"problem": {"problem": {"value": "It broke"}}}}}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("customer", "x"),
        ("customer", "9" * 30),
        ("contact", "nobody"),
        ("contact", ":U1"),
        ("contact", "T1:"),
        ("contact", "T1:" + "U" * 33),
        ("origin", "telepathy"),
        ("needed_by", "soon"),
        ("needed_by", "2026-02-30"),
    ],
)
def test_a_choice_that_was_not_offered_is_named_under_its_field(field: str, value: str) -> None:
    with pytest.raises(FieldErrors) as errors:
        _form(form(**{field: value}))
    assert set(errors.value.fields) == {field}


def test_choices_that_were_offered_are_taken() -> None:
    found = _form(form(customer="3", contact="T1:U1", origin="phone", needed_by="2026-03-30"))
    assert (found.customer_id, found.contact, found.origin) == (3, PersonId("T1", "U1"), "phone")
    assert found.needed_by == date(2026, 3, 30)


def test_what_is_no_text_was_not_typed() -> None:
    view = {"state": {"values": {"problem": {"problem": {"value": ["x"]}}, "link": {"link": {"value": "a.no"}}}}}
    assert typed(view) == {"link": "a.no"}


def test_a_file_has_a_name_that_can_be_kept() -> None:
    (file,) = chosen_files([{"id": "F1", "name": "\0\ud83d" + "x" * 300, "size": 10**12, "mimetype": "y" * 200}])
    assert file.name.startswith("\ufffd\ufffdx")
    assert (len(file.name), file.size, len(file.mimetype)) == (255, 2**31 - 1, 127)
    assert chosen_files([{"id": "F1"}])[0].name == "F1"
