"""Lists come page by page: with any limit the same things in the same order, each once."""

from typing import Any

import pytest

from tests.sandbox.house import House

LISTS: list[tuple[str, str, dict[str, Any]]] = [
    ("conversations.history", "messages", {"channel": "fjord-foods"}),
    ("conversations.replies", "messages", {"channel": "fjord-foods", "ts": "ROOT"}),
    ("conversations.members", "members", {"channel": "fjord-foods"}),
    ("conversations.list", "channels", {"types": "public_channel,im"}),
    ("users.conversations", "channels", {}),
    ("users.list", "members", {}),
    ("reactions.list", "items", {}),
    ("chat.scheduledMessages.list", "scheduled_messages", {}),
]


@pytest.mark.parametrize(("method", "name", "args"), LISTS, ids=[each[0] for each in LISTS])
async def test_page_by_page(house: House, method: str, name: str, args: dict[str, Any]) -> None:
    root = await house.posted("Root")
    for number in range(3):
        ts = await house.posted(str(number), thread_ts=root)
        await house.web.reactions_add(channel=house.shared, timestamp=ts, name="eyes")
        at = int(house.slack.clock.now()) + 600 + number
        await house.web.chat_scheduleMessage(channel=house.shared, text="x", post_at=at)
        await house.control.do("say", user="Kari", channel=house.shared, text=str(number))
    await house.control.do("invite_bot", user="Anna", channel="general")
    args = {key: root if value == "ROOT" else value for key, value in args.items()}
    whole = (await house.call(method, **args))[name]
    assert len(whole) > 1
    for limit in (1, 2, 100_000):
        found, cursor = [], ""
        while True:
            page = await house.call(method, **args, limit=limit, cursor=cursor)
            assert len(page[name]) <= limit
            found += page[name]
            cursor = page["response_metadata"]["next_cursor"]
            if not cursor:
                break
        assert found == whole
    for bad in (0, -1, "x"):
        assert (await house.refusal(method, **args, limit=bad))[0] == "invalid_arguments"
    assert (await house.refusal(method, **args, cursor="nonsense"))[0] == "invalid_cursor"


@pytest.mark.parametrize(("method", "order"), [("conversations.history", -1), ("conversations.replies", 1)])
async def test_no_message_is_left_out_while_others_come_and_go(house: House, method: str, order: int) -> None:
    root = await house.posted("Root")
    thread = {"thread_ts": root} if method == "conversations.replies" else {}
    said = [root] + [await house.posted(str(number), **thread) for number in range(5)]
    args = {"channel": house.shared, "ts": root, "limit": 3}
    first = await house.call(method, **args)
    assert [each["ts"] for each in first["messages"]] == said[::order][:3]
    await house.web.chat_delete(channel=house.shared, ts=said[::order][2])
    for _ in range(2):
        await house.posted("Later", **thread)
    rest = await house.call(method, **args, cursor=first["response_metadata"]["next_cursor"])
    assert [each["ts"] for each in rest["messages"]][:3] == said[::order][3:]
