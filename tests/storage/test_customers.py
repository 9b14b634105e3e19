"""The drawers of customers: contacts, agreements and sites come out as they went in, and are found again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from rules.customers import Agreement, Approves, Contact, Rounding, Site, SiteLink
from rules.people import Mode, PersonId
from storage.database import Database
from storage.tx import Tx

NOW = datetime(2026, 3, 30, 8, 0, tzinfo=UTC)
KARI = PersonId("TFJORD", "UKARI")


@pytest.fixture
def tx(database: Database) -> Iterator[Tx]:
    with database.engine.begin() as connection:
        yield Tx(connection, NOW)


@pytest.fixture
def fjordmat(tx: Tx) -> int:
    return tx.customers.add("Fjordmat", "CFJORD", "nb", ["TFJORD"]).id


def test_a_customer_is_saved_with_its_workspaces(tx: Tx, fjordmat: int) -> None:
    changed = replace(
        tx.customers.get(fjordmat), mode=Mode.AUTOMATIC, disconnected_at=NOW, team_ids=frozenset({"TFJORD2"})
    )
    tx.customers.save(changed)
    assert tx.customers.get(fjordmat) == changed


def test_a_contact_is_found_by_person_and_address(tx: Tx, fjordmat: int) -> None:
    row = tx.contacts.add(Contact(0, fjordmat, "Kari", KARI, "kari@fjordmat.no", approves=Approves.BOTH))
    kari = tx.contacts.get(row)
    assert kari is not None
    assert kari.approves.money
    assert kari.approves.publication
    assert tx.contacts.find(fjordmat, KARI) == tx.contacts.by_email("Kari@Fjordmat.no") == kari
    assert tx.contacts.of(fjordmat) == tx.contacts.of_person(KARI) == [kari]


def test_who_left_is_no_contact_and_their_address_is_free(tx: Tx, fjordmat: int) -> None:
    row = tx.contacts.add(Contact(0, fjordmat, "Kari", KARI, "post@fjordmat.no"))
    tx.contacts.save(Contact(row, fjordmat, "Kari", KARI, "post@fjordmat.no", left_at=NOW))
    assert tx.contacts.of(fjordmat) == []
    assert [one.left_at for one in tx.contacts.ever_of(fjordmat)] == [NOW]
    assert tx.contacts.by_email("post@fjordmat.no") is None
    tx.contacts.add(Contact(0, fjordmat, "Ola", None, "post@fjordmat.no"))
    with pytest.raises(IntegrityError):
        tx.contacts.add(Contact(0, fjordmat, "Per", None, "post@fjordmat.no"))


def test_the_agreement_in_force_is_the_latest_that_has_begun(tx: Tx, fjordmat: int) -> None:
    tx.agreements.put(Agreement(0, fjordmat, date(2026, 1, 1)))
    row = tx.agreements.put(Agreement(0, fjordmat, date(2026, 4, 1), hourly_rate=120_000))
    said = Agreement(row, fjordmat, date(2026, 4, 1), True, 60, None, 450, 150_000, "NOK", Rounding.ENTRY, "Ring Ola")
    assert tx.agreements.put(said) == row, "one agreement a date"
    assert tx.agreements.in_force(fjordmat, date(2025, 12, 31)) is None
    assert tx.agreements.in_force(fjordmat, date(2026, 3, 31)) == tx.agreements.of(fjordmat)[0]
    assert tx.agreements.in_force(fjordmat, date(2026, 4, 1)) == said
    tx.agreements.drop(fjordmat, date(2026, 4, 1))
    assert len(tx.agreements.of(fjordmat)) == 1


def test_a_site_is_found_by_its_host(tx: Tx, fjordmat: int) -> None:
    links = (SiteLink("Hosting", "https://panel.example.no"),)
    row = tx.sites.add(Site(0, fjordmat, "The shop", "fjordmat.no", "https://fjordmat.no", links))
    tx.sites.save(Site(row, fjordmat, "Shop", "fjordmat.no", "https://fjordmat.no", links, "https://wiki/down"))
    shop = tx.sites.get(row)
    assert shop is not None
    assert shop.runbook == "https://wiki/down"
    assert tx.sites.at(["www.fjordmat.no", "fjordmat.no"]) == {"fjordmat.no": shop}
    assert tx.sites.of(fjordmat) == [shop]
