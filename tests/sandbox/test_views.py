"""Forms: triggers, the stack, hashes, what was typed, and the App Home."""

import asyncio
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from sandbox.server import running
from tests.sandbox.house import QUICK, Connect, House
from tests.sandbox.payloads import asks, button, menu, modal, options, plain, section, typed

PROBLEM = asks({"type": "plain_text_input", "action_id": "problem"}, block_id="problem")
FORM = modal(PROBLEM, callback_id="form", notify_on_close=True)


async def open_form(house: House, view: dict[str, Any] = FORM) -> dict[str, Any]:
    trigger = house.slack.triggers.make(house.kari)
    opened: dict[str, Any] = (await house.web.views_open(trigger_id=trigger.id, view=view))["view"]
    return opened


async def test_a_trigger_works_once(house: House) -> None:
    trigger = house.slack.triggers.make(house.kari)
    await house.web.views_open(trigger_id=trigger.id, view=FORM)
    assert (await house.refusal("views.open", trigger_id=trigger.id, view=FORM))[0] == "exchanged_trigger_id"


async def test_a_trigger_lives_three_seconds() -> None:
    assert QUICK.trigger_s == 3.0
    async with running(replace(QUICK, trigger_s=0.05)) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        trigger = house.slack.triggers.make(house.kari)
        await asyncio.sleep(0.06)
        assert (await house.refusal("views.open", trigger_id=trigger.id, view=FORM))[0] == "expired_trigger_id"


async def test_a_refused_form_leaves_the_trigger(house: House) -> None:
    trigger = house.slack.triggers.make(house.kari)
    await house.refusal("views.open", trigger_id=trigger.id, view=modal(section("")))
    await house.web.views_open(trigger_id=trigger.id, view=FORM)


async def test_an_update_with_an_old_hash(house: House) -> None:
    opened = await open_form(house)
    await house.web.views_update(view_id=opened["id"], view=FORM, hash=opened["hash"])
    args = {"view_id": opened["id"], "view": FORM, "hash": opened["hash"]}
    assert (await house.refusal("views.update", **args))[0] == "hash_conflict"


async def test_three_forms_high(house: House) -> None:
    below = await open_form(house)
    for _ in range(2):
        trigger = house.slack.triggers.make(house.kari, below["id"])
        below = (await house.web.views_push(trigger_id=trigger.id, view=FORM))["view"]
    trigger = house.slack.triggers.make(house.kari, below["id"])
    assert (await house.refusal("views.push", trigger_id=trigger.id, view=FORM))[0] == "push_limit_reached"
    outside = house.slack.triggers.make(house.kari)
    assert (await house.refusal("views.push", trigger_id=outside.id, view=FORM))[0] == "not_found"


async def test_an_external_id_is_unique(house: House) -> None:
    await open_form(house, FORM | {"external_id": "one"})
    trigger = house.slack.triggers.make(house.anna)
    again = {"trigger_id": trigger.id, "view": FORM | {"external_id": "one"}}
    assert (await house.refusal("views.open", **again))[0] == "duplicate_external_id"


ANSWERS: list[tuple[dict[str, Any], int, str | None]] = [
    ({}, 0, None),
    ({"response_action": "clear"}, 0, None),
    ({"response_action": "update", "view": modal(section("Thanks"))}, 1, "Thanks"),
    ({"response_action": "push", "view": modal(section("More"))}, 2, "More"),
]


@pytest.mark.parametrize(("answer", "height", "shows"), ANSWERS, ids=["close", "clear", "update", "push"])
async def test_what_an_answer_does(
    house: House, bolt: AsyncApp, connect: Connect, answer: dict[str, Any], height: int, shows: str | None
) -> None:
    @bolt.view("form")
    async def take(ack: Any) -> None:
        await ack(**answer)

    await connect(bolt)
    opened = await open_form(house)
    told = await house.control.do("submit", user="Kari", view_id=opened["id"], values={"Label": "x"})
    assert told["ok"]
    assert told["acked"]
    left = (await house.control.see("views", user="Kari"))["views"]
    assert len(left) == height
    if shows:
        assert told["view"]["blocks"][0]["text"]["text"] == shows


