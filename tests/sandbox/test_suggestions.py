"""Menus whose options come from the app while a person types."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from tests.sandbox.house import Connect, House
from tests.sandbox.payloads import actions, asks, modal, options

MENU = {"type": "external_select", "action_id": "case", "min_query_length": 2}


async def test_an_app_offers_what_is_typed_for(house: House, bolt: AsyncApp, connect: Connect) -> None:
    asked: list[dict[str, Any]] = []
    picked: list[str] = []

    @bolt.options("case")
    async def offer(ack: Any, body: dict[str, Any]) -> None:
        asked.append(body)
        await ack(options=options(2, f"Case {body['value']}") if body["value"] != "odd" else [{"text": "?"}])

    @bolt.action("case")
    async def pick(ack: Any, action: dict[str, Any]) -> None:
        picked.append(action["selected_option"]["value"])
        await ack()

    await connect(bolt)
    await house.posted(blocks=[actions(MENU)])
    place = {"user": "Kari", "channel": house.shared, "action_id": "case"}
    assert (await house.control.do("suggest", **place, query="1"))["error"] == "query_too_short"
    assert (await house.control.do("suggest", **place, query="10"))["options"] == ["Case 10", "Case 10"]
    assert (asked[0]["type"], asked[0]["team"]["id"], asked[0]["user"]["id"]) == (
        "block_suggestion",
        house.home,
        house.kari,
    )
    await house.control.do("click", **place, value="v1")
    assert picked == ["v1"]
    odd = await house.control.do("suggest", **place, query="odd")
    assert (odd["error"], odd["acked"]) == ("no_suggestions", True)


async def test_and_in_a_form(house: House, bolt: AsyncApp, connect: Connect) -> None:
    sent: list[Any] = []

    @bolt.options("case")
    async def offer(ack: Any) -> None:
        await ack(options=options(1, "Case 7"))

    @bolt.view("form")
    async def take(ack: Any, body: dict[str, Any]) -> None:
        sent.append(body["view"]["state"]["values"]["b"]["case"])
        await ack()

    await connect(bolt)
    trigger = house.slack.triggers.make(house.kari)
    form = modal(asks(MENU, block_id="b"), callback_id="form")
    view = (await house.web.views_open(trigger_id=trigger.id, view=form))["view"]
    assert (await house.control.do("suggest", user="Kari", view_id=view["id"], action_id="case", query="ca"))["ok"]
    assert (await house.control.do("submit", user="Kari", view_id=view["id"], values={"Label": "Case 7"}))["ok"]
    (chosen,) = options(1, "Case 7")
    chosen["text"]["emoji"] = True
    assert sent == [{"type": "external_select", "selected_option": chosen}]
