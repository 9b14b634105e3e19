"""A stranger's view: what customers see of the app tells nothing of us, and nothing of any other customer."""

import json
from typing import Any

from bot.plays.control import everything
from bot.plays.seen import leaked
from bot.seeds import plant
from rules.people import PersonId
from tests.office import DEGRADED, DESK, ONCALL, SHARED, Office

OTHER = "kunde-bremuseet"
OURS = "They never pay on time"


async def _two_customers(office: Office) -> tuple[str, str]:
    """A case of Kari's and one of Siri's, both talked about among us and answered; their numbers."""
    people: Any = office
    lead = PersonId(office.facts["team_id"], office.facts["people"]["Ingrid"])
    await office.control.post("invite_bot", user="ingrid", channel=OTHER)
    house = office.app.house
    await plant(house.desk, house.slack, lead.team_id, office.facts["channels"][OTHER], "Bremuseet", lead)
    await office.control.idle()
    first = await office.opens_a_case(people.kari, "The fish is gone")
    form = await people.siri.opens("Open a case", channel=OTHER)
    values = {"What is the problem or task?": "The painting is gone", "How urgent is it?": DEGRADED}
    await people.siri.fills_in(form, values)
    second = next(everything(card).split(" ")[0] for card in await office.cards() if "painting" in everything(card))
    for number in (first, second):
        root = (await office.card(number))["ts"]
        await office.control.post("say", user="anna", channel=DESK, text=OURS, thread_ts=root)
        form = await people.anna.opens("Reply to customer", channel=DESK, containing=number)
        await people.anna.fills_in(await people.anna.fills_in(form, {"Your reply": f"We look for it ({number})"}), {})
    await office.control.idle()
    return first, second


async def _shown_to(office: Office, person: str) -> str:
    """All that any call ever showed to this person's organisation."""
    calls = (await office.control.get("calls"))["calls"]
    shown = [call for call in calls if office.teams[person] in call["visible_to"]]
    assert shown
    return json.dumps([[call["args"], call["response"]] for call in shown], ensure_ascii=False)


async def test_no_call_shows_a_customer_us_or_another_customer(office: Office) -> None:
    first, second = await _two_customers(office)
    internal = [office.facts["channels"][place] for place in (DESK, ONCALL)]
    theirs = {"kari": [second, "painting", "Siri", "Bremuseet"], "siri": [first, "fish", "Kari", "Ola Vik", "Fjordmat"]}
    for person, others in theirs.items():
        shown = await _shown_to(office, person)
        assert [word for word in (*others, *internal, OURS) if word in shown] == [], person
    assert await leaked(office.control, [OURS]) == []


async def test_the_app_home_and_direct_messages_tell_a_customer_nothing(office: Office) -> None:
    await _two_customers(office)
    before = len((await office.control.get("calls"))["calls"])
    for person in ("kari", "siri", "gro"):
        await office.control.post("open_home", user=person)
        await office.control.post("say", user=person, channel="saksgang", text="Which cases do you have?")
        await office.control.idle()
        assert (await office.control.get("home", user=person))["view"] is None, "Slack's own placeholder"
    calls = (await office.control.get("calls"))["calls"][before:]
    assert [call["method"] for call in calls if call["effect"]] == []


async def test_my_cases_are_ones_own(office: Office) -> None:
    people: Any = office
    first, second = await _two_customers(office)
    for person, channel, mine, others in (("kari", SHARED, first, second), ("siri", OTHER, second, first)):
        shown = str(await getattr(people, person).clicks("My cases", channel=channel))
        assert mine in shown
        assert others not in shown
