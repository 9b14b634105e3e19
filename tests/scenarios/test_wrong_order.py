"""People who press everything in the wrong order, and payloads nobody pressed."""

import asyncio
import copy
from typing import Any

import pytest

from bot.plays.control import buttons, everything
from sandbox.drawn.emoji import in_words
from tests.office import DESK, SHARED, Office

LABEL = {"problem": "What is the problem or task?", "link": "Link to the page", "files": "Screenshots or examples"}

IN_REVIEW = ("Start", "Ask the customer", "Reply to customer", "Close", "Withdraw", "Merge")


async def _filled(office: Office, **fields: Any) -> dict[str, Any]:
    form = await office.kari.clicks("Open a case", channel=SHARED)
    values = {LABEL["problem"]: "It broke", "How urgent is it?": "It can wait"} | fields
    return await office.control.post("submit", user="kari", view_id=form["view"]["id"], values=values)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("problem", ""),
        ("problem", "   "),
        ("problem", "x" * 10_000),
        ("link", "not a link"),
        ("link", "javascript:alert(1)"),
        ("link", "nowhere"),
        ("files", [{"name": f"{n}.png", "size": 10} for n in range(11)]),
        ("files", [{"name": "film.mov", "size": 50 * 1024 * 1024}]),
    ],
)
async def test_bad_input_gets_an_error_under_its_field_and_nothing_is_lost(
    office: Office, field: str, value: Any
) -> None:
    sent = await _filled(office, **{LABEL[field]: value})
    assert LABEL[field] in sent["errors"]
    [view] = (await office.control.get("views", user="kari"))["views"]
    assert view["callback_id"] == "open_case", "the form is still open"
    assert await office.cards() == [], "and no case was made"


@pytest.mark.parametrize(
    "words",
    [
        "<!channel> <@U123> &amp; *bold* _it_ ~no~ `code`",
        "😀 👩‍👩‍👧 ✅",
        "‮مرحبا بالعالم‬",
        ">>> quote\n> more",
        "x" * 3000,
        "&" * 3000,
    ],
)
async def test_any_words_arrive_as_they_were_written_and_ping_nobody(office: Office, words: str) -> None:
    await _filled(office, **{LABEL["problem"]: words})
    [card] = await office.cards()
    thread = await office.control.messages(DESK, card["ts"])
    plain = [block["text"]["text"] for block in thread[1]["blocks"] if block["text"]["type"] == "plain_text"]
    assert [in_words(each) for each in plain] == [words], "emoji travel by name, and are drawn as they were"
    marked = [text for message in thread for text in _marked(message)]
    assert not any("<!channel>" in text or "<@U123>" in text for text in marked)


def _marked(message: dict[str, Any]) -> list[str]:
    """Everything of a message that Slack reads as markup."""
    found = [message["text"]]
    for block in message.get("blocks", []):
        texts = [block.get("text"), *block.get("fields", []), *block.get("elements", [])]
        found += [text["text"] for text in texts if text and text.get("type") == "mrkdwn"]
    return found


