"""`bot customers import` makes the customers what a YAML file says; `bot customers export` writes that file."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot import cli, customers
from bot.clock import Clock
from rules.customers import Approves
from rules.forms import CaseForm
from rules.levels import Urgency
from rules.notices import Kind
from rules.office import DESK_HOURS
from rules.people import Place
from services import channels, intake, outbox, people
from services.customer_file import TakenMeanwhile
from services.desk import Desk
from services.intake import Door
from storage.database import Database
from tests.cast import ANNA, FJORDMAT, HOME, KARI, person

EXAMPLE = Path(__file__).parents[2] / "docs/customers.example.yml"


@pytest.fixture(autouse=True)
def _settings(database_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    given = {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1", "database_url": database_url}
    for name, value in (given | {"customer_success_channel": "C0DESK", "on_call_channel": "C0CALL"}).items():
        monkeypatch.setenv(name.upper(), value)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database, Clock().now, lambda: None)


class Lead:
    """Somebody at the command line, and what they read there."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def imports(self, text: str, *options: str, code: int = 0) -> str:
        """What is printed; the command leaves with that code."""
        Path("customers.yml").write_text(text, "utf-8")
        return self._runs("import", "customers.yml", *options, code=code)

    def exports(self, code: int = 0) -> str:
        return self._runs("export", code=code)

    def _runs(self, *words: str, code: int = 0) -> str:
        with pytest.raises(SystemExit) as left:
            cli.main(["customers", *words])
        printed = self._capsys.readouterr()
        assert left.value.code == code, printed
        return printed.out + printed.err


@pytest.fixture
def lead(capsys: pytest.CaptureFixture[str], database: Database) -> Lead:
    return Lead(capsys)


def test_an_import_needs_no_database_made_before(lead: Lead, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'first.db'}")
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "CUSTOMER_SUCCESS_CHANNEL", "ON_CALL_CHANNEL"):
        monkeypatch.delenv(name)
    assert "Nothing was written (dry run)." in lead.imports(EXAMPLE.read_text("utf-8"), "--dry-run")
    assert not (tmp_path / "first.db").exists()
    assert "2 customers written." in lead.imports(EXAMPLE.read_text("utf-8"))


def test_the_example_comes_in_and_goes_out_as_the_same_file(lead: Lead) -> None:
    assert "2 customers written." in lead.imports(EXAMPLE.read_text("utf-8"))
    exported = lead.exports()
    assert "Nothing differs, so nothing was written." in lead.imports(exported)
    assert "Nothing differs" in lead.imports(EXAMPLE.read_text("utf-8"))
    assert lead.exports() == exported
    assert [line for line in exported.splitlines() if "hourly_rate" in line] == [
        "        hourly_rate: 1150",
        "        hourly_rate: 1250.5",
    ]


WRONG = """customers:
  - name: Fjordmat
    chanel: C0FJORD
    language: no
    contacts:
      - email: kari@fjordmat
        aproves: both
      - name: Ola
        email: ola@fjordmat.no
      - name: Ola 2
        email: OLA@fjordmat.no
    agreements: [{from: 30.03.2026, hourly_rate: 12.345, level_a_minutes: 2h, operation: maybe}]
    sites:
      - name: Shop
        link: ftp://fjordmat.no
  - name: Fjordmat
"""

SAID_OF_IT = [
    'customers.yml:3: customers[0].chanel: there is no such field; did you mean "channel"? There are name,'
    " language, mode, outages_in_channel, channel, workspaces, contacts, agreements, sites",
    'customers.yml:4: customers[0].language: "no" is none of en, nb; did you mean "nb"?',
    "customers.yml:6: customers[0].contacts[0].name: is missing",
    'customers.yml:6: customers[0].contacts[0].email: "kari@fjordmat" cannot be used; it looks like kari@example.no',
    'customers.yml:7: customers[0].contacts[0].aproves: there is no such field; did you mean "approves"? There are'
    " name, slack, email, phone, approves, language, letters",
    'customers.yml:10: customers[0].contacts[2].email: "ola@fjordmat.no" is in customers[0].contacts[1] already',
    "customers.yml:12: customers[0].agreements[0].from: must be a day, like 2026-03-30",
    "customers.yml:12: customers[0].agreements[0].hourly_rate: must be an amount with at most two decimals, like"
    " 1250 or 1250.50",
    "customers.yml:12: customers[0].agreements[0].level_a_minutes: must be a whole number from 1 to 100000",
    "customers.yml:12: customers[0].agreements[0].operation: must be true or false",
    "customers.yml:15: customers[0].sites[0].link: must be a link, like https://example.no/page",
    'customers.yml:16: customers[1].name: "Fjordmat" is in customers[0] already',
    "12 errors. Nothing was written.",
]


