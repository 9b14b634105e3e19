"""People come and go, and their roles with them, as Slack tells it."""

from typing import Any

from rules.people import Person, PersonId
from storage.tx import Tx
from tests.office import DESK, ONCALL, Office


async def told(office: Office, event_id: str, **event: Any) -> None:
    """Slack's event about people, as it comes."""
    payload = {"type": "event_callback", "event_id": event_id, "event": event}
    assert (await office.control.post("deliver", payload=payload))["acked"]


async def refused(office: Office, who: str, button: str, number: str) -> bool:
    """Whether the press is answered with a sentence only they see, instead of doing it."""
    seen = await office.control.post("click", user=who, channel=DESK, text=button, containing=number)
    return bool(seen.get("shown"))


async def test_who_leaves_the_desk_is_staff_no_longer_and_who_comes_back_is(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    desk = office.facts["channels"][DESK]
    anna = office.facts["people"]["Anna"]
    await told(office, "Ev0LEFT", type="member_left_channel", channel=desk, user=anna)
    assert await refused(office, "anna", "Take it", number)
    await told(office, "Ev0CAME", type="member_joined_channel", channel=desk, user=anna)
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()
    assert "In review" in str(await office.card(number))


async def test_who_joins_the_on_call_channel_may_publish(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.brings_to_test(number)
    await office.kari.clicks("Approve", channel="kunde-fjordmat", containing=number)
    await office.control.idle()
    assert await refused(office, "anna", "Publish", number)
    anna, oncall = office.facts["people"]["Anna"], office.facts["channels"][ONCALL]
    await told(office, "Ev0DEV", type="member_joined_channel", channel=oncall, user=anna)
    form = await office.control.post("click", user="anna", channel=DESK, text="Publish", containing=number)
    assert form["view"], "a form to publish with, and no refusal"


async def test_a_customers_new_person_is_known_by_name(office: Office) -> None:
    siri = PersonId(office.teams["siri"], office.facts["people"]["Siri"])
    shared = office.facts["channels"]["kunde-bremuseet"]
    assert await office.app.desk.ask(known, siri) is None
    await told(office, "Ev0SIRI", type="member_joined_channel", channel=shared, user=siri.user_id)
    person = await office.app.desk.ask(known, siri)
    assert person is not None
    assert person.name == "Siri Bre"
    await told(office, "Ev0NAME", type="user_change", user={"id": siri.user_id})
    assert await office.app.desk.ask(known, siri) == person


def known(tx: Tx, who: PersonId) -> Person | None:
    return tx.people.find(who)


async def test_the_leads_group_says_who_leads(office: Office) -> None:
    await office.control.post("invite_bot", user="ingrid", channel="kunde-bremuseet")
    await office.control.idle()
    seen = await office.control.post("click", user="anna", channel=DESK, text="Assign to customer")
    assert "leads" in str(seen["shown"])
    await told(office, "Ev0OTHER", type="subteam_members_changed", subteam_id="S0OTHERS")
    await told(office, "Ev0LEADS", type="subteam_members_changed", subteam_id=office.settings.leads_group)
    form = await office.ingrid.clicks("Assign to customer", channel=DESK)
    assert form["view"]["submit"]
