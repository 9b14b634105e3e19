"""A question the customer does not answer, words on a case that is over, and words that approve nothing."""

from typing import Any

from bot.plays.control import buttons, everything
from tests.office import DESK, SHARED, Office


async def _asks(office: Office) -> str:
    """Anna takes Kari's case and asks her; returns its number."""
    number = await office.opens_a_case(office.kari)
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()
    form = await office.anna.clicks("Ask the customer", channel=DESK, containing=number)
    await office.anna.fills_in(form, {"Your question": "Which browser?"})
    await office.control.idle()
    return number


async def _says(office: Office, number: str, person: str, text: str) -> None:
    root = (await office.customer_thread(number))[0]
    await office.control.post("say", user=person, channel=SHARED, text=text, thread_ts=root["ts"])
    await office.control.idle()


async def _when_due(office: Office) -> None:
    """Time passes until the question is asked about again."""
    due = await office.app.desk.ask(lambda tx: tx.cases.next_to_remind())
    assert due is not None
    await office.winds_to(due)
    await office.control.idle()


async def _nudge(office: Office, number: str) -> dict[str, Any]:
    """The newest message in the staff thread."""
    card = await office.card(number)
    newest: dict[str, Any] = (await office.control.messages(DESK, card["ts"]))[-1]
    return newest


async def _reminders(office: Office, number: str) -> int:
    thread = [everything(message) for message in await office.customer_thread(number)]
    return sum("We still need your answer" in text and "Which browser?" in text for text in thread)


async def test_a_question_nobody_answers_and_a_late_reply(office: Office) -> None:
    number = await _asks(office)
    assert "the clock stands still since" in everything(await office.card(number))
    await _when_due(office)
    assert await _reminders(office, number) == 1
    await _when_due(office)
    assert await _reminders(office, number) == 2
    nudge = await _nudge(office, number)
    assert buttons(nudge) == ["Remind", "Close as unanswered", "Call"]
    await _when_due(office)
    assert await _reminders(office, number) == 2
    assert buttons(await _nudge(office, number)) == ["Remind", "Close as unanswered", "Call"]
    over = [text for text in await office.staff_thread(number) if "That is over." in text]
    assert len(over) == 1, "the earlier message asks nothing any more"
    form = await office.anna.clicks("Close as unanswered", channel=DESK, containing="has not answered since")
    await office.anna.fills_in(form, {})
    assert "our question was not answered" in everything((await office.customer_thread(number))[-1])
    await _says(office, number, "kari", "It was Firefox, sorry")
    assert "*In review*" in everything(await office.card(number))
    assert "Kari Nes answered after all" in (await office.staff_thread(number))[-1]


async def test_every_reminder_can_be_answered_and_then_none_can(office: Office) -> None:
    number = await _asks(office)
    await _when_due(office)
    form = await office.kari.clicks("Answer", channel=SHARED, containing="We still need your answer")
    await office.kari.fills_in(form, {"Your answer": "Firefox"})
    await office.control.idle()
    assert [buttons(message) for message in (await office.customer_thread(number))[1:]] == [[], [], []]
    await office.control.advance(days=9)
    assert await _reminders(office, number) == 1


async def test_the_app_was_down_when_reminders_were_due(office: Office) -> None:
    number = await _asks(office)
    await office.goes_down()
    await office.control.advance(days=14)
    await office.comes_up()
    assert await _reminders(office, number) == 1


async def test_reminding_and_calling_by_hand(office: Office) -> None:
    number = await _asks(office)
    await office.anna.clicks("Remind", channel=DESK, containing=number)
    await office.control.idle()
    assert await _reminders(office, number) == 1
    seen = await office.anna.clicks("Call", channel=DESK, containing=number)
    assert "No phone number of Kari Nes is known" in everything({"blocks": seen["view"]["blocks"]})


async def test_words_on_a_closed_case(office: Office) -> None:
    number = await _asks(office)
    await _says(office, number, "kari", "Firefox")
    form = await office.anna.clicks("Close", channel=DESK, containing=number)
    await office.anna.fills_in(form, {"Summary": "Use another browser"})
    await office.control.idle()
    await _says(office, number, "kari", "Thank you!")
    asked = (await office.customer_thread(number))[-1]
    assert buttons(asked) == ["Reopen", "Just thanks", "New case"]
    assert "Our turn, they wrote" in everything(await office.card(number))
    await office.kari.clicks("Just thanks", channel=SHARED, containing="is this something new?")
    assert "Nobody's turn" in everything(await office.card(number))
    assert buttons((await office.customer_thread(number))[-1]) == []


async def test_a_new_case_after_a_closed_one(office: Office) -> None:
    number = await _asks(office)
    await _says(office, number, "kari", "Firefox")
    form = await office.anna.clicks("Close", channel=DESK, containing=number)
    await office.anna.fills_in(form, {"Summary": "Use another browser"})
    await office.control.idle()
    await _says(office, number, "kari", "Now the search fails too")
    form = await office.kari.clicks("New case", channel=SHARED, containing="is this something new?")
    urgency = "Urgent, but it works"
    await office.kari.fills_in(form, {"What is the problem or task?": "Search", "How urgent is it?": urgency})
    older, newer = await office.cards()
    assert "Linked: <https://slack.com/archives/" in everything(newer)
    assert number in everything(newer)
    assert "SG-1002" in everything(older)


async def test_words_in_the_test_show_the_buttons_again(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.brings_to_test(number)
    await _says(office, number, "kari", "Looks good, go ahead!")
    assert "*In test*" in everything(await office.card(number))
    again = (await office.customer_thread(number))[-1]
    assert buttons(again) == ["Approve", "Ask for changes"]
    await office.kari.clicks("Approve", channel=SHARED, containing="please press here")
    assert "*Approved*" in everything(await office.card(number))
    thread = await office.customer_thread(number)
    assert [buttons(message) for message in thread[-3:]] == [["Ask for changes"], [], []]