async def test_what_was_typed_outlives_an_update(house: House) -> None:
    """The person is shown trouble, tries again later, and types nothing twice."""
    opened = await open_form(house)
    told = await house.control.do("submit", user="Kari", view_id=opened["id"], values={"Label": "typed"})
    assert told["acked"] is False
    assert told["shown"] == ["We had some trouble connecting. Try again?"]
    await house.web.views_update(view_id=opened["id"], view=modal(section("New words"), PROBLEM))
    (view,) = (await house.control.see("views", user="Kari"))["views"]
    assert view["state"]["values"]["problem"]["problem"]["value"] == "typed"


async def test_cancel_tells_the_app(house: House, bolt: AsyncApp, connect: Connect) -> None:
    closed: list[dict[str, Any]] = []

    @bolt.view_closed("form")
    async def hear(ack: Any, body: dict[str, Any]) -> None:
        closed.append(body)
        await ack()

    await connect(bolt)
    opened = await open_form(house)
    told = await house.control.do("close", user="Kari", view_id=opened["id"])
    assert told == {"ok": True, "acked": True}
    assert closed[0]["view"]["id"] == opened["id"]
    assert closed[0]["is_cleared"] is False


INPUTS: list[tuple[dict[str, Any], Any, Any, str, Any]] = [
    ({"type": "plain_text_input", "min_length": 3}, "ab", "abc", "value", "abc"),
    ({"type": "plain_text_input"}, "", "<!channel> *_~ عربي 🐟", "value", "<!channel> *_~ عربي 🐟"),
    ({"type": "plain_text_input"}, "x" * 10_000, "x" * 3000, "value", "x" * 3000),
    ({"type": "url_text_input"}, "javascript:alert(1)", "https://x.no/a?b", "value", "https://x.no/a?b"),
    ({"type": "email_text_input"}, "kari", "kari@x.no", "value", "kari@x.no"),
    ({"type": "number_input", "is_decimal_allowed": False, "max_value": "9"}, "10", "9", "value", "9"),
    ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "1", "value", "1"),
    ({"type": "datepicker"}, "2026-02-30", "2026-02-28", "selected_date", "2026-02-28"),
    ({"type": "users_select"}, None, "Anna", "selected_user", "ANNA"),
    (
        {"type": "datetimepicker"},
        None,
        "2026-11-25T12:00:00+01:00",
        "selected_date_time",
        1795604400,
    ),
]


@pytest.mark.parametrize(("element", "bad", "good", "key", "held"), INPUTS)
async def test_what_the_client_refuses_and_what_it_sends(
    house: House, element: dict[str, Any], bad: Any, good: Any, key: str, held: Any
) -> None:
    opened = await open_form(house, modal(asks(element | {"action_id": "it"}, block_id="it")))
    refused = await house.control.do("submit", user="Kari", view_id=opened["id"], values={"Label": bad})
    assert list(refused["errors"]) == ["Label"]
    assert "acked" not in refused
    sent = await house.control.do("submit", user="Kari", view_id=opened["id"], values={"it": good})
    assert sent["acked"] is False, "nobody is connected, but it was sent"
    (view,) = (await house.control.see("views", user="Kari"))["views"]
    assert view["state"]["values"]["it"]["it"][key] == (house.anna if held == "ANNA" else held)


