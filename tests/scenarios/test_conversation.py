"""What customers say and send, and what somebody forges: all of it kept, none of it breaks anything."""

import copy
import json
import logging
from typing import Any

import pytest

from tests.office import DESK, SHARED, Office


async def _asked(office: Office) -> tuple[str, str]:
    """A case with a question out: its number, and the root of its thread."""
    number = await office.opens_a_case(office.kari)
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()
    form = await office.anna.clicks("Ask the customer", channel=DESK, containing=number)
    await office.anna.fills_in(form, {"Your question": "Which browser?"})
    root = (await office.customer_thread(number))[0]
    return number, str(root["ts"])


async def _shown(office: Office, number: str) -> str:
    """The words under the last line of the staff thread, put together again."""
    card = await office.card(number)
    last = (await office.control.messages(DESK, card["ts"]))[-1]
    texts = [block["text"] for block in last["blocks"] if block["type"] == "section"]
    return "".join(text["text"] for text in texts if text["type"] == "plain_text")


@pytest.mark.parametrize("length", [3000, 3001, 11_500])
async def test_a_long_answer_and_a_long_message_reach_staff_whole(office: Office, length: int) -> None:
    number, root = await _asked(office)
    for _time in ("answer", "message"):
        text = "word " * (length // 5 - 1) + "end."
        await office.control.post("say", user="kari", channel=SHARED, text=text, thread_ts=root)
        assert await _shown(office, number) == text


async def test_a_picture_alone_answers_the_question(office: Office) -> None:
    number, root = await _asked(office)
    picture = {"name": "skjermbilde.png", "content_base64": "aGVp"}
    await office.control.post("say", user="kari", channel=SHARED, text="\u00a0", thread_ts=root, files=[picture])
    await office.shows(
        number, "In review", "Start", "Ask the customer", "Reply to customer", "Close", "Withdraw", "Merge"
    )
    card = await office.card(number)
    thread = await office.control.messages(DESK, card["ts"])
    assert [file["name"] for message in thread for file in message.get("files", [])] == ["skjermbilde.png"]


def _forged(click: dict[str, Any], action: dict[str, Any], nth: int) -> dict[str, Any]:
    payload = copy.deepcopy(click)
    payload["trigger_id"] = f"forged.{nth}"
    payload["actions"] = [action]
    return payload


async def _last(office: Office, kind: str) -> dict[str, Any]:
    deliveries = (await office.control.get("deliveries"))["deliveries"]
    found: dict[str, Any] = next(one for one in reversed(deliveries) if one["payload"].get("type") == kind)["payload"]
    return copy.deepcopy(found)


async def _deliver(office: Office, payload: dict[str, Any]) -> dict[str, Any]:
    office.expected_refusals.add("views.open")
    seen = await office.control.post("deliver", payload={"type": "interactive", "payload": payload})
    await office.control.idle()
    return seen


async def test_forged_buttons_are_of_no_case_and_break_nothing(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    number = await office.opens_a_case(office.kari)
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()
    click = await _last(office, "block_actions")
    button = {"type": "button", "block_id": "b", "action_id": "case.take", "action_ts": "1.1"}
    values: list[dict[str, Any]] = [
        {"value": value} for value in ("9" * 30 + ":v1", "9" * 5000 + ":v1", "1:v" + "9" * 5000)
    ]
    menu = {"action_id": "more", "type": "overflow", "selected_option": {"value": "start:" + "9" * 30 + ":v1"}}
    with caplog.at_level(logging.ERROR):
        for nth, forged in enumerate([{}, *values, menu]):
            seen = await _deliver(office, _forged(click, button | forged, nth))
            assert seen["acked"] is True, forged
    assert [record for record in caplog.records if "broke" in record.message] == []
    calls = (await office.control.get("calls"))["calls"]
    whispers = [call["args"]["text"] for call in calls if call["method"] == "chat.postEphemeral"]
    assert whispers == ["There is no such case. The card shows what is possible."] * 5


async def test_forged_forms_are_refused_in_words_and_break_nothing(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    form = await office.control.post("command", user="anna", channel=DESK, command="/case", text="")
    values = {"What is the problem or task?": "It broke", "How urgent is it?": "It can wait", "Contact": "Kari Nes"}
    await office.anna.fills_in(form, values)
    sent = await _last(office, "view_submission")
    choices = [("customer", "999999"), ("customer", "x"), ("contact", "x"), ("origin", "x"), ("customer", "9" * 30)]
    with caplog.at_level(logging.ERROR):
        for nth, (field, value) in enumerate(choices):
            payload = copy.deepcopy(sent)
            payload["view"] |= {"hash": f"forged{nth}", "private_metadata": json.dumps({"nonce": str(nth)})}
            payload["view"]["state"]["values"][field][field]["selected_option"]["value"] = value
            assert "This is none of the choices" in str(await _deliver(office, payload)), field
        payload["view"] |= {"hash": "move", "callback_id": "move", "private_metadata": "9" * 5000}
        assert "There is no such case" in str(await _deliver(office, payload))
    assert [record for record in caplog.records if "broke" in record.message] == []
    assert len(await office.cards()) == 1


async def test_a_broken_character_and_a_nul_do_not_lose_the_message(office: Office) -> None:
    number, root = await _asked(office)
    await office.control.post("say", user="kari", channel=SHARED, text="a real one", thread_ts=root)
    await office.control.idle()
    deliveries = (await office.control.get("deliveries"))["deliveries"]
    spoken = next(one["payload"] for one in deliveries if one["payload"].get("event", {}).get("text") == "a real one")
    event = spoken | {"event_id": "EvForged"}
    event["event"] |= {"text": "before \0 between \ud83d after", "ts": "1790000000.000100"}
    await office.control.post("deliver", payload={"type": "events_api", "payload": event})
    assert "before \ufffd between \ufffd after" in (await office.staff_thread(number))[-1]


@pytest.mark.parametrize("text", ["phone", "time 1042 45m fixed the menu", "report march"])
async def test_what_is_not_built_says_so(office: Office, text: str) -> None:
    answer = await office.control.post("command", user="anna", channel=DESK, command="/case", text=text)
    assert f"*/case {text.split()[0]}* is not there yet." in str(answer["shown"])
    answer = await office.control.post("command", user="anna", channel=DESK, command="/case", text="dance")
    assert str(answer["shown"]).count("/case mine") == 1
    assert "not there yet" not in str(answer["shown"])
