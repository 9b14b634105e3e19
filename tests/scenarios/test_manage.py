"""The App Home: the queue for one of us, set-up for a lead, nothing for anybody else."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bot.customer_yaml import read
from bot.plays.control import everything
from rules.customer_changes import House
from rules.customer_file import check
from rules.customers import Approves
from services import outbox
from services.customer_file import bring
from storage.tx import Tx
from tests.office import Office


async def home(office: Office, person: str) -> str:
    """What the person reads in the App Home; an empty text where there is only Slack's placeholder."""
    await office.control.idle()
    view = await opens(office, person)
    return everything(view) if view else ""


async def opens(office: Office, person: str) -> dict[str, Any] | None:
    """The person opens it; the view once it is drawn."""
    await office.control.post("open_home", user=person)
    await office.control.idle()
    found: dict[str, Any] | None = (await office.control.get("home", user=person))["view"]
    return found


class Lead:
    """Ingrid at the App Home, with a stack of windows in front of her."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.view: dict[str, Any] = {}

    async def opens_home(self) -> str:
        self.view = await opens(self._office, "ingrid") or {}
        return everything(self.view)

    async def presses(self, text: str, value: str | None = None) -> str:
        """Presses a button in what is in front of her; `containing` picks the line."""
        given = {"view_id": self.view["id"], "text": text} | ({"value": value} if value else {})
        seen = await self._office.control.post("click", user="ingrid", **given)
        assert seen["ok"], seen
        self.view = seen.get("view", self.view)
        return everything(self.view)

    async def saves(self, **values: Any) -> dict[str, Any]:
        """Fills in the form in front of her; what is then in front is the window below, if it was taken."""
        given = {name.replace("_", " "): value for name, value in values.items()}
        sent = await self._office.control.post("submit", user="ingrid", view_id=self.view["id"], values=given)
        assert sent["ok"], sent
        self.view = sent.get("view", {})
        return sent

    async def told(self) -> str:
        """What is in front of her now."""
        return everything(self.view)


@pytest.fixture
async def ingrid(office: Office) -> Lead:
    lead = Lead(office)
    await lead.opens_home()
    return lead


async def kept(office: Office, question: Callable[[Tx], Any]) -> Any:
    return await office.app.desk.ask(question)


async def test_one_of_us_finds_the_queue_and_their_own_cases(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    other = await office.opens_a_case(office.ola, "The footer is grey")
    await office.anna.clicks("Take it", channel="customer-success", containing=number)
    told = await home(office, "anna")
    assert "Our turn *2*" in told
    assert "Received 1 · In review 1" in told
    queue, mine = told.split("My cases")
    assert number in queue
    assert other in queue
    assert number in mine
    assert other not in mine
    assert "Manage" not in told, "set-up is for leads"


async def test_nobody_else_finds_anything(office: Office) -> None:
    for person in ("kari", "siri", "gro"):
        assert await home(office, person) == ""
    calls = (await office.control.get("calls"))["calls"]
    assert [call for call in calls if call["method"] == "views.publish"] == []


async def test_who_is_one_of_us_no_more_finds_nothing_of_what_was_there(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    assert number in await home(office, "anna")
    await office.control.post("leave", user="anna", channel="customer-success")
    assert "nothing here for you" in await home(office, "anna")


async def test_a_lead_reads_what_the_customer_s_workspace_is_called(office: Office, ingrid: Lead) -> None:
    """Slack is asked when the window is open already; when it does not answer, the id stands."""
    customer = await kept(office, lambda tx: tx.customers.by_name("Fjordmat"))
    [team_id], names = customer.team_ids, office.app.house.slack.team_names
    names.clear()
    office.expected_refusals.add("team.info")
    await office.control.post("faults", kind="server_error", method="team.info", count=1)
    for shown in (team_id, "Fjordmat", "Fjordmat"):
        await ingrid.presses("Manage")
        await office.control.idle()
        [view] = (await office.control.get("views", user="ingrid"))["views"]
        assert f"*Workspaces:* {shown}" in everything(view)
        await office.control.post("close", user="ingrid")
        await ingrid.opens_home()
    calls = (await office.control.get("calls"))["calls"]
    assert len([call for call in calls if call["method"] == "team.info"]) == 2, "the name is kept"


async def test_a_lead_changes_language_and_mode_of_a_customer(office: Office, ingrid: Lead) -> None:
    overview = await ingrid.presses("Manage")
    assert "*Language:* English" in overview
    await ingrid.presses("Edit")
    await ingrid.saves(Language="Norwegian", A_new_message_in_their_channel_gets="A case at once")
    told = await ingrid.told()
    assert "*Language:* Norwegian" in told
    assert "A case at once" in told
    office.expected_refusals |= {"pins.add"}  # it is pinned already
    await office.control.idle()
    assert "Trenger du hjelp?" in everything(await office.kari.sees("Trenger du hjelp?", channel="kunde-fjordmat"))


async def test_a_lead_sets_up_a_contact_in_three_windows(office: Office, ingrid: Lead) -> None:
    await ingrid.presses("Manage")
    listed = await ingrid.presses("Contacts")
    assert "Kari Nes" in listed
    await ingrid.presses("New contact")
    sent = await ingrid.saves(Name="Per", **{"E-mail": "per@"}, Approves="money and publication")
    assert "not an e-mail address" in sent["errors"]["E-mail"]
    assert sent["view"]["state"]["values"]["contact_name"]["contact_name"]["value"] == "Per"
    await ingrid.saves(**{"E-mail": "Per@Fjordmat.no"}, And=["Gets letters when a site is down"])
    assert "*Per* · approves money and publication · gets letters" in await ingrid.told()
    assert "per@fjordmat.no" in await ingrid.told()
    customer = await kept(office, lambda tx: tx.customers.by_name("Fjordmat"))
    assert "*Approves money:* Per" in everything((await office.control.get("views", user="ingrid"))["views"][0])
    [per] = await kept(office, lambda tx: [one for one in tx.contacts.of(customer.id) if one.name == "Per"])
    assert (per.approves, per.gets_letters) == (Approves.BOTH, True)


async def test_a_guest_of_the_house_may_be_a_contact_and_one_of_us_may_not(office: Office, ingrid: Lead) -> None:
    await ingrid.presses("Manage")
    await ingrid.presses("Contacts")
    await ingrid.presses("New contact")
    sent = await ingrid.saves(Name="Jonas", In_Slack="jonas")
    assert "one of us" in sent["errors"]["In Slack"]
    await ingrid.saves(Name="Gro Aas", In_Slack="gro")
    assert "Gro Aas" in await ingrid.told()
    gro = await kept(office, lambda tx: [one.person for one in tx.contacts.in_slack() if one.name == "Gro Aas"])
    assert [who.team_id for who in gro] == [office.facts["team_id"]]


async def test_what_is_agreed_is_dated_and_shown(office: Office, ingrid: Lead) -> None:
    await ingrid.presses("Manage")
    await ingrid.presses("Agreements")
    await ingrid.presses("New agreement")
    sent = await ingrid.saves(Valid_from="2026-01-01", Hourly_rate="mye", Level_A_is_answered_within="en")
    assert set(sent["errors"]) == {"Hourly rate", "Level A is answered within"}
    await ingrid.saves(
        Hourly_rate="1 250,50",
        Level_A_is_answered_within="1,5",
        Includes=["Operation and management: Level A round the clock"],
    )
    told = await ingrid.told()
    assert "*From 1 January 2026* · in force now" in told
    assert "operation and management · Level A within 1.5 h · NOK 1250.50 an hour" in told
    await ingrid.presses("New agreement")
    sent = await ingrid.saves(Valid_from="2026-01-01")
    assert "from this day already" in sent["errors"]["Valid from"]


async def test_a_site_is_one_customers_only(office: Office, ingrid: Lead) -> None:
    await ingrid.presses("Manage")
    await ingrid.presses("Sites")
    await ingrid.presses("New site")
    await ingrid.saves(Name="Shop", Link="https://www.fjordmat.no", More_links="Hosting https://host.no\nhttps://b.no")
    assert "<https://host.no|Hosting>" in await ingrid.told()
    await ingrid.presses("New site")
    sent = await ingrid.saves(Name="Again", Link="www.fjordmat.no/kasse")
    assert "is a site of Fjordmat already" in sent["errors"]["Link"]


async def test_two_who_change_the_same_are_told(office: Office, ingrid: Lead) -> None:
    await ingrid.presses("Manage")
    await ingrid.presses("Edit")
    customer = await kept(office, lambda tx: tx.customers.by_name("Fjordmat"))
    await office.app.desk.do(lambda tx: tx.customers.save(type(customer)(**vars(customer) | {"language": "nb"})))
    sent = await ingrid.saves(Customer="Fjordmat AS")
    assert "Somebody changed this" in sent["errors"]["Customer"]


async def test_a_customer_is_set_up_before_there_is_a_channel_and_chosen_for_it(office: Office, ingrid: Lead) -> None:
    await ingrid.presses("New customer")
    await ingrid.saves(Customer="Bremuseet", Language="Norwegian")
    assert "no channel yet" in await ingrid.opens_home()
    await office.control.post("invite_bot", user="ingrid", channel="kunde-bremuseet")
    await office.control.idle()
    form = await office.ingrid.clicks("Assign to customer", channel="customer-success")
    await office.ingrid.fills_in(form, {"Or one that is set up already": "Bremuseet"})
    await office.control.idle()
    assert "Trenger du hjelp?" in everything(await office.siri.sees("Trenger du hjelp?", channel="kunde-bremuseet"))
    assert "no channel yet" not in await ingrid.opens_home()


async def test_a_customer_from_a_file_is_met_in_its_channel_when_the_app_is_invited(office: Office) -> None:
    channel = office.facts["channels"]["kunde-bremuseet"]
    entry = check(read(f"customers: [{{name: Bremuseet, channel: {channel}, language: nb}}]")).entries[0]
    house = House(date(2026, 3, 30), "en")
    await office.app.desk.do(bring, entry, house, 20)
    office.expected_refusals |= {"chat.postMessage"}
    await office.anna.sees("cannot be reached", channel="customer-success")
    await office.control.idle()
    await office.control.advance(days=1)
    await office.control.idle()
    told = [everything(message) for message in await office.control.messages("on-call")]
    assert len([text for text in told if "not_in_channel" in text]) == 1, "it is said once, not every day"
    await office.control.post("invite_bot", user="ingrid", channel="kunde-bremuseet")
    await office.control.idle()
    assert "Trenger du hjelp?" in everything(await office.siri.sees("Trenger du hjelp?", channel="kunde-bremuseet"))
    assert len(await office.app.desk.do(outbox.retry, None)) == 1, "what gave up before finds it there"


async def test_only_a_lead_sets_up(office: Office, ingrid: Lead) -> None:
    """Anna sends what Ingrid's windows would: each is refused, whatever she forges."""
    facts = office.facts
    anna = {"id": facts["people"]["Anna"], "team_id": facts["team_id"]}
    for button in (
        "manage_customer",
        "new_customer",
        "edit_customer",
        "manage_contacts",
        "edit_contact",
        "manage_sites",
    ):
        press = {
            "type": "block_actions", "user": anna, "team": {"id": facts["team_id"]}, "trigger_id": f"forged.{button}",
            "actions": [{"action_id": button, "block_id": "b", "type": "button", "value": "1:1:0"}],
            "view": {"id": "V1", "hash": "h"},
        }  # fmt: skip
        await office.control.post("deliver", type="interactive", payload=press)
    form = {
        "type": "view_submission", "user": anna, "team": {"id": facts["team_id"]}, "trigger_id": "forged.form",
        "view": {"id": "V1", "hash": "h", "callback_id": "customer_form", "blocks": [], "type": "modal",
                 "private_metadata": '{"customer": 1}', "state": {"values": {}}},
    }  # fmt: skip
    answer = await office.control.post("deliver", type="interactive", payload=form)
    assert "leads" in str(answer["ack"])
    calls = (await office.control.get("calls"))["calls"]
    shown = [call["args"]["view"] for call in calls if call["method"] in {"views.open", "views.push"}]
    assert [view for view in shown if "Fjordmat" in str(view)] == []
    office.expected_refusals |= {"views.open"}
