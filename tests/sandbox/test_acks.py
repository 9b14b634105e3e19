"""What an app says in its ack is held to the same rules as what it says in a call."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from tests.sandbox.house import Connect, House
from tests.sandbox.payloads import modal, section, typed

FORM = modal(typed(action_id="what") | {"block_id": "what"}, callback_id="form")
TROUBLE = "We had some trouble connecting. Try again?"
BAD_ANSWERS: list[tuple[dict[str, Any], str, str]] = [
    ({"blocks": [{"type": "banana"}]}, "invalid_blocks", "/blocks/0/type"),
    ({"text": "x" * 40_001}, "msg_too_long", "/text"),
]
BAD_FORMS: list[tuple[dict[str, Any], str]] = [
    ({"response_action": "banana"}, "/response_action"),
    ({"response_action": "errors", "errors": {"nowhere": "x"}}, "/errors"),
    ({"response_action": "update", "view": modal(section("x" * 3001))}, "/view/blocks/0/text/text"),
]


@pytest.mark.parametrize(("answer", "error", "where"), BAD_ANSWERS, ids=["blocks", "text"])
async def test_a_bad_answer_to_a_command(
    house: House, bolt: AsyncApp, connect: Connect, answer: dict[str, Any], error: str, where: str
) -> None:
    @bolt.command("/case")
    async def case(ack: Any) -> None:
        await ack(**answer)

    await connect(bolt)
    told = await house.control.do("command", user="Anna", channel=house.shared, command="/case", text="")
    assert (told["ok"], told["acked"], told["error"]) == (False, True, error)
    assert f"[json-pointer:{where}]" in told["messages"][0]
    assert told["shown"] == [f"The app's answer was refused: {error}"]


@pytest.mark.parametrize(("answer", "where"), BAD_FORMS, ids=["action", "errors", "view"])
async def test_a_bad_answer_to_a_form_leaves_it_open(
    house: House, bolt: AsyncApp, connect: Connect, answer: dict[str, Any], where: str
) -> None:
    @bolt.view("form")
    async def take(ack: Any) -> None:
        await ack({**answer})

    await connect(bolt)
    trigger = house.slack.triggers.make(house.kari)
    view = (await house.web.views_open(trigger_id=trigger.id, view=FORM))["view"]
    told = await house.control.do("submit", user="Kari", view_id=view["id"], values={"Label": "x"})
    assert (told["ok"], told["acked"], told["shown"]) == (False, True, [TROUBLE])
    assert f"[json-pointer:{where}]" in told["messages"][0]
    assert len((await house.control.see("views", user="Kari"))["views"]) == 1
