"""What staff decide about a case, and cases that belong together, as they see and press it."""

from typing import Any

from bot.plays.control import buttons, everything
from rules.customers import Site
from storage.tx import Tx
from tests.office import DESK, DOWN, SHARED, URGENT, Office


def _window(seen: dict[str, Any]) -> str:
    return everything({"blocks": seen["view"]["blocks"]})


async def _takes(office: Office, number: str) -> None:
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()


async def _merges(office: Office, number: str, other: str, becomes: str) -> None:
    form = await office.anna.clicks("Merge", channel=DESK, containing=number)
    await office.anna.fills_in(form, {"The other case": other, "What becomes of them?": becomes})
    await office.control.idle()


def _has_a_site(tx: Tx) -> None:
    customer = tx.customers.by_name("Fjordmat")
    assert customer is not None
    tx.sites.add(Site(0, customer.id, "Shop", "fjordmat.no", "https://fjordmat.no"))


async def test_a_case_is_given_to_somebody_who_is_told(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    form = await office.anna.clicks("Assign", channel=DESK, containing=number)
    await office.anna.fills_in(form, {"Who has it": "Jonas Lie"})
    assert "*Assignee:* Jonas Lie" in everything(await office.card(number))
    assert f"gave the case to <@{office.facts['people']['Jonas']}>" in (await office.staff_thread(number))[-1]


async def test_a_level_is_set_and_the_customer_is_told_the_new_time(office: Office) -> None:
    number = await office.opens_a_case(office.kari, **{"How urgent is it?": URGENT})
    form = await office.anna.clicks("Set level", channel=DESK, containing=number)
    await office.anna.fills_in(form, {"Level": "Level B", "Reason": "Half of them cannot pay"})
    letter = (await office.customer_thread(number))[-1]
    assert f"set {number} to Level B. You get an answer by" in letter["text"]
    assert "cannot pay" not in everything(letter)
    assert "cannot pay" in (await office.staff_thread(number))[-1]
    seen = await office.anna.clicks("Why this deadline?", channel=DESK, containing=number)
    assert "Level B, 7 h of opening time: Mon 10:00-16:00, Tue 09:00-10:00" in _window(seen)
    assert "No level becomes Level B" in _window(seen)


async def test_the_agreement_is_checked(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await _takes(office, number)
    form = await office.anna.clicks("Agreement", channel=DESK, containing=number)
    await office.anna.fills_in(form, {"Does the agreement cover it?": "Out of scope", "Reason": "A new shop"})
    assert "*Agreement:* Out of scope (Anna" in everything(await office.card(number))
    assert not any("new shop" in everything(message) for message in await office.customer_thread(number))


async def test_the_history_turns_its_pages(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    for name in ("Jonas Lie", "Anna Berg") * 5:
        form = await office.anna.clicks("Assign", channel=DESK, containing=number)
        await office.anna.fills_in(form, {"Who has it": name})
        await office.control.idle()
    seen = await office.anna.clicks("History", channel=DESK, containing=number)
    assert "opened the case" not in _window(seen)
    older = await office.anna.clicks("Older")
    assert "opened the case" in _window(older)
    newer = await office.anna.clicks("Newer")
    assert _window(newer) == _window(seen)


async def test_merged_cases_lead_to_the_one_that_goes_on(office: Office) -> None:
    first = await office.opens_a_case(office.kari, "The checkout does nothing")
    second = await office.opens_a_case(office.ola, "I cannot pay")
    root = (await office.customer_thread(second))[0]
    await _merges(office, "I cannot pay", first, "This case goes on in the other one")
    survivor, merged = await office.cards()
    assert "Merged into <https://slack.com/archives/" in everything(merged)
    assert buttons(merged) == []
    assert "Kari Nes, Ola" in everything(survivor)
    thread = await office.control.messages(SHARED, root["ts"])
    assert f"{second} goes on in <https://slack.com/archives/" in thread[-1]["text"]
    await office.control.post("say", user="ola", channel=SHARED, text="Still no luck", thread_ts=root["ts"])
    await office.control.idle()
    said = await office.control.messages(DESK, survivor["ts"])
    assert "Still no luck" in everything(said[-1])


async def test_linked_cases_show_each_other_to_us_alone(office: Office) -> None:
    first = await office.opens_a_case(office.kari, "The checkout does nothing")
    second = await office.opens_a_case(office.ola, "I cannot pay")
    await _merges(office, "I cannot pay", first, "Both go on, and each shows the other")
    one, other = await office.cards()
    assert f"|{second}>" in everything(one)
    assert f"|{first}>" in everything(other)
    assert not any("Linked" in everything(message) for message in await office.control.messages(SHARED))


async def test_a_second_level_a_of_a_site_is_linked_with_one_press(office: Office) -> None:
    fields: dict[str, Any] = {"How urgent is it?": DOWN, "Link to the page": "https://fjordmat.no/kasse"}
    await office.app.desk.do(_has_a_site)
    first = await office.opens_a_case(office.kari, "The shop is down", **fields)
    form = await office.ola.clicks("Open a case", channel=SHARED)
    values = {"What is the problem or task?": "Nothing works"} | fields
    told = await office.ola.fills_in(form, values)
    assert "We are working on this site already" in _window(told)
    assert f"|{first}>" in _window(told)
    await office.ola.fills_in(told, values)
    await office.control.idle()
    await office.anna.clicks("Link them", channel=DESK, containing="is an open Level A of the same site")
    one, other = await office.cards()
    assert "Linked: " in everything(one)
    assert "Linked: " in everything(other)
    thread = await office.control.messages(DESK, other["ts"])
    offer = next(message for message in thread if "open Level A of the same site" in everything(message))
    assert buttons(offer) == []