async def test_options_are_chosen_by_their_text(house: House) -> None:
    choices = [{"text": plain(text), "value": text.lower()} for text in ("Red", "Green")]
    view = modal(
        asks({"type": "radio_buttons", "action_id": "one", "options": choices}, block_id="one"),
        asks({"type": "checkboxes", "action_id": "many", "options": choices}, block_id="many", optional=True),
    )
    opened = await open_form(house, view)
    wrong = await house.control.do("submit", user="Kari", view_id=opened["id"], values={"one": "Blue"})
    assert wrong["error"] == "no_such_option"
    assert wrong["there"] == ["Red", "Green"]
    await house.control.do("submit", user="Kari", view_id=opened["id"], values={"one": "Green", "many": ["Red"]})
    (view,) = (await house.control.see("views", user="Kari"))["views"]
    values = view["state"]["values"]
    assert values["one"]["one"]["selected_option"]["value"] == "green"
    assert [each["value"] for each in values["many"]["many"]["selected_options"]] == ["red"]


async def test_the_app_home_is_not_for_outsiders(house: House) -> None:
    home = {"type": "home", "blocks": [section("Your cases")]}
    for user_id in (house.anna, house.kari):
        await house.web.views_publish(user_id=user_id, view=home)
    assert (await house.control.see("home", user="Anna"))["view"]["blocks"][0]["text"]["text"] == "Your cases"
    hers = await house.control.see("home", user="Kari")
    assert hers["view"] is None
    assert hers["placeholder"] == "This is still a work in progress"
    await house.control.do("open_home", user="Kari")
    (event,) = await house.control.events("app_home_opened")
    assert event["event"]["user"] == house.kari


async def test_a_button_in_a_form_sends_what_is_typed(house: House, bolt: AsyncApp, connect: Connect) -> None:
    heard: list[dict[str, Any]] = []

    @bolt.action("more")
    async def more(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body)
        await ack()

    await connect(bolt)
    press = {"type": "actions", "elements": [button("More", action_id="more")]}
    opened = await open_form(house, modal(PROBLEM, press))
    told = await house.control.do("click", user="Kari", view_id=opened["id"], text="More", values={"Label": "half"})
    assert told["acked"]
    assert heard[0]["view"]["state"]["values"]["problem"]["problem"]["value"] == "half"
    assert heard[0]["container"] == {"type": "view", "view_id": opened["id"]}
    assert "channel" not in heard[0]


async def test_a_channel_that_was_picked_can_be_answered_in(house: House, bolt: AsyncApp, connect: Connect) -> None:
    sent: list[dict[str, Any]] = []

    @bolt.view("form")
    async def take(ack: Any, body: dict[str, Any]) -> None:
        sent.append(body)
        await ack()

    await connect(bolt)
    menus = [
        asks({"type": "conversations_select", "action_id": "a", "response_url_enabled": on}, block_id=name)
        for name, on in (("answered", True), ("silent", False))
    ]
    opened = await open_form(house, modal(*menus, callback_id="form"))
    picked = {"answered": "fjord-foods", "silent": "fjord-foods"}
    await house.control.do("submit", user="Kari", view_id=opened["id"], values=picked)
    (place,) = sent[0]["response_urls"]
    assert (place["block_id"], place["channel_id"]) == ("answered", house.shared)
    async with house.session.post(
        place["response_url"], json={"text": "Done", "response_type": "in_channel"}
    ) as answer:
        assert await answer.text() == "ok"
    assert (await house.web.conversations_history(channel=house.shared))["messages"][0]["text"] == "Done"


PAST: list[dict[str, Any]] = [
    typed(max_length=3, initial_value="four"),
    typed(min_length=3, initial_value="no"),
    typed("number_input", is_decimal_allowed=False, max_value="3", initial_value="4"),
    menu(2, "multi_static_select", initial_options=options(2), max_selected_items=1),
]


@pytest.mark.parametrize("block", PAST)
async def test_what_a_field_holds_from_the_start_may_pass_its_limits_and_is_not_sent(
    house: House, block: dict[str, Any]
) -> None:
    asked = block if block["type"] == "input" else asks(block)
    opened = await open_form(house, modal(asked, callback_id="form"))
    told = await house.control.do("submit", user="Kari", view_id=opened["id"], values={})
    assert len(told["errors"]) == 1, "Slack's client says so under the field, and the app hears nothing"
    assert (await house.control.see("deliveries"))["deliveries"] == []