async def test_a_customer_who_forges_a_staff_button_is_refused(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()
    payload = await _last_click(office)
    payload["user"] = {"id": office.facts["people"]["Kari"], "team_id": _team_of(office, "kari")}
    payload["actions"][0] |= {"action_id": "case.publish", "value": "1:v2"}
    await _deliver(office, payload)
    await office.shows(number, "In review", *IN_REVIEW)


async def test_a_stranger_with_a_staff_members_user_id_is_refused(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()
    payload = await _last_click(office)
    payload["user"]["team_id"] = _team_of(office, "siri")
    payload["actions"][0] |= {"action_id": "case.start", "value": "1:v2"}
    await _deliver(office, payload)
    assert "*In review*" in everything(await office.card(number))


async def test_another_customers_contact_presses_the_button(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.brings_to_test(number)
    await office.kari.clicks("Approve", channel=SHARED, containing="https://test.fjordmat.no")
    await office.control.idle()
    payload = await _last_click(office)
    for action_id in ("open_case", "my_cases", "case.ask_for_changes"):
        forged = copy.deepcopy(payload)
        forged["user"] = {"id": office.facts["people"]["Siri"], "team_id": _team_of(office, "siri")}
        forged["actions"][0] |= {"action_id": action_id}
        await _deliver(office, forged)
    assert "*Approved*" in everything(await office.card(number))


async def test_nonsense_in_a_button_is_refused_and_the_app_lives(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()
    payload = await _last_click(office)
    for value in ("", "1", ":", "99999:v1", "1:v999", "x:y:z", "1:r9", "-1:v2"):
        forged = copy.deepcopy(payload)
        forged["actions"][0] |= {"action_id": "case.start", "value": value}
        await _deliver(office, forged)
    await office.shows(number, "In review", *IN_REVIEW)


async def test_two_people_press_at_once_and_one_is_told_who_won(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    press = {"channel": DESK, "text": "Take it", "containing": number}
    seen = await asyncio.gather(*(office.control.post("click", user=who, **press) for who in ("anna", "jonas")))
    told = [str(one["shown"]) for one in seen if one.get("shown")]
    assert len(told) == 1
    assert "took it just before you" in told[0]
    steps = await office.staff_thread(number)
    assert len([step for step in steps if "took the case" in step]) == 1


async def test_a_double_click_does_nothing_twice(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    press = {"user": "anna", "channel": DESK, "text": "Take it", "containing": number}
    seen = await asyncio.gather(*(office.control.post("click", **press) for _ in range(2)))
    assert [one["acked"] for one in seen] == [True, True]
    assert [one.get("shown") for one in seen if one.get("shown")] == []
    steps = await office.staff_thread(number)
    assert len([step for step in steps if "took the case" in step]) == 1


async def test_the_same_click_delivered_twice_is_done_once(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()
    payload = await _last_click(office)
    first, again = await _deliver(office, payload), await _deliver(office, payload)
    assert (first["acked"], again["acked"]) == (True, True)
    steps = await office.staff_thread(number)
    assert len([step for step in steps if "took the case" in step]) == 1


async def test_the_same_form_sent_twice_makes_one_case(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    deliveries = (await office.control.get("deliveries"))["deliveries"]
    form = next(one for one in reversed(deliveries) if one["payload"].get("type") == "view_submission")
    again = await office.control.post("deliver", payload={"type": "interactive", "payload": form["payload"]})
    assert number in str(again)
    assert len(await office.cards()) == 1


async def test_a_form_sent_after_the_case_changed_keeps_what_was_typed(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()
    late = await office.anna.clicks("Close", channel=DESK, containing=number)
    form = await office.jonas.clicks("Start", channel=DESK, containing=number)
    await office.jonas.fills_in(form, {"Expected hours": "1"})
    sent = await office.control.post(
        "submit", user="anna", view_id=late["view"]["id"], values={"Summary": "A long and careful answer"}
    )
    assert "Jonas Lie started it just before you" in sent["errors"]["Summary"]
    [view] = (await office.control.get("views", user="anna"))["views"]
    assert "A long and careful answer" in str(view["state"])


async def test_a_click_on_an_old_card_of_a_closed_case(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()
    payload = await _last_click(office)
    form = await office.anna.clicks("Close", channel=DESK, containing=number)
    await office.anna.fills_in(form, {"Summary": "It was the cache"})
    await office.shows(number, "Closed", "Reply to customer", "Reopen")
    payload["actions"][0] |= {"action_id": "case.start", "value": "1:v2"}
    payload["trigger_id"] = "another.press"
    await _deliver(office, payload)
    await office.shows(number, "Closed", "Reply to customer", "Reopen")


async def test_only_the_approver_approves_and_the_other_is_told_who(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.brings_to_test(number)
    seen = await office.control.post("click", user="ola", channel=SHARED, text="Approve", containing="test.fjordmat.no")
    assert f"Only Kari Nes can approve {number}." in str(seen["view"])
    await office.shows(
        number, "In test", "Ask the customer", "Reply to customer", "Record approval", "Withdraw", "Merge"
    )


async def test_who_is_not_on_call_is_told_who_may_publish(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.brings_to_test(number)
    await office.kari.clicks("Approve", channel=SHARED, containing="test.fjordmat.no")
    await office.shows(number, "Approved", "Publish", "Reply to customer", "Back to work", "Merge")
    seen = await office.control.post("click", user="anna", channel=DESK, text="Publish", containing=number)
    assert "Publish is for developers." in str(seen["shown"])


async def test_a_guest_in_the_desks_channel_is_not_one_of_us(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.control.post("click", user="gro", channel=DESK, text="Take it", containing=number)
    assert buttons(await office.card(number))[0] == "Take it"


async def test_outsiders_have_no_command(office: Office) -> None:
    seen = await office.control.post("command", user="kari", channel=SHARED, command="/case", text="")
    assert "not a valid command" in str(seen)


async def test_an_expired_trigger_is_met_with_a_sentence(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()
    payload = await _last_click(office)
    payload["actions"][0] |= {"action_id": "case.start", "value": "1:v2"}
    payload["trigger_id"] = "1.2.gone"
    office.expected_refusals.add("views.open")
    seen = await office.control.post("deliver", payload={"type": "interactive", "payload": payload})
    assert seen["acked"] is True
    calls = (await office.control.get("calls"))["calls"]
    assert "Please press again" in str([call["args"] for call in calls if call["method"] == "chat.postEphemeral"])


STAFFS_DETAILS = ("assign", "set_level", "agreement", "remind", "close_as_unanswered", "merge", "link", "absorb")


async def test_who_forges_what_staff_decide_changes_and_learns_nothing(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    await office.control.idle()
    card, thread = await office.card(number), await office.staff_thread(number)
    payload = await _last_click(office)
    payload["user"] = {"id": office.facts["people"]["Kari"], "team_id": _team_of(office, "kari")}
    forged = [(f"case.{action}", "1:v2") for action in (*STAFFS_DETAILS, "unanswered", "just_thanks")]
    forged += [("call", "1"), ("link_them", "1:1"), ("history_older", "1:0"), ("history_newer", "1:9")]
    for action_id, value in forged:
        payload["actions"][0] |= {"action_id": action_id, "value": value}
        await _deliver(office, payload)
    for look in ("why_deadline:1", "history:1", "call:1"):
        payload["actions"][0] = {"action_id": "details", "type": "overflow", "selected_option": {"value": look}}
        await _deliver(office, payload)
    assert (await office.card(number), await office.staff_thread(number)) == (card, thread)
    windows = [call for call in (await office.control.get("calls"))["calls"] if call["method"] == "views.update"]
    assert windows == []


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("remind", "Remind is not possible now"),
        ("close_as_unanswered", "Close as unanswered is not possible now"),
        ("agreement", "Agreement is not possible now"),
        ("just_thanks", "Just thanks is for the customer"),
        ("unanswered", "There is no such case"),
        ("absorb", "There is no such case"),
    ],
)
async def test_what_is_decided_too_early_is_refused_with_a_sentence(office: Office, action: str, said: str) -> None:
    number = await office.opens_a_case(office.kari)
    await office.control.post("click", user="anna", channel=DESK, text="Withdraw", containing=number)
    payload = await _last_click(office)
    payload["actions"][0] |= {"action_id": f"case.{action}", "value": "1:v1"}
    seen = await _deliver(office, payload)
    assert said in str(seen.get("shown") or (await office.control.get("calls"))["calls"][-1]["args"])
    assert "*Received*" in everything(await office.card(number))


async def _last_click(office: Office) -> dict[str, Any]:
    deliveries = (await office.control.get("deliveries"))["deliveries"]
    click = next(one for one in reversed(deliveries) if one["payload"].get("type") == "block_actions")
    found: dict[str, Any] = copy.deepcopy(click["payload"])
    return found


async def _deliver(office: Office, payload: dict[str, Any]) -> dict[str, Any]:
    """Sends a payload nobody pressed; a window that cannot be opened for it is no surprise."""
    office.expected_refusals.add("views.open")
    seen = await office.control.post("deliver", payload={"type": "interactive", "payload": payload})
    await office.control.idle()
    return seen


def _team_of(office: Office, name: str) -> str:
    return str(office.teams[name])
