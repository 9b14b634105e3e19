"""Links that acknowledge: right ones are followed, all others are nobody's."""

import pytest

from rules.acknowledging import call_of, link, token_of

SECRET, OTHER = b"a" * 32, b"b" * 32


def test_a_token_is_of_its_call_alone() -> None:
    token = token_of(SECRET, 17)
    assert call_of(SECRET, token) == 17
    assert call_of(OTHER, token) is None
    assert call_of(SECRET, token.replace("17-", "18-")) is None
    assert call_of(SECRET, "0" + token) is None or call_of(SECRET, "0" + token) == 17


@pytest.mark.parametrize(
    "token", ["", "-", "17", "17-", "x-y", "17-" + "x" * 24, "²-x", "1" * 60 + "-x", "17-æøå", "x" * 9999]
)
def test_what_was_never_made_is_nobodys(token: str) -> None:
    assert call_of(SECRET, token) is None


def test_without_a_public_address_there_is_no_link() -> None:
    assert link("", "t") == ""
    assert link("https://saksgang.example/", "t") == link("https://saksgang.example", "t")
