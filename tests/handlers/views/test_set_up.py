"""The App Home and the windows of set-up: within Slack's limits whatever people are called, nothing read as markup."""

from datetime import date, timedelta
from typing import Any

import pytest

from handlers.views import manage, set_up_forms
from handlers.views.home import nothing_here, staff_home
from handlers.views.words import LANGUAGES, Words, words
from rules.cases import State
from rules.customers import Agreement, Approves, Contact, Site, SiteLink
from rules.facts import Found
from rules.people import Customer, Person
from rules.setup import CustomerFacts, HomeFacts, Listing, Page, page
from tests.handlers.views.test_forms import ODD, WROTE, too_much
from tests.handlers.views.told import ANNA, EN, KARI, NB, NOW, Wrote, case, parts, shown

TODAY = date(2026, 3, 30)


def facts(wrote: Wrote, many: int = 70) -> CustomerFacts:
    """A customer with long lists."""
    notes = wrote.text[:3000]
    links = tuple(SiteLink(wrote.name[:60], wrote.address) for _ in range(10))
    return CustomerFacts(
        Customer(1, wrote.customer, "CFJORD", "nb", frozenset(f"T{row}" for row in range(many))),
        [Contact(row, 1, wrote.name[:200], KARI, "k@x.no", "900", Approves.BOTH, "nb", True) for row in range(many)],
        [Agreement(row, 1, TODAY - timedelta(row), True, 90, 200, 450, 125050, notes=notes) for row in range(many)],
        [Site(row, 1, wrote.name[:200], f"host{row}.no", wrote.address, links, wrote.address) for row in range(many)],
        TODAY,
        "nb",
    )  # fmt: skip


def home_facts(wrote: Wrote, customers: int, start: int = 0) -> HomeFacts:
    found = [Found(case(wrote, state=State.IN_REVIEW), wrote.customer, Person(ANNA, wrote.name), None)] * 10
    listed = [Listing(Customer(row, wrote.customer, f"C{row}", "nb"), False) for row in range(20)]
    return HomeFacts(dict.fromkeys(State, 3), found, found, "nb", listed, page(start, 20, customers))


def windows(t: Words, wrote: Wrote) -> list[dict[str, Any]]:
    """Every window of set-up."""
    known = facts(wrote)
    return [
        manage.overview(t, known, {}),
        manage.overview(t, CustomerFacts(known.customer, [], [], [], TODAY, None), {}),
        *(manage.listed(t, known, kind, 30) for kind in manage.LISTS),
        set_up_forms.customer_form(t, known.customer, "nb"),
        set_up_forms.customer_form(t, None, "nb"),
        *(set_up_forms.contact_form(t, known, one, 0) for one in (None, known.contacts[0])),
        *(set_up_forms.agreement_form(t, known, one, 0) for one in (None, known.agreements[0])),
        *(set_up_forms.site_form(t, known, one, 0) for one in (None, known.sites[0])),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wrote", [WROTE, ODD], ids=["ordinary", "odd"])
def test_every_window_is_within_slacks_limits(language: str, wrote: Wrote) -> None:
    for view in windows(words(language), wrote):
        assert too_much(view) == [], view["title"]
        assert not view["title"]["text"].endswith("…"), "a title is shown whole"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wrote", [WROTE, ODD], ids=["ordinary", "odd"])
def test_the_home_is_within_slacks_limits(language: str, wrote: Wrote) -> None:
    for view in (staff_home(words(language), home_facts(wrote, 70, 20)), nothing_here(words(language))):
        assert len(view["blocks"]) <= 100
        assert [
            part for part in parts(view["blocks"]) if part.get("type") == "mrkdwn" and len(part["text"]) > 3000
        ] == []


def test_what_people_are_called_is_never_read_as_markup() -> None:
    for view in (*windows(EN, ODD), staff_home(EN, home_facts(ODD, 70))):
        for part in parts(view["blocks"]):
            assert part.get("type") != "mrkdwn" or not {"<!channel>", "<!here>", "<@UANNA>"} & set(
                _references(part["text"])
            )


def _references(text: str) -> list[str]:
    return [f"<{part.split('>')[0]}>" for part in text.split("<")[1:]]


@pytest.mark.parametrize(
    ("start", "count", "earlier", "later"),
    [
        (0, 20, None, None),
        (0, 21, None, 20),
        (20, 45, 0, 40),
        (40, 45, 20, None),
        (40, 20, None, None),
        (99, 0, None, None),
        (25, 45, 0, 40),
    ],
)
def test_a_list_is_turned_page_by_page(start: int, count: int, earlier: int | None, later: int | None) -> None:
    found = page(start, 20, count)
    assert (found.earlier, found.later) == (earlier, later)


def test_hours_and_money_are_written_as_people_here_write_them() -> None:
    assert (manage.in_hours(NB, 90), manage.in_hours(EN, 90), manage.in_hours(EN, 420)) == ("1,5", "1.5", "7")
    assert (manage.in_money(NB, 125050), manage.in_money(EN, 125000)) == ("1250,50", "1250")


def test_a_lead_sees_who_approves_and_what_holds() -> None:
    told = shown(manage.overview(NB, facts(WROTE, 1), {})["blocks"])
    assert "*Godkjenner penger:* Kari Nordmann" in told
    assert "*Avtalen som gjelder siden 30. mars 2026*" in told
    assert "drift og forvaltning · Nivå A innen 1,5 t" in told
    nobody = CustomerFacts(Customer(1, "Fjordmat", "none:1", "en"), [], [], [], TODAY, None)
    assert "*Channel:* none yet" in shown(manage.overview(EN, nobody, {})["blocks"])
    assert "*Approves money:* nobody is named" in shown(manage.overview(EN, nobody, {})["blocks"])


def test_workspaces_are_called_by_their_names_where_these_are_known() -> None:
    customer = Customer(1, "Fjordmat", "C1", "en", frozenset({"T1", "T2"}))
    view = manage.overview(EN, CustomerFacts(customer, [], [], [], TODAY, None), {"T1": "Fjord <Foods>"})
    assert "*Workspaces:* Fjord &lt;Foods&gt;, T2" in shown(view["blocks"])


def test_the_time_a_promise_ends_stands_at_the_case_until_it_is_kept() -> None:
    waits = Found(case(WROTE, due_at=NOW), "Fjordmat", None, None)
    kept = Found(case(WROTE, due_at=NOW, answered_at=NOW), "Fjordmat", None, None)
    view = staff_home(EN, HomeFacts({State.RECEIVED: 2}, [waits, kept], [], None))
    texts = [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]
    assert ["answer by" in text for text in texts[2:4]] == [True, False]


def test_what_a_lead_begins_on_the_home_stands_in_one_row_under_the_customers() -> None:
    view = staff_home(EN, HomeFacts({}, [], [], None, page=Page(20, 20, 45)))
    pages, begins = [[each["text"]["text"] for each in block["elements"]] for block in view["blocks"][-2:]]
    assert (pages, begins) == (["Earlier", "Later"], ["New customer", "Monitors"])


def test_since_when_the_customer_waits_stands_at_the_case_in_the_queue() -> None:
    wrote = Found(case(WROTE, due_at=NOW, answered_at=NOW, wrote_at=NOW), "Fjordmat", None, None)
    view = staff_home(EN, HomeFacts({State.IN_REVIEW: 1}, [wrote], [], None))
    assert "waits for us since <!date^1774857600^" in shown(view["blocks"])
