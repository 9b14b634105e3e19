"""Checks as people write them, and where each stands in the round."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.checks import LONGEST_LIMIT, SLICES, Check, as_lines, check_of, from_line, shows_certificates, slice_of
from rules.probe import Looked, Saw

WORDS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters=""), max_size=20) | st.just(
    "Legg i kurv"
)
CHECKS = st.builds(
    Check,
    st.sampled_from(["https://fjordmat.no", "http://10.0.0.1:8080/søk?q=laks"]),
    st.none() | st.integers(100, 599),
    WORDS,
    st.integers(1, LONGEST_LIMIT),
)


@given(CHECKS)
def test_a_line_reads_back_as_the_check_it_was(check: Check) -> None:
    assert from_line(as_lines([check])) == check


@pytest.mark.parametrize(
    ("line", "check"),
    [("https://fjordmat.no", Check("https://fjordmat.no")),
     ("fjordmat.no/handlekurv 200", Check("fjordmat.no/handlekurv", 200)),
     ("fjordmat.no 5s", Check("fjordmat.no", limit=5)),
     ("fjordmat.no 5 s 301", Check("fjordmat.no", 301, limit=5)),
     ("fjordmat.no Legg i kurv", Check("fjordmat.no", word="Legg i kurv")),
     ('fjordmat.no 200 3s "200 kr"', Check("fjordmat.no", 200, "200 kr", 3)),
     ("fjordmat.no «Velkommen»", Check("fjordmat.no", word="Velkommen")),
     ("fjordmat.no 2000", Check("fjordmat.no", word="2000")),
     ("fjordmat.no 11s", None), ("fjordmat.no 0s", None), ("", None), ("x " + "o" * 201, None)],
)  # fmt: skip
def test_a_check_as_people_write_it(line: str, check: Check | None) -> None:
    assert from_line(line) == check


def test_checks_are_spread_evenly_over_the_round() -> None:
    counts = Counter(slice_of(site, f"https://site{site}.no") for site in range(10_000))
    assert len(counts) == SLICES
    assert max(counts.values()) < 1.4 * 10_000 / SLICES


HOME, SHOP = Check("https://shop.no", id=1), Check("https://shop.no/kasse", word="Til betaling", id=2)


@pytest.mark.parametrize(
    ("failing", "address", "check"),
    [
        (set(), "", HOME),
        ({2}, "", SHOP),
        ({1}, "https://shop.no/kasse", SHOP),
        (set(), "http://shop.no/kasse", SHOP),
        (set(), "https://shop.no/", HOME),
        (set(), "https://shop.no/om", Check("https://shop.no/om")),
        (set(), "https://other.no/kasse", Check("https://other.no/kasse")),
    ],
)
def test_a_site_that_is_said_to_be_down_is_looked_at_by_the_check_that_is_meant(
    failing: set[int], address: str, check: Check
) -> None:
    assert check_of([HOME, SHOP], failing, address) == check


def test_a_site_without_checks_is_looked_at_where_somebody_says() -> None:
    assert check_of([], set(), "") is None


OWN, HTTPS, WWW = "http://fjordmat.no/", "https://fjordmat.no/", "https://www.fjordmat.no/"


@pytest.mark.parametrize(
    ("address", "saw", "led_to", "places"),
    [(HTTPS, Saw.WORKS, HTTPS, {HTTPS}), (OWN, Saw.WORKS, WWW, {WWW}), (HTTPS, Saw.ERROR, WWW, {HTTPS, WWW}),
     (OWN, Saw.WORKS, OWN, set()), (HTTPS, Saw.WORKS, "https://login.example.com/", {HTTPS}),
     (HTTPS, Saw.EXPIRED, "", {HTTPS}), (HTTPS, Saw.SILENCE, "", set())],
)  # fmt: skip
def test_where_a_page_shows_certificates(address: str, saw: Saw, led_to: str, places: set[str]) -> None:
    looked = Looked(address, saw, led_to=led_to)
    assert set(shows_certificates(Check(address), looked)) == places
