"""The rota in Slack: who has duty, now and next, and what people agree about it."""

from datetime import date, timedelta

from bot.plays.control import everything
from rules.customers import Agreement
from rules.office import DESK_HOURS
from services.rota_watch import watch
from tests.duty import ingrid_has_duty_too, presses, sends, sets_up, types
from tests.office import DESK, DOWN, ONCALL, Office

WEEK, HOUR = timedelta(weeks=1), timedelta(hours=1)


async def duty_group(office: Office) -> list[str]:
    """Who is in the user group."""
    await office.control.idle()
    members = await office.app.house.slack.group_members(office.settings.duty_group)
    names = {user_id: name for name, user_id in office.facts["people"].items()}
    return sorted(names[one] for one in members)


async def test_a_lead_sets_it_up_and_everybody_of_us_sees_who_has_duty_now_and_next(office: Office) -> None:
    await ingrid_has_duty_too(office)
    assert "No rota is set up yet" in await types(office, "anna")
    await sets_up(office, "Jonas Lie", "Ingrid Moen")
    told = everything(await office.jonas.sees("The rota has changed", channel=ONCALL))
    assert "Jonas Lie, Ingrid Moen in turn, a week each" in told
    assert "Jonas Lie until" in (now := await types(office, "anna"))
    assert "then Ingrid Moen" in now
    month = await types(office, "anna", "month")
    assert month.count("Jonas Lie") >= 2
    assert month.count("Ingrid Moen") >= 2


async def test_the_user_group_follows_who_has_duty(office: Office) -> None:
    await ingrid_has_duty_too(office)
    await sets_up(office, "Jonas Lie", "Ingrid Moen")
    assert await duty_group(office) == ["Jonas"]
    await office.winds_to(office.now + WEEK)
    assert await duty_group(office) == ["Ingrid"]
    await office.goes_down()
    await office.winds_to(office.now + WEEK)
    await office.comes_up()
    assert await duty_group(office) == ["Jonas"]


async def test_a_developer_swaps_a_shift_and_both_are_told(office: Office) -> None:
    await ingrid_has_duty_too(office)
    await sets_up(office, "Jonas Lie", "Ingrid Moen")
    await types(office, "jonas")
    view = await presses(office, "jonas", "Swap", channel=DESK)
    await sends(office, "jonas", view, Who_takes_it="Ingrid Moen")
    told = everything(await office.jonas.sees("has duty instead of", channel=ONCALL))
    assert f"<@{office.facts['people']['Ingrid']}> has duty instead of <@{office.facts['people']['Jonas']}>" in told
    assert "Ingrid Moen until" in await types(office, "anna")
    assert await duty_group(office) == ["Ingrid"]


async def test_a_developer_takes_their_own_swap_back_where_it_was_told_and_nobody_elses(office: Office) -> None:
    await ingrid_has_duty_too(office)
    await office.control.post("join", user="anna", channel=ONCALL)
    await sets_up(office, "Jonas Lie", "Ingrid Moen")
    await types(office, "jonas")
    view = await presses(office, "jonas", "Swap", channel=DESK)
    await sends(office, "jonas", view, Who_takes_it="Ingrid Moen")
    refused = await office.control.post("click", user="anna", text="Take back", channel=ONCALL)
    assert "leads" in str(refused["shown"])
    assert "Ingrid Moen until" in await types(office, "anna")
    await office.jonas.clicks("Take back", channel=ONCALL)
    assert "took this back" in everything(await office.ingrid.sees("took this back", channel=ONCALL))
    assert "Jonas Lie until" in await types(office, "anna")
    again = await office.control.post("click", user="jonas", text="Take back", channel=ONCALL)
    assert "taken back already" in str(again["shown"]), again


async def test_a_lead_overrides_a_night_and_takes_it_back(office: Office) -> None:
    await ingrid_has_duty_too(office)
    below = await sets_up(office, "Jonas Lie")
    view = await presses(office, "ingrid", "Override", view_id=below)
    night = office.now + 2 * HOUR
    times = {"From": night.isoformat(), "To": (night + 8 * HOUR).isoformat()}
    await sends(office, "ingrid", view, Who_has_duty="Ingrid Moen", **times)
    assert "then Ingrid Moen" in await types(office, "anna")
    await presses(office, "ingrid", "Take back", view_id=below)
    await office.control.idle()
    assert "took this back" in everything(await office.jonas.sees("took this back", channel=ONCALL))
    assert "no change in sight" in await types(office, "anna")


async def test_a_gap_is_told_in_the_on_call_channel_and_to_each_lead(office: Office) -> None:
    await ingrid_has_duty_too(office)
    await sets_up(office, "Jonas Lie")
    await office.control.post("leave", user="jonas", channel=ONCALL)
    await office.control.idle()
    gap = "Jonas Lie is not in the on-call channel"
    assert gap in everything((await office.control.messages("saksgang", seen_by="ingrid"))[-1])
    assert gap in everything((await office.control.messages(ONCALL, seen_by="ingrid"))[-1])
    assert await office.app.desk.do(watch, DESK_HOURS) == 0


async def test_a_level_a_at_night_names_who_has_duty(office: Office) -> None:
    customer = (await office.app.desk.ask(lambda tx: tx.customers.all()))[0]
    await office.app.desk.do(lambda tx: tx.agreements.put(Agreement(0, customer.id, date(2026, 1, 1), operation=True)))
    await sets_up(office, "Jonas Lie")
    await office.winds_to(office.now + 9 * HOUR)
    form = await office.kari.clicks("Open a case", channel="kunde-fjordmat")
    said = {"What is the problem or task?": "The shop is gone", "How urgent is it?": DOWN}
    await office.kari.fills_in(await office.kari.fills_in(form, said), {})
    card = everything(await office.jonas.sees("this one is the duty's", channel=ONCALL))
    assert "On duty: Jonas Lie" in card
    assert f"<@{office.facts['people']['Jonas']}>" in card


async def test_a_layer_of_weekends_has_duty_on_weekends_only(office: Office) -> None:
    await ingrid_has_duty_too(office)
    below = await sets_up(office, "Jonas Lie")
    view = await presses(office, "ingrid", "New layer", view_id=below)
    weekends = "Weekends: Friday 16:00 to Monday 09:00"
    given = {"A_turn_lasts": "1", "Of": "weeks", "Has_duty": weekends, "From": office.now.isoformat()}
    await sends(office, "ingrid", view, Who_takes_turns=["Ingrid Moen"], **given)
    assert f"Ingrid Moen in turn, a week each. {weekends}." in everything(
        await office.jonas.sees("Layer 2 from", channel=ONCALL)
    )
    assert "*Layer 2:* nobody until" in await types(office, "anna")
    await office.winds_to(office.now + timedelta(days=4, hours=6, minutes=1))
    assert "*Layer 2:* Ingrid Moen until" in await types(office, "anna")


async def test_the_app_home_says_who_has_duty_and_leads_go_on_from_there(office: Office) -> None:
    await sets_up(office, "Jonas Lie")
    for who, buttons in (("anna", False), ("ingrid", True)):
        await office.control.post("open_home", user=who)
        await office.control.idle()
        home = (await office.control.get("home", user=who))["view"]
        assert "On duty: Jonas Lie" in everything(home)
        assert ("The rota" in everything(home)) is buttons
    view = await presses(office, "ingrid", "The rota", view_id=home["id"])
    assert "Layer 1 from" in everything(view)
