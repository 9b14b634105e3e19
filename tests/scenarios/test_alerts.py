"""Alerts in the on-call channel: one card for each event, whoever sees to it, and nothing of it to the customer."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot.plays.control import buttons, everything
from rules.alerts import Firing, Signal
from rules.customers import Agreement, Site
from services.alerts import receive
from storage.tx import Tx
from tests.office import DESK, ONCALL, Office

MINUTE = timedelta(minutes=1)
DOWN = Signal(
    "7", Firing.FIRING, title="500 from /handlekurv", site="https://fjordmat.no", facts={"answer": "500 in 0.2 s"}
)
UP = replace(DOWN, state=Firing.RESOLVED)
INTERNAL = "The database disk is full, do not tell Kari yet"


async def hears(office: Office, *signals: Signal) -> None:
    await office.app.desk.do(receive, "uptime_kuma", signals)
    await office.control.idle()


async def watched(office: Office) -> None:
    """Fjordmat's site is under operation, with a runbook."""

    def set_up(tx: Tx) -> None:
        customer = tx.customers.all()[0]
        tx.agreements.put(Agreement(0, customer.id, date(2026, 1, 1), operation=True))
        site = Site(0, customer.id, "Fjordmat", "fjordmat.no", "https://fjordmat.no")
        tx.sites.add(replace(site, runbook="https://wiki.example.no/fjordmat"))

    await office.app.desk.do(set_up)


async def cards(office: Office) -> list[dict[str, Any]]:
    """The cards of alerts in the on-call channel, oldest first."""
    await office.control.idle()
    found = await office.control.messages(ONCALL)
    return [one for one in found if (one.get("blocks") or [{}])[0].get("type") == "header"]


async def the_card(office: Office) -> dict[str, Any]:
    (card,) = await cards(office)
    return card


async def thread(office: Office) -> list[str]:
    card = await the_card(office)
    return [everything(one) for one in (await office.control.messages(ONCALL, card["ts"]))[1:]]


async def presses(office: Office, who: str, text: str, **where: Any) -> dict[str, Any]:
    seen = await office.control.post("click", user=who, text=text, **({"channel": ONCALL} | where))
    assert seen["ok"], seen
    await office.control.idle()
    view: dict[str, Any] = seen.get("view") or {}
    return view


async def sends(office: Office, who: str, view: dict[str, Any], **values: Any) -> dict[str, Any]:
    seen = await office.control.post("submit", user=who, view_id=view["id"], values=values)
    assert seen["ok"], seen
    assert not seen.get("errors"), seen
    await office.control.idle()
    shown: dict[str, Any] = seen.get("view") or {}
    return shown


async def test_an_event_is_one_card_with_all_the_duty_needs_and_is_over_by_itself(office: Office) -> None:
    await watched(office)
    await hears(office, DOWN)
    card = await the_card(office)
    for told in ("500 from /handlekurv", "Fjordmat", "answer: 500 in 0.2 s", "https://wiki.example.no/fjordmat"):
        assert told in everything(card)
    assert "nobody yet" in everything(card)
    assert buttons(card) == [
        "Acknowledge", "Resolve", "Silence", "Post update", "Make it a case", "Hold letters", "Assign",
    ]  # fmt: skip
    await office.winds_to(office.now + 3 * MINUTE)
    await hears(office, UP)
    await office.winds_to(office.now + 5 * MINUTE)
    over = await the_card(office)
    assert over["ts"] == card["ts"]
    assert "after failing for 3 min" in everything(over)
    assert buttons(over) == ["Make it a case"], "there is no letter to come that could tell an update"
    assert any("It is over" in line for line in await thread(office))
    await hears(office, DOWN)
    assert "*It fails again*, a moment after it was over." in "\n".join(await thread(office))
    assert (await the_card(office))["ts"] == card["ts"]


async def test_a_card_says_which_monitor_raised_it(office: Office) -> None:
    told = [("uptime_kuma:Oslo", "", "*Via:* Uptime Kuma (Oslo)"), ("generic", "", "*Via:* Another monitor"),
            ("grafana", "https://grafana.example.no/7", "*Via:* <https://grafana.example.no/7|Grafana>"),
            ("checks", "", "*Via:* our own checks")]  # fmt: skip
    for source, link, via in told:
        await office.app.desk.do(receive, source, [replace(DOWN, link=link)])
        assert via in everything((await cards(office))[-1])


