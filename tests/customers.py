"""Customers as an agency may have set them up: any names, any agreements, any sites."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from rules.customer_changes import Held
from rules.customer_file import NO_CHANNEL
from rules.customers import Agreement, Approves, Contact, Rounding, Site, SiteLink
from rules.people import Customer, Mode, PersonId

ODD = st.sampled_from(
    ["no", "~", "null", "1", "2026-01-01", "true", "- x", "a: b", "#kari", "*æøå*", "&", "'", '"', "{", " x "]
)
NAMES = ODD | st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=30
).filter(lambda name: bool(name.strip()))
BREAKS = st.sampled_from(["a\n\x85b", "a\rb", "\u2028a\n", "a\n\nb  \n", "\ta"])  # what YAML may take for a line's end
TEXTS = BREAKS | st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=80).filter(
    lambda text: bool(text.strip())
)
UNIQUE = st.integers(0, 9999)
LINKS = st.sampled_from(["https://fjordmat.no", "https://www.fjordmat.no/kasse?a=1&b=2#c", "http://localhost:8080/æ"])
MINUTES = st.none() | st.integers(1, 100_000)


def contacts() -> st.SearchStrategy[Contact]:
    """A contact; those alike are made unlike where they are put together."""
    return st.builds(
        Contact,
        st.just(0), st.just(0), NAMES,
        st.none() | st.builds(PersonId, st.just("T0FJORD"), UNIQUE.map(lambda number: f"U{number:04}")),
        st.none() | UNIQUE.map(lambda number: f"kari{number}@fjordmat.no"),
        st.none() | st.just("+47 900 00 001"), st.sampled_from(Approves),
        st.sampled_from([None, "en", "nb"]), st.booleans(),
    )  # fmt: skip


def agreements() -> st.SearchStrategy[Agreement]:
    """An agreement from some day on."""
    return st.builds(
        Agreement,
        st.just(0), st.just(0), st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.booleans(), MINUTES, MINUTES, MINUTES,
        st.none() | st.integers(0, 100_000_000), st.sampled_from(["NOK", "EUR"]),
        st.sampled_from(Rounding), st.just("") | TEXTS,
    )  # fmt: skip


def sites() -> st.SearchStrategy[Site]:
    """A site."""
    links = st.lists(st.builds(SiteLink, NAMES, LINKS), max_size=2).map(tuple)
    return st.builds(
        Site,
        st.just(0),
        st.just(0),
        NAMES,
        UNIQUE.map(lambda number: f"fjordmat{number}.no"),
        LINKS,
        links,
        st.none() | LINKS,
    )


def _customer(number: int, name: str, language: str, mode: Mode, has_channel: bool, lists: tuple[Any, ...]) -> Held:
    channel = f"C{number:04}" if has_channel else f"{NO_CHANNEL}{number}"
    teams = frozenset({"T0FJORD"} if has_channel else ())
    people, agreed, places = ([replace(one, id=row, customer_id=number) for row, one in enumerate(of)] for of in lists)
    return Held(Customer(number, f"{name}{number}", channel, language, teams, mode=mode), people, agreed, places)


def everything() -> st.SearchStrategy[list[Held]]:
    """All that is set up. What belongs to one only does."""
    lists = st.tuples(
        st.lists(contacts(), max_size=4),
        st.lists(agreements(), max_size=3, unique_by=lambda one: one.valid_from),
        st.lists(sites(), max_size=3),
    )
    names = NAMES.filter(lambda name: len(name) < 50)
    one = st.builds(
        _customer, UNIQUE, names, st.sampled_from(["en", "nb"]), st.sampled_from(Mode), st.booleans(), lists
    )
    return st.lists(one, max_size=4, unique_by=lambda held: held.customer.id).map(_unlike)


def _unlike(held: list[Held]) -> list[Held]:
    """Takes out who has the key of another."""
    seen: set[Any] = set()

    def is_first(*keys: Any) -> bool:
        new = not seen & {key for key in keys if key is not None}
        seen.update(key for key in keys if key is not None)
        return new

    for one in held:
        mine = one.customer.id
        one.contacts[:] = [
            who
            for who in one.contacts
            if is_first(who.email, (mine, who.person) if who.person else None, (mine, who.name))
        ]
        one.sites[:] = [site for site in one.sites if is_first(site.host)]
    return held