def test_every_error_is_told_at_once_with_its_line_and_field(lead: Lead) -> None:
    assert lead.imports(WRONG, code=2).splitlines() == SAID_OF_IT
    assert "customers: []" in lead.exports()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("customers:\n  - name: [\n", "customers.yml:3: did not find expected node content"),
        ("a: &x 1\nb: *x\n", "customers.yml:1: write it out"),
        ("customers:\n  - name: \x07\n", "customers.yml:2: the character U+0007"),
        ("- Fjordmat\n", "customers.yml:1: the file: must be a group of fields: customers"),
        ("customers: Fjordmat\n", "customers.yml:1: customers: must be a list"),
        ("customers:\n  - Fjordmat\n", "customers.yml:2: customers[0]: must be a group of fields"),
        ("customers:\n  - name: x\n    name: y\n", "customers.yml:3: customers[0].name: is written twice"),
        ("customers:\n  - name: |\n      x\n      y\n", "customers.yml:2: customers[0].name: must stand on one line"),
        (
            "customers:\n  - {name: x, channel: '#x'}\n",
            'customers[0].channel: "#x" cannot be used; it looks like C0123ABCD',
        ),
        ("[" * 5000 + "]" * 5000, "nest"),
    ],
    ids=range(10),
)
def test_what_is_no_such_file_is_said(lead: Lead, text: str, says: str) -> None:
    assert says in lead.imports(text, code=2)


def test_a_dry_run_shows_the_differences_and_writes_nothing(lead: Lead) -> None:
    lead.imports(EXAMPLE.read_text("utf-8"))
    before = lead.exports()
    changed = (
        before.replace("Kari Nes", "Kari Nesse")
        .replace("1150", "1200")
        .replace(
            "    mode: offer\n    outages_in_channel: true\n", "    mode: automatic\n    outages_in_channel: true\n"
        )
    )
    changed = changed.replace("      - name: Ola Vik\n        email: ola@fjordmat.example\n", "      - name: Per\n")
    assert lead.imports(changed, "--dry-run").splitlines() == [
        "~ Fjordmat",
        "    mode: offer -> automatic",
        "    - contact Ola Vik: is a contact no more",
        "    ~ contact Kari Nesse",
        "        name: Kari Nes -> Kari Nesse",
        "    + contact Per (phone 900 00 002, language en)",
        "    ~ agreement from 2025-01-01",
        "        hourly_rate: 1150.00 -> 1200.00",
        "Nothing was written (dry run).",
    ]
    assert lead.exports() == before
    lead.imports(changed)
    assert lead.exports() == changed


def test_who_is_not_in_the_file_stays(lead: Lead) -> None:
    lead.imports(EXAMPLE.read_text("utf-8"))
    said = lead.imports("customers:\n  - name: Fjordmat\n    contacts: []\n")
    assert "- contact Kari Nes: is a contact no more" in said
    assert "left as they are: Bremuseet" in said
    assert "sites:" in lead.exports(), "a list that is not written stays as it is"


async def test_what_history_needs_is_kept_and_said(lead: Lead, desk: Desk) -> None:
    lead.imports(EXAMPLE.read_text("utf-8"))
    await desk.do(people.refresh_place, Place.DESK, [person(ANNA)], HOME)
    row = await desk.ask(lambda tx: tx.customers.by_name("Fjordmat"))
    assert row is not None
    form = CaseForm("It is down", Urgency.DOWN, "https://www.fjordmat.example/kasse", customer_id=row.id)
    opened = await desk.do(intake.open_case, ANNA, form, Door(), DESK_HOURS)
    [site] = await desk.ask(lambda tx: tx.sites.of(row.id))
    await desk.do(lambda tx: tx.cases.save(replace(opened.case, site_id=site.id)))
    said = lead.imports("customers:\n  - name: Fjordmat\n    agreements: []\n    sites: []\n")
    assert "- site Fjordmat (fjordmat.example): is retired: nobody looks at it, and its history is kept" in said
    assert "= agreement from 2025-01-01: not in the file, but kept: it has been in force" in said
    retired = await desk.ask(lambda tx: tx.sites.get(site.id))
    assert retired is not None
    assert (retired.retired_at is not None, retired.checks) == (True, ())
    assert "https://fjordmat.example" not in lead.exports()
    again = "customers:\n  - name: Fjordmat\n    sites: [{name: Shop, link: https://fjordmat.example}]\n"
    assert "~ site Shop (fjordmat.example): is a site again" in lead.imports(again)
    assert [one.id for one in await desk.ask(lambda tx: tx.sites.of(row.id))] == [site.id]