async def test_the_duty_acknowledges_with_the_button_and_the_card_says_who(office: Office) -> None:
    await watched(office)
    await hears(office, DOWN)
    await office.winds_to(office.now + MINUTE)
    await presses(office, "jonas", "Acknowledge")
    card = await the_card(office)
    assert "*Acknowledged:* Jonas Lie" in everything(card)
    assert "Acknowledge" not in buttons(card)
    await office.winds_to(office.now + 20 * MINUTE)
    assert not any("Step 2" in line for line in await thread(office)), "nobody else is told"


async def test_who_did_not_say_that_they_are_still_on_it_may_acknowledge_once_more(office: Office) -> None:
    await hears(office, replace(DOWN, site=""))
    await office.winds_to(office.now + MINUTE)
    await presses(office, "jonas", "Acknowledge")
    for minutes in (31, 11):
        await office.winds_to(office.now + minutes * MINUTE)
        await office.control.idle()
    assert "*Acknowledged:* nobody yet" in everything(await the_card(office))
    await presses(office, "jonas", "Acknowledge")
    assert "*Acknowledged:* Jonas Lie" in everything(await the_card(office))
    await office.winds_to(office.now + 20 * MINUTE)
    assert not any("Step 3" in line for line in await thread(office)), "nobody else is told"


async def test_a_message_of_the_paged_person_in_the_thread_acknowledges_and_is_kept(office: Office) -> None:
    await watched(office)
    await hears(office, DOWN)
    card = await the_card(office)
    said = await office.control.post("say", user="jonas", channel=ONCALL, text="Looking", thread_ts=card["ts"])
    await office.control.idle()
    assert "*Acknowledged:* Jonas Lie" in everything(await the_card(office))
    kept = await office.app.desk.ask(lambda tx: tx.alert_words.at(office.settings.on_call_channel, said["ts"]))
    assert kept is not None
    assert kept.text == "Looking"


async def test_made_a_case_it_is_one_incident_on_one_card_and_customers_see_nothing_of_the_talk(
    office: Office,
) -> None:
    await watched(office)
    await hears(office, DOWN)
    card = await the_card(office)
    await office.control.post("say", user="jonas", channel=ONCALL, text=INTERNAL, thread_ts=card["ts"])
    await office.control.idle()
    form = await presses(office, "jonas", "Make it a case")
    await sends(office, "jonas", form, **{"What is the problem or task?": "fjordmat.no answers with an error"})
    await office.winds_to(office.now + MINUTE)
    (desk_card,) = await office.cards()
    number = str(desk_card["blocks"][0]["text"]["text"]).split(" ")[0]
    assert "Level A" in everything(desk_card)
    card = await the_card(office)
    assert f"*Case:* {number}" in everything(card), "the countdown is on the alert's own card, and has no other"
    assert "*Answer by:*" in everything(card)
    assert "Make it a case" not in buttons(card)
    await office.control.post("say", user="jonas", channel=ONCALL, text=f"{INTERNAL} 2", thread_ts=card["ts"])
    await office.winds_to(office.now + 91 * MINUTE)
    told = "\n".join(await office.staff_thread(number))
    assert f"{INTERNAL} 2" in told
    assert told.count(INTERNAL) >= 2, "what was said before stands there too"
    assert any("75 %" in line for line in await thread(office)), "reminders stand under the alert's card"
    theirs = [everything(one) for one in await office.customer_thread(number)]
    assert any("fjordmat.no answers with an error" in one for one in theirs)
    assert not any(INTERNAL in one or "/handlekurv" in one for one in theirs)
    await presses(office, "jonas", "I'm on it")
    assert "over, it is answered" in everything(await the_card(office))


async def test_words_that_change_or_go_do_so_in_the_staff_thread_and_on_the_record(office: Office) -> None:
    await watched(office)
    await hears(office, DOWN)
    root, oncall = (await the_card(office))["ts"], office.settings.on_call_channel

    async def says(text: str) -> str:
        said = await office.control.post("say", user="jonas", channel=ONCALL, text=text, thread_ts=root)
        await office.control.idle()
        return str(said["ts"])

    before, gone = await says("Befor"), await says("Nobody needs to know")
    form = await presses(office, "jonas", "Make it a case")
    await sends(office, "jonas", form, **{"What is the problem or task?": "It is down"})
    await office.control.post("edit", user="jonas", channel=ONCALL, ts=before, text="Before")
    await office.control.post("delete", user="jonas", channel=ONCALL, ts=gone)
    after = await says("Afterwards")
    await office.control.post("delete", user="jonas", channel=ONCALL, ts=after)
    (desk_card,) = await office.cards()
    number = str(desk_card["blocks"][0]["text"]["text"]).split(" ")[0]
    told = await office.staff_thread(number)
    words = [one for one in told if "wrote in the alert's thread" in one]
    assert [one.split("see.")[-1].split() for one in words] == [["Before", "(edited)"], ["(deleted)"], ["(deleted)"]]
    assert "Nobody needs to know" not in str(told)
    kept = await office.app.desk.ask(lambda tx: [tx.alert_words.at(oncall, ts) for ts in (before, gone, after)])
    assert [one.text for one in kept if one] == ["Before", "", ""]
    written = await office.app.desk.ask(lambda tx: [one for one in tx.history.of_case(1) if "said" in one.facts])
    assert [one.action.value for one in written].count("delete") == 2
    assert "needs to know" not in str(written)


