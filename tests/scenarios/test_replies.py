"""Replies to the customer: written by us, previewed, and sent as they were; and what we say where they hear it."""

import base64
from typing import Any

import pytest

from bot.plays.control import everything
from bot.plays.seen import leaked
from tests.office import DESK, SHARED, Office

PICTURE = {"name": "menu.png", "content_base64": "aGVp"}


async def _thread(office: Office) -> tuple[str, str]:
    """A case of Kari's: its number, and the root of the customer's thread."""
    number = await office.opens_a_case(office.kari)
    return number, str((await office.customer_thread(number))[0]["ts"])


async def _writes(office: Office, number: str, **values: Any) -> dict[str, Any]:
    """Anna fills in the form of a reply; what she then sees is the preview."""
    form = await office.anna.opens("Reply to customer", channel=DESK, containing=number)
    shown: dict[str, Any] = await office.anna.fills_in(form, values)
    return shown


async def _internal(office: Office, number: str, text: str, **more: Any) -> str:
    """Anna says something in the staff thread."""
    root = (await office.card(number))["ts"]
    said = await office.control.post("say", user="anna", channel=DESK, text=text, thread_ts=root, **more)
    return str(said["ts"])


async def _send_to_customer(office: Office, channel: str, ts: str) -> dict[str, Any]:
    return await office.control.post(
        "shortcut", user="anna", callback_id="send_to_customer", channel=channel, message_ts=ts
    )


async def test_a_reply_is_seen_as_the_customer_will_see_it_and_goes_out_byte_for_byte(office: Office) -> None:
    number, _root = await _thread(office)
    words = "We *found* it: <b>the menu</b> & more\n\n> really"
    preview = await _writes(office, number, **{"Your reply": words})
    assert preview["view"]["title"]["text"] == "What the customer sees"
    assert "Anna" not in str((await office.customer_thread(number))[1:]), "nothing has left yet"
    await office.anna.fills_in(preview, {})
    reply = (await office.customer_thread(number))[-1]
    assert reply["blocks"][-1]["text"]["text"] == words
    blocks = [block["text"]["text"] for block in preview["view"]["blocks"]]
    assert [block["text"]["text"] for block in reply["blocks"]] == blocks
    assert f"Anna Berg writes about {number}:" in everything(reply)
    assert "Anna Berg replied to the customer:" in (await office.staff_thread(number))[-1]
    assert "*Answered:*" in everything(await office.card(number))


async def test_who_goes_back_from_the_preview_sends_the_other_words_and_only_them(office: Office) -> None:
    number, _root = await _thread(office)
    form = await office.anna.opens("Reply to customer", channel=DESK, containing=number)
    preview = await office.anna.fills_in(form, {"Your reply": "In an hour"})
    await office.control.post("close", user="anna", view_id=preview["view"]["id"])
    preview = await office.anna.fills_in(form, {"Your reply": "In two hours"})
    await office.anna.fills_in(preview, {})
    said = [everything(one) for one in (await office.customer_thread(number))]
    assert len([one for one in said if "hour" in one]) == 1
    assert "In two hours" in said[-1]


async def test_a_message_of_the_staff_thread_with_its_file_goes_to_the_customer_when_we_say_so(office: Office) -> None:
    number, _root = await _thread(office)
    ts = await _internal(office, number, "The menu is mended, see the picture", files=[PICTURE])
    assert "mended" not in str(await office.customer_thread(number))
    assert await leaked(office.control, ["The menu is mended"]) == []
    form = await _send_to_customer(office, DESK, ts)
    await office.anna.fills_in(await office.anna.fills_in(form, {}), {})
    words, picture = (await office.customer_thread(number))[-2:]
    assert "The menu is mended, see the picture" in everything(words)
    assert "menu.png" in everything(picture)
    assert "File from Anna Berg to Fjordmat" in everything(picture)
    assert "menu.png" in (await office.staff_thread(number))[-1]
    assert await leaked(office.control, ["The menu is mended"]), "who looks for what leaks would find it"


@pytest.mark.parametrize("where", [DESK, SHARED])
async def test_what_is_in_no_staff_thread_is_not_sent(office: Office, where: str) -> None:
    number, root = await _thread(office)
    thread = {"thread_ts": root} if where == SHARED else {}
    said = await office.control.post("say", user="anna", channel=where, text="Lunch?", **thread)
    await office.control.idle()
    before = len(await office.customer_thread(number))
    shown = await _send_to_customer(office, where, said["ts"])
    assert "Only what stands in the thread of a case can be sent to its customer." in str(shown)
    assert len(await office.customer_thread(number)) == before


async def test_an_empty_reply_and_a_program_are_refused_under_their_fields(office: Office) -> None:
    number, _root = await _thread(office)
    form = await office.anna.opens("Reply to customer", channel=DESK, containing=number)
    for values, field in (({}, "Your reply"), ({"Files": [{"name": "setup.EXE", "content_base64": "aGVp"}]}, "Files")):
        answer = await office.control.post("submit", user="anna", view_id=form["view"]["id"], values=values)
        assert field in answer["errors"], answer


async def test_what_one_of_us_writes_to_the_customer_is_an_answer_and_stands_in_the_staff_thread(
    office: Office,
) -> None:
    number, root = await _thread(office)
    await office.says("We are on it", who="anna", thread_ts=root)
    assert (await office.mirrored(number))[-1] == ("Anna Berg to the customer", "We are on it")
    assert "*Answered:*" in everything(await office.card(number))


async def test_a_reply_to_a_closed_case_reaches_the_customer(office: Office) -> None:
    number, root = await _thread(office)
    form = await office.anna.opens("Withdraw", channel=DESK, containing=number)
    await office.anna.fills_in(form, {"Reason": "A mistake"})
    await office.says("It came again", thread_ts=root)
    await office.anna.fills_in(await _writes(office, number, **{"Your reply": "We look again"}), {})
    assert "We look again" in everything((await office.customer_thread(number))[-1])
    assert "they wrote" not in everything(await office.card(number))


async def test_an_emoji_on_a_question_is_reading_it_and_no_answer(office: Office) -> None:
    number, _root = await _thread(office)
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    form = await office.anna.opens("Ask the customer", channel=DESK, containing=number)
    await office.anna.fills_in(form, {"Your question": "Which browser?"})
    question = (await office.customer_thread(number))[-1]
    for name in ("eyes", "+1"):
        await office.control.post("react", user="kari", channel=SHARED, ts=question["ts"], name=name)
    await office.control.post("react", user="anna", channel=SHARED, ts=question["ts"], name="eyes")
    card = everything(await office.card(number))
    assert "*Waiting for customer*" in card
    assert "*Turn:* The customer's turn, read by Kari Nes" in card


@pytest.mark.parametrize("file", [("install.exe", b"hei"), ("picture.png", b"MZ\x90\0"), ("run", b"#!/bin/sh\n")])
async def test_a_program_is_refused_with_a_sentence_and_staff_know(office: Office, file: tuple[str, bytes]) -> None:
    number, root = await _thread(office)
    content = {"name": file[0], "content_base64": base64.b64encode(file[1]).decode()}
    await office.says("Here it is", thread_ts=root, files=[content])
    told = everything((await office.customer_thread(number))[-1])
    assert f"We cannot take the file {file[0]}: it is a program." in told
    assert f"The file {file[0]} was not taken: it is a program." in (await office.staff_thread(number))[-1]
    assert list(office.settings.attachments_dir.iterdir()) == []
