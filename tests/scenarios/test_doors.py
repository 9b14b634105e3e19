"""The customer's doors: *Need help?*, *My cases*, *My site is down*, the look at a site, channels that are nobody's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.plays.control import buttons, everything
from handlers.pinned import Pinned
from rules.checks import Check
from rules.customers import Agreement, Site
from rules.people import Mode
from storage.tx import Tx
from tests.office import DESK, DOWN, ONCALL, SHARED, URGENT, Office
from tests.websites import website

OTHER = "kunde-bremuseet"
NIGHT = timedelta(hours=10)  # from Monday 10:00


async def need_help(office: Office) -> list[dict[str, Any]]:
    await office.control.idle()
    return [one for one in await office.control.messages(SHARED) if "Need help?" in everything(one)]


async def pins(office: Office) -> list[str]:
    return sorted(await office.app.house.slack.pinned(office.facts["channels"][SHARED]))


async def updates(office: Office) -> int:
    calls = (await office.control.get("calls"))["calls"]
    return sum(call["method"] == "chat.update" and "Need help" in str(call["args"]) for call in calls)


@asynccontextmanager
async def broken_site() -> AsyncIterator[str]:
    """A site that answers 500."""

    async def broken(_request: web.Request) -> web.Response:
        return web.Response(status=500)

    app = web.Application()
    app.router.add_get("/", broken)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def says_down(office: Office, **fields: Any) -> dict[str, Any]:
    """Kari opens a Level A; what she is shown when she has sent the form."""
    form = await office.kari.clicks("Open a case", channel=SHARED, containing="Need help?")
    values = {"What is the problem or task?": "The shop is gone", "How urgent is it?": DOWN} | fields
    seen: dict[str, Any] = await office.kari.fills_in(form, values)
    return seen


async def test_need_help_comes_back_when_it_is_removed_or_unpinned(office: Office) -> None:
    (first,) = await need_help(office)
    await office.control.post("pin", user="kari", channel=SHARED, message_ts=first["ts"], remove=True)
    assert [one["ts"] for one in await need_help(office)] == [first["ts"]] == await pins(office)
    await office.control.post("delete", user="ingrid", channel=SHARED, message_ts=first["ts"], as_admin=True)
    (second,) = await need_help(office)
    assert second["ts"] != first["ts"]
    assert await pins(office) == [second["ts"]]


async def test_a_reply_under_need_help_does_not_keep_it_from_coming_back(office: Office) -> None:
    (first,) = await need_help(office)
    await office.control.post("say", user="kari", channel=SHARED, text="Hello?", thread_ts=first["ts"])
    await office.control.post("delete", user="ingrid", channel=SHARED, message_ts=first["ts"], as_admin=True)
    (second,) = await need_help(office)
    assert second["ts"] in await pins(office)


async def test_the_hourly_look_pins_it_again_when_the_event_was_missed(office: Office) -> None:
    (message,) = await need_help(office)
    channel = next(one for one in (await office.control.get("channels"))["channels"] if one["name"] == SHARED)
    await office.goes_down()
    await office.control.post("pin", user="kari", channel=SHARED, message_ts=message["ts"], remove=True)
    office.expected_refusals.add("pins.add")  # a start looks too: who comes second finds it pinned already
    await office.comes_up()
    await Pinned(office.app.house).once()
    assert len(await need_help(office)) == 1
    assert await pins(office) == [message["ts"]], channel


async def test_it_shows_todays_hours_and_is_not_drawn_again_for_nothing(office: Office) -> None:
    (message,) = await need_help(office)
    assert "Customer Success today: 09:00–16:00. Phone 467 00 845: 08:00–16:00." in everything(message)
    await office.goes_down()
    await office.comes_up()
    await office.winds_to(office.now + timedelta(days=1))
    await office.control.idle()
    assert await updates(office) == 0, "Tuesday is as Monday was"
    await office.winds_to(office.now + timedelta(days=4))
    (message,) = await need_help(office)
    assert "Customer Success is closed today and opens Monday" in everything(message)
    assert await updates(office) == 1


async def test_my_cases_says_state_turn_deadline_and_where(office: Office) -> None:
    seen = await office.ola.clicks("My cases", channel=SHARED)
    assert "You have no open cases" in str(seen["view"])
    number = await office.opens_a_case(office.kari, "The <checkout>")
    root = (await office.customer_thread(number))[0]["ts"].replace(".", "")
    shown = str((await office.ola.clicks("My cases", channel=SHARED))["view"])
    for fact in (f"*{number}* The &lt;checkout&gt;", "Received", "Our turn", "answer by", f"p{root}"):
        assert fact in shown


async def test_many_cases_are_shown_by_pages(office: Office) -> None:
    for nth in range(11):
        await office.opens_a_case(office.kari, f"Problem {nth}", **{"How urgent is it?": URGENT})
    seen = await office.kari.clicks("My cases", channel=SHARED)
    assert "SG-1011" in str(seen["view"])
    assert "SG-1001*" not in str(seen["view"])
    seen = await office.kari.clicks("Older")
    assert "SG-1001*" in str(seen["view"])
    assert "Page 2 of 2, 11 open cases." in str(seen["view"])


async def test_what_we_see_of_a_site_is_told_to_the_customer_and_to_staff(office: Office) -> None:
    async with broken_site() as address:
        await says_down(office, **{"Link to the page": address})
        said = [everything(one) for one in await office.customer_thread("SG-1001")]
        staff = await office.staff_thread("SG-1001")
    assert any("We had a look at once" in one and "answered 500." in one for one in said)
    assert any("answered 500." in one for one in staff)
    (card,) = await office.control.messages(ONCALL)
    assert "*Countdown:*" in everything(card), "in opening hours the desk has it: no alarm"


async def test_a_site_said_to_be_down_is_looked_at_as_our_own_checks_do(office: Office) -> None:
    async with website() as site:

        def set_up(tx: Tx) -> None:
            checks = (Check(site.address), Check(f"{site.address}/kasse", word="Til betaling"))
            row = tx.customers.all()[0].id
            tx.sites.add(Site(0, row, "Shop", "127.0.0.1", site.address, checks=checks))

        await office.app.desk.do(set_up)
        await says_down(office, **{"Link to the page": f"{site.address}/kasse"})
        said = [everything(one) for one in await office.customer_thread("SG-1001")]
    assert site.asked == ["/kasse"]
    assert any("answers, but not with the page that should be there" in one for one in said)


async def test_level_a_at_night_takes_one_more_step_and_keeps_what_was_typed(office: Office) -> None:
    customer = (await office.app.desk.ask(lambda tx: tx.customers.all()))[0]
    await office.app.desk.do(lambda tx: tx.agreements.put(Agreement(0, customer.id, date(2026, 1, 1), operation=True)))
    await office.winds_to(office.now + NIGHT)
    seen = await says_down(office)
    assert "wakes the developer on duty" in str(seen["view"])
    assert await office.cards() == []
    seen = await office.kari.fills_in(seen, {})
    assert "The developer on duty is alerted; you need not call." in str(seen["view"])
    alarm = everything(await office.jonas.sees("this one is the duty's", channel=ONCALL))
    for fact in ("SG-1001", "The shop is gone", "Fjordmat, Kari Nes", "Level A"):
        assert fact in alarm
    receipt = (await office.customer_thread("SG-1001"))[1]
    assert "you need not call" in everything(receipt)


async def test_at_night_without_operation_nobody_is_woken_and_the_instant_is_told(office: Office) -> None:
    await office.winds_to(office.now + NIGHT)
    seen = await says_down(office)
    assert "nobody is woken" in str(seen["view"])
    seen = await office.kari.fills_in(seen, {})
    assert "We look at it when we open" in str(seen["view"])
    assert "does not include operation" in everything(await office.jonas.sees("SG-1001", channel=ONCALL))


async def test_a_bad_form_is_mended_before_the_night_is_spoken_of(office: Office) -> None:
    await office.winds_to(office.now + NIGHT)
    form = await office.kari.clicks("Open a case", channel=SHARED, containing="Need help?")
    values = {"What is the problem or task?": "It is gone", "How urgent is it?": DOWN, "Link to the page": "no link"}
    sent = await office.control.post("submit", user="kari", view_id=form["view"]["id"], values=values)
    assert "not a link" in sent["errors"]["Link to the page"]


async def test_my_site_is_down_makes_it_level_a_once(office: Office) -> None:
    await office.sets_mode(Mode.AUTOMATIC)
    root = await office.says("Something is odd")
    seen = await office.kari.clicks("My site is down", channel=SHARED, containing="Your case is")
    assert seen["acked"]
    assert "Level A" in everything(await office.card("SG-1001"))
    thread = await office.control.messages(SHARED, root)
    assert any("to Level A. You get an answer by" in everything(one) for one in thread)
    assert [one for one in thread if "My site is down" in buttons(one)] == []
    assert any("says the site is down: Level not set becomes Level A" in one
               for one in await office.staff_thread("SG-1001"))  # fmt: skip


async def test_words_in_a_channel_that_is_nobodys_wait_for_whose_it_is(office: Office) -> None:
    await office.control.post("invite_bot", user="ingrid", channel=OTHER)
    await office.control.idle()
    for text in ("Is anybody there?", "We need a new menu"):
        await office.control.post("say", user="siri", channel=OTHER, text=text)
    await office.control.post("say", user="anna", channel=OTHER, text="Welcome!")
    await office.control.idle()
    (question,) = [one for one in await office.control.messages(DESK) if "Whose channel" in everything(one)]
    for fact in ("*2*", "Siri Bre: Is anybody there?", "Siri Bre: We need a new menu"):
        assert fact in everything(question)
    assert [one for one in await office.control.messages(OTHER) if one.get("bot")] == [], "it stays silent there"
    form = await office.ingrid.clicks("Assign to customer", channel=DESK)
    await office.ingrid.fills_in(form, {"Customer": "Bremuseet"})
    await office.control.idle()
    form = await office.siri.clicks("Open a case", channel=OTHER, containing="Shall we make this a case")
    await office.siri.fills_in(form, {"How urgent is it?": URGENT})
    assert any("Is anybody there?\nWe need a new menu" in one for one in await office.staff_thread("SG-1001"))


@pytest.mark.parametrize("press", ["Open a case", "My site is down"])
async def test_a_stranger_learns_nothing_from_a_customers_button(office: Office, press: str) -> None:
    await office.sets_mode(Mode.OFFER if press == "Open a case" else Mode.AUTOMATIC)
    await office.says("Something is odd")
    pressed = await office.kari.clicks(press, channel=SHARED, containing="Shall we" if "Open" in press else "Your case")
    deliveries = (await office.control.get("deliveries"))["deliveries"]
    click = next(one["payload"] for one in reversed(deliveries) if one["payload"].get("type") == "block_actions")
    siri = {"id": office.facts["people"]["Siri"], "team_id": office.teams["siri"]}
    forged = click | {"user": click["user"] | siri, "trigger_id": "forged.1"}
    office.expected_refusals.add("views.open")
    before = len(await office.cards())
    await office.control.post("deliver", payload={"type": "interactive", "payload": forged})
    assert len(await office.cards()) == before, pressed