async def test_what_was_written_while_nobody_listened_is_kept_and_acknowledges_from_then_on(office: Office) -> None:
    await watched(office)
    await hears(office, DOWN)
    root, oncall = (await the_card(office))["ts"], office.settings.on_call_channel
    told_at = office.now
    await office.goes_down()
    await office.control.advance(minutes=2)
    written = await office.control.post("say", user="jonas", channel=ONCALL, text="I take it", thread_ts=root)
    await office.control.advance(minutes=2)
    await office.comes_up()
    await office.control.idle()
    assert "*Acknowledged:* Jonas Lie" in everything(await the_card(office))
    page = await office.app.desk.ask(lambda tx: tx.pages.newest_of_alert(1))
    assert page is not None
    assert page.acknowledged_at is not None
    assert abs(page.acknowledged_at - told_at - 2 * MINUTE) < MINUTE / 2
    assert any("They wrote so at" in line for line in await thread(office))
    await office.goes_down()
    await office.control.post("edit", user="jonas", channel=ONCALL, ts=written["ts"], text="I have it")
    await office.comes_up()
    await office.control.idle()
    kept = await office.app.desk.ask(lambda tx: tx.alert_words.at(oncall, written["ts"]))
    assert kept is not None
    assert kept.text == "I have it"


async def test_silence_letters_and_updates(office: Office) -> None:
    await watched(office)
    await hears(office, DOWN)
    await sends(office, "jonas", await presses(office, "jonas", "Silence"))
    assert "Silent until" in everything(await the_card(office))
    await presses(office, "jonas", "Hold letters")
    assert "Letters to customers wait" in everything(await the_card(office))
    await presses(office, "jonas", "Let letters go")
    assert "Letters to customers wait" not in everything(await the_card(office))
    form = await presses(office, "jonas", "Post update")
    words = "We have found it: a full disk. It works again within the hour."
    preview = await sends(office, "jonas", form, **{"What do you want to tell Fjordmat?": words})
    assert words in everything(preview)
    assert not any(words in line for line in await thread(office)), "nothing was posted before it was previewed"
    await sends(office, "jonas", preview)
    assert any(words in line for line in await thread(office))
    await presses(office, "jonas", "Resolve")
    assert any("Jonas" in line and "says that it is over" in line for line in await thread(office))


async def test_maintenance_is_planned_in_oncall_and_shows_on_the_card(office: Office) -> None:
    await watched(office)
    seen = await office.control.post("command", user="anna", command="/oncall", text="", channel=DESK)
    assert seen["ok"], seen
    below = await presses(office, "anna", "Maintenance", channel=DESK)
    form = await presses(office, "anna", "Plan maintenance", view_id=below["id"])
    times = {"From": office.now.isoformat(), "To": (office.now + 30 * MINUTE).isoformat()}
    await sends(office, "anna", form, **{"Of which customer or site?": "Fjordmat (fjordmat.no)"}, **times)
    seen = await office.control.post("command", user="anna", command="/oncall", text="", channel=DESK)
    assert "*Maintenance* of Fjordmat: Fjordmat until" in "\n".join(seen["shown"])
    await hears(office, DOWN)
    assert "Maintenance until" in everything(await the_card(office))
    assert await thread(office) == [], "nobody is told"
    await presses(office, "anna", "End now", view_id=below["id"])
    await office.winds_to(office.now + 31 * MINUTE)
    assert "Maintenance until" not in everything(await the_card(office))
    assert any("Step 1" in line for line in await thread(office))


async def test_a_storm_of_500_is_a_handful_of_posts(office: Office) -> None:
    await hears(office, *(replace(DOWN, key=f"host {number}", site="") for number in range(500)))
    await office.winds_to(office.now + 2 * MINUTE)
    card = await the_card(office)
    assert "A storm: 500 of 500 alerts fail" in everything(card)
    assert "and 480 more" in everything(card)
    assert len(await office.control.messages(ONCALL)) < 5
    assert not any("Post update" in one for one in buttons(card))
