"""The main job, as people do it."""

from pathlib import Path
from typing import Any

import pytest

from bot.plays.control import buttons, everything
from bot.plays.course import course
from tests.office import DESK, DOWN, SHARED, URGENT, Office, open_office


async def test_the_whole_course(office: Office) -> None:
    assert await course(office.control)


async def test_the_whole_course_over_http(tmp_path: Path) -> None:
    async with open_office(f"sqlite:///{tmp_path / 'saksgang.db'}", tmp_path, over_socket=False) as office:
        assert await course(office.control)
        await office.nothing_unexpected()


async def test_the_customer_is_told_number_level_and_instant(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    root, receipt = await office.customer_thread(number)
    assert number in everything(root)
    assert f"Your case is {number}, Level B. You get an answer by" in receipt["text"]
    assert receipt["text"].startswith(f"<@{office.facts['people']['Kari']}>")


async def test_a_case_without_a_promise_is_told_when_the_desk_looks(office: Office) -> None:
    number = await office.opens_a_case(office.kari, **{"How urgent is it?": URGENT})
    receipt = (await office.customer_thread(number))[1]
    assert "Customer Success" in receipt["text"]
    assert "Level" not in receipt["text"]


async def test_the_card_shows_the_buttons_legal_now(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.shows(number, "Received", "Take it", "Reply to customer", "Withdraw", "Merge")
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.shows(
        number, "In review", "Start", "Ask the customer", "Reply to customer", "Close", "Withdraw", "Merge"
    )


async def test_a_question_and_its_answer(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()
    form = await office.anna.clicks("Ask the customer", channel=DESK, containing=number)
    await office.anna.fills_in(form, {"Your question": "Which browser?"})
    question = (await office.customer_thread(number))[-1]
    assert "Which browser?" in everything(question)
    assert buttons(question) == ["Answer"]
    form = await office.ola.clicks("Answer", channel=SHARED, containing="Which browser?")
    await office.ola.fills_in(form, {"Your answer": "Firefox *of course*"})
    await office.shows(
        number, "In review", "Start", "Ask the customer", "Reply to customer", "Close", "Withdraw", "Merge"
    )
    assert "Firefox *of course*" in (await office.staff_thread(number))[-1]
    assert buttons((await office.customer_thread(number))[-1]) == []


async def test_words_in_the_thread_answer_the_question_too(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()
    form = await office.anna.clicks("Ask the customer", channel=DESK, containing=number)
    await office.anna.fills_in(form, {"Your question": "Which browser?"})
    root = (await office.customer_thread(number))[0]
    await office.control.post("say", user="kari", channel=SHARED, text="<!channel> Safari", thread_ts=root["ts"])
    await office.shows(
        number, "In review", "Start", "Ask the customer", "Reply to customer", "Close", "Withdraw", "Merge"
    )
    answer = (await office.staff_thread(number))[-1]
    assert "Safari" in answer
    assert "<!channel>" not in answer


async def test_files_from_the_form_and_from_the_thread_reach_the_staff_thread(office: Office, tmp_path: Path) -> None:
    picture: Any = [{"name": "skjermbilde.png", "content_base64": "aGVp"}]
    number = await office.opens_a_case(office.kari, **{"Screenshots or examples": picture})
    root = (await office.customer_thread(number))[0]
    later = {"name": "later.txt", "content_base64": "aGVpIGlnamVu"}
    await office.control.post("say", user="kari", channel=SHARED, text="", thread_ts=root["ts"], files=[later])
    card = await office.card(number)
    thread = await office.control.messages(DESK, card["ts"])
    names = [file["name"] for message in thread for file in message.get("files", [])]
    assert names == ["skjermbilde.png", "later.txt"]
    kept = sorted(path.read_bytes() for path in (tmp_path / "attachments").iterdir())
    assert kept == [b"hei", b"hei igjen"]


async def test_restored_service_is_approved_afterwards(office: Office) -> None:
    number = await office.opens_a_case(office.kari, **{"How urgent is it?": DOWN})
    form = await office.jonas.clicks("Restore service", channel=DESK, containing=number)
    await office.jonas.fills_in(form, {"Reason": "The shop was down"})
    message = (await office.customer_thread(number))[-1]
    assert "before your approval" in message["text"]
    await office.kari.clicks("Approve", channel=SHARED, containing="before your approval")
    await office.control.idle()
    message = (await office.customer_thread(number))[-1]
    assert "Approved, thank you." in everything(message)
    assert "*Live*" in everything(await office.card(number))


async def test_a_recorded_approval_and_that_was_not_me(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.brings_to_test(number)
    form = await office.anna.clicks("Record approval", channel=DESK, containing=number)
    await office.anna.fills_in(form, {"Their words": "Go ahead", "How was it given?": "By phone"})
    await office.shows(number, "Approved", "Publish", "Reply to customer", "Back to work", "Merge")
    await office.kari.clicks("That was not me", channel=SHARED, containing="Go ahead")
    await office.shows(
        number, "In test", "Ask the customer", "Reply to customer", "Record approval", "Withdraw", "Merge"
    )
    assert buttons((await office.customer_thread(number))[-1]) == []


async def test_withdrawn_and_reopened_by_the_customer(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    form = await office.kari.clicks("Withdraw", channel=SHARED, containing=number)
    await office.kari.fills_in(form, {"Reason": "It works again"})
    await office.shows(number, "Withdrawn", "Reply to customer", "Reopen")
    form = await office.kari.clicks("Reopen", channel=SHARED, containing="Nothing more is done on it")
    await office.kari.fills_in(form, {"What should be different?": "It broke again"})
    await office.shows(
        number, "In review", "Start", "Ask the customer", "Reply to customer", "Close", "Withdraw", "Merge"
    )


@pytest.mark.parametrize("door", ["command", "global", "message"])
async def test_staff_open_a_case_for_a_contact(office: Office, door: str) -> None:
    said = await office.control.post("say", user="kari", channel=SHARED, text="Betaling & levering feiler")
    opens: dict[str, Any] = {
        "command": ("command", {"user": "anna", "channel": DESK, "command": "/case", "text": ""}),
        "global": ("shortcut", {"user": "anna", "callback_id": "new_case"}),
        "message": (
            "shortcut",
            {"user": "anna", "callback_id": "case_from_message", "channel": SHARED, "message_ts": said["ts"]},
        ),
    }
    verb, facts = opens[door]
    form = await office.control.post(verb, **facts)
    values = {"How urgent is it?": URGENT, "Contact": "Kari Nes", "How did it reach us?": "Phone"}
    if door != "message":
        values["What is the problem or task?"] = "Betaling & levering feiler"
    await office.anna.fills_in(form, values)
    await office.control.idle()
    card = (await office.control.messages(DESK))[-1]
    assert "Betaling & levering feiler" in everything(card)
    assert "Fjordmat, Kari Nes" in everything(card)
    if door == "message":
        thread = await office.control.messages(SHARED, said["ts"])
        assert "Your case is" in thread[-1]["text"], "the message itself became the customer's thread"


async def test_the_command_finds_cases(office: Office) -> None:
    number = await office.opens_a_case(office.kari, "The <checkout> does 100% nothing")
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    for text in (number.removeprefix("SG-"), number, "mine", "find 100%"):
        answer = await office.control.post("command", user="anna", channel=DESK, command="/case", text=text)
        assert f"*{number}* The &lt;checkout&gt; does 100% nothing" in str(answer["shown"])
    for text, said in (("find nothingness", "No cases found"), ("9999", "There is no case"), ("help", "/case mine")):
        answer = await office.control.post("command", user="anna", channel=DESK, command="/case", text=text)
        assert said in str(answer["shown"])
