"""Calls in another program: begun, joined, shown in a message, over."""

from typing import Any

from tests.sandbox.house import House


async def test_a_call_from_beginning_to_end(house: House) -> None:
    begun: dict[str, Any] = {"external_unique_id": "1", "join_url": "https://meet.example/1", "title": "Standup"}
    assert (await house.refusal("calls.add", **begun))[0] == "invalid_created_by"
    call = (await house.web.calls_add(**begun, created_by=house.anna))["call"]
    assert (call["title"], call["users"]) == ("Standup", [])
    await house.posted(blocks=[{"type": "call", "call_id": call["id"]}])
    anna, guest = {"slack_id": house.anna}, {"external_id": "7", "display_name": "Per"}
    await house.web.calls_participants_add(id=call["id"], users=[anna, guest])
    await house.web.calls_participants_remove(id=call["id"], users=[guest])
    await house.web.calls_update(id=call["id"], title="Review")
    await house.web.calls_end(id=call["id"])
    told = (await house.web.calls_info(id=call["id"]))["call"]
    assert (told["title"], told["users"], told["date_end"] > 0) == ("Review", [anna], True)
    assert (await house.refusal("calls.info", id="R0NONE"))[0] == "invalid_call_id"
    assert (await house.refusal("calls.participants.add", id=call["id"], users=[{}]))[0] == "invalid_users"
