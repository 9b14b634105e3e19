"""Pages in Slack: a message to who has duty, steps in the thread of the card, one press that ends it."""

from datetime import date, timedelta
from typing import Any

from bot.plays.control import buttons, everything
from rules.customers import Agreement
from rules.pages import About
from tests.office import DESK, DOWN, ONCALL, SHARED, Office

PRIVATE = "saksgang"  # what a person reads alone with the app
MINUTE = timedelta(minutes=1)


async def _at_night(office: Office) -> dict[str, Any]:
    """Kari's site goes down at 19:00, and operation is agreed; the case's card in the on-call channel."""
    customer = (await office.app.desk.ask(lambda tx: tx.customers.all()))[0]
    await office.app.desk.do(lambda tx: tx.agreements.put(Agreement(0, customer.id, date(2026, 1, 1), operation=True)))
    await office.winds_to(office.now + timedelta(hours=9))
    form = await office.kari.clicks("Open a case", channel=SHARED)
    said = {"What is the problem or task?": "The shop is gone", "How urgent is it?": DOWN}
    await office.kari.fills_in(await office.kari.fills_in(form, said), {})
    return await _card(office)


async def _card(office: Office) -> dict[str, Any]:
    await office.control.idle()
    (card,) = [one for one in await office.control.messages(ONCALL) if "*Countdown:*" in everything(one)]
    found: dict[str, Any] = card
    return found


async def _thread(office: Office, root: dict[str, Any]) -> list[str]:
    await office.control.idle()
    return [everything(one) for one in (await office.control.messages(ONCALL, root["ts"]))[1:]]


async def _private(office: Office, who: str) -> list[dict[str, Any]]:
    await office.control.idle()
    found: list[dict[str, Any]] = await office.control.messages(PRIVATE, seen_by=who)
    return found


def _user(office: Office, name: str) -> str:
    return f"<@{office.facts['people'][name]}>"


async def test_a_level_a_at_night_is_one_card_a_message_and_one_press(office: Office) -> None:
    card = await _at_night(office)
    assert len(await office.control.messages(ONCALL)) == 1, "one incident is one card"
    for fact in ("The shop is gone", "Kari Nes", "this one is the duty's", "*Page:* step 1", _user(office, "Jonas")):
        assert fact in everything(card)
    assert buttons(card) == ["I'm on it", "Acknowledge", "Take", "Open the case"]
    (told,) = await _thread(office, card)
    assert told.startswith("*Step 1*, <!date^")
    assert f"{_user(office, 'Ingrid')}, {_user(office, 'Jonas')} told by mention and direct message." in told
    (page,) = await _private(office, "jonas")
    assert "*Level A* SG-1001: The shop is gone · Fjordmat, since <!date^" in everything(page)
    assert buttons(page) == ["Acknowledge", "Open the case"]
    assert card["ts"].replace(".", "") in str(page["blocks"])

    await office.jonas.clicks("Acknowledge", channel=PRIVATE)
    assert "*Jonas Lie has acknowledged this.* Nobody else is told." in (await _thread(office, card))[-1]
    card, (page,) = await _card(office), await _private(office, "jonas")
    assert "*Page:* Jonas Lie has it since <!date^" in everything(card)
    assert buttons(card) == ["I'm on it", "Take", "Open the case"]
    assert "Jonas Lie has it since" in everything(page)
    assert buttons(page) == ["Open the case"]
    (theirs,) = await _private(office, "ingrid")
    assert buttons(theirs) == ["Open the case"], "who need not come is told so"
    await office.winds_to(office.now + 29 * MINUTE)
    assert len(await _private(office, "ingrid")) == 1


async def test_still_on_it_is_asked_and_answered_with_one_press_and_im_on_it_ends_it(office: Office) -> None:
    card = await _at_night(office)
    await office.jonas.clicks("Acknowledge", channel=ONCALL)
    await office.control.idle()
    await office.winds_to(office.now + 30 * MINUTE)
    assert f"{_user(office, 'Jonas')} still on it?" in (await _thread(office, card))[-1]
    asked = (await _private(office, "jonas"))[-1]
    assert "Are you still on it?" in everything(asked)
    await office.jonas.clicks("Still on it", channel=PRIVATE)
    assert "Jonas Lie is still on it." in (await _thread(office, card))[-1]
    await office.jonas.clicks("I'm on it", channel=ONCALL)
    assert "Jonas Lie has answered: nobody else is told." in (await _thread(office, card))[-1]
    before = len(await _thread(office, card))
    await office.winds_to(office.now + timedelta(hours=2))
    assert len(await _thread(office, card)) == before
    assert await office.app.desk.ask(lambda tx: tx.pages.next_due()) is None


async def test_words_in_the_thread_of_who_was_told_acknowledge_a_press_too_late_is_told_who(office: Office) -> None:
    card = await _at_night(office)
    await office.control.post("join", user="anna", channel=ONCALL)
    await office.control.post("say", user="anna", channel=ONCALL, text="What is it?", thread_ts=card["ts"])
    assert "*Step 1*" in (await _thread(office, card))[0]
    assert "acknowledged" not in str(await _thread(office, card)), "Anna was not told"
    await office.control.post("say", user="jonas", channel=ONCALL, text="Looking", thread_ts=card["ts"])
    assert "*Jonas Lie has acknowledged this.*" in (await _thread(office, card))[-1]
    page = await office.app.desk.ask(lambda tx: tx.pages.open_about(About(1)))
    assert page is not None
    assert page.acknowledged_by is not None


async def test_a_drill_pages_who_has_duty_and_tells_who_answered(office: Office) -> None:
    seen = await office.control.post("command", user="jonas", command="/oncall", text="drill", channel=DESK)
    assert "A drill has begun" in str(seen["shown"])
    await office.control.idle()
    (root,) = await office.control.messages(ONCALL)
    assert "*Drill:* Jonas Lie tries who answers when we page. Nothing is wrong." in everything(root)
    assert "*Step 1*" in (await _thread(office, root))[0]
    (page,) = await _private(office, "ingrid")
    assert "*Drill* of <!date^" in everything(page)
    assert "Nothing is wrong" in everything(page)
    await office.winds_to(office.now + 2 * MINUTE)
    await office.ingrid.clicks("Acknowledge", channel=PRIVATE)
    assert "*Ingrid Moen answered the drill* after 2 min." in (await _thread(office, root))[-1]
    (root,) = await office.control.messages(ONCALL)
    assert "answered the drill" in everything(root)
    assert buttons(root) == []
    assert await office.cards() == [], "no customer is disturbed"
