"""A channel becomes a customer's when the app is invited and a lead says whose it is."""

from bot.plays.control import buttons, everything
from tests.office import DESK, Office


async def test_the_desk_is_asked_and_only_then_need_help_is_posted_and_pinned(office: Office) -> None:
    await office.control.post("invite_bot", user="ingrid", channel="kunde-bremuseet")
    await office.control.idle()
    question = await office.ingrid.sees("Whose channel is this?", channel=DESK)
    assert buttons(question) == ["Assign to customer"]
    assert [m for m in await office.control.messages("kunde-bremuseet") if m.get("blocks")] == []
    form = await office.ingrid.clicks("Assign to customer", channel=DESK)
    await office.ingrid.fills_in(form, {"Customer": "Bremuseet"})
    help_message = await office.siri.sees("Need help?", channel="kunde-bremuseet")
    assert buttons(help_message) == ["Open a case", "My cases"]
    await office.control.idle()
    assert "Bremuseet's channel" in everything(await office.ingrid.sees("Bremuseet's channel", channel=DESK))
    calls = (await office.control.get("calls"))["calls"]
    assert [call["args"]["timestamp"] for call in calls if call["method"] == "pins.add"][-1] == help_message["ts"]


async def test_only_a_lead_says_whose_it_is(office: Office) -> None:
    await office.control.post("invite_bot", user="ingrid", channel="kunde-bremuseet")
    await office.control.idle()
    seen = await office.control.post("click", user="anna", channel=DESK, text="Assign to customer")
    assert "leads" in str(seen["shown"])


async def test_a_name_that_is_taken_is_said_under_the_field(office: Office) -> None:
    await office.control.post("invite_bot", user="ingrid", channel="kunde-bremuseet")
    await office.control.idle()
    form = await office.ingrid.clicks("Assign to customer", channel=DESK)
    sent = await office.control.post(
        "submit", user="ingrid", view_id=form["view"]["id"], values={"Customer": "Fjordmat"}
    )
    assert "already" in sent["errors"]["Customer"]


async def test_my_cases_lists_the_customers_open_cases(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    seen = await office.ola.clicks("My cases", channel="kunde-fjordmat")
    assert number in str(seen["view"])