def test_what_belongs_to_another_customer_is_said_before_anything_is_written(lead: Lead) -> None:
    lead.imports(EXAMPLE.read_text("utf-8"))
    before = lead.exports()
    said = lead.imports(
        "customers:\n  - name: Nordlys\n    contacts:\n      - {name: Kari, email: KARI@fjordmat.example}\n"
        "    sites:\n      - {name: x, link: https://fjordmat.example}\n"
        "  - {name: Bremuseet, channel: C0FJORDMAT}\n",
        code=2,
    )
    assert "customers.yml:4: customers[0].contacts[0].email: belongs to another here (Fjordmat: Kari Nes)" in said
    assert "customers.yml:6: customers[0].sites[0].host: belongs to another here (Fjordmat: Fjordmat)" in said
    assert "customers.yml:7: customers[1].name: belongs to another here" in said
    assert lead.exports() == before


def test_somebody_may_move_from_one_customer_to_another(lead: Lead) -> None:
    lead.imports("customers:\n  - name: A\n  - name: B\n    contacts: [{name: Kari, email: kari@a.no}]\n")
    lead.imports(
        "customers:\n  - name: A\n    contacts: [{name: Kari, email: kari@a.no}]\n  - name: B\n    contacts: []\n"
    )
    assert lead.exports().count("kari@a.no") == 1
    assert "is a contact again" in lead.imports(
        "customers:\n  - name: A\n    contacts: []\n  - name: B\n    contacts: [{name: Kari, email: kari@a.no}]\n"
    )


def test_a_name_alone_never_makes_two_people_one(lead: Lead) -> None:
    lead.imports("customers:\n  - name: A\n    contacts: [{name: Kari, email: kari@a.no, approves: both}]\n")
    said = lead.imports("customers:\n  - name: A\n    contacts: [{name: Kari, email: other@a.no}]\n")
    assert "- contact Kari: is a contact no more" in said
    assert "+ contact Kari (email other@a.no)" in said


async def test_a_channel_that_is_asked_about_becomes_the_customers(lead: Lead, desk: Desk) -> None:
    await desk.do(channels.invited, "C0FJORD", "kunde-fjordmat", "Fjordmat", (FJORDMAT,), [person(KARI)])
    lead.imports("customers:\n  - {name: Fjordmat, channel: C0FJORD, language: nb}\n")
    customer = await desk.ask(lambda tx: tx.customers.of_channel("C0FJORD"))
    assert customer is not None
    assert (customer.team_ids, customer.disconnected_at) == (frozenset({FJORDMAT}), None)
    waiting = [row.item.notice.kind for row in await desk.ask(outbox.unsaid)]
    assert waiting == [Kind.WHOSE_CHANNEL, Kind.WHOSE_CHANNEL, Kind.NEED_HELP]
    assert "Nothing differs" in lead.imports(lead.exports())


async def test_an_import_comes_in_by_pieces_and_goes_on_where_it_stopped(
    lead: Lead, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = "".join(f"      - {{name: Kari {row}, email: kari{row}@a.no}}\n" for row in range(120))
    text = f"customers:\n  - name: First\n  - name: A\n    contacts:\n{many}  - name: Last\n"
    pieces = iter([True] * 6)

    def until_taken(*given: object) -> int:
        if not next(pieces, False):
            raise TakenMeanwhile("kari77@a.no")
        return some(*given)  # type: ignore[arg-type]

    some = customers._some
    monkeypatch.setattr(customers, "_some", until_taken)
    said = lead.imports(text, code=1)
    assert "Stopped at A (customers[1]), after 1 of 3 customers: kari77@a.no." in said
    assert "Run the same import again" in said
    assert lead.exports().count("email") == 40
    monkeypatch.setattr(customers, "_some", some)
    assert "2 customers written." in lead.imports(text)
    assert lead.exports().count("email") == 120


def test_a_database_that_is_not_there_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///nowhere.db")
    assert "migrate" in Lead(capsys).exports(code=1)
    assert not Path("nowhere.db").exists()


@pytest.mark.parametrize("approves", Approves)
def test_approvers_are_named_in_the_file(lead: Lead, approves: Approves) -> None:
    word = approves.value or "nothing"
    lead.imports(f"customers:\n  - name: A\n    contacts: [{{name: Kari, approves: {word}}}]\n")
    assert (f"approves: {word}" in lead.exports()) == bool(approves)
