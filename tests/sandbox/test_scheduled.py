"""Messages for later, bookmarks, and what an app shows of links."""

import pytest

from tests.sandbox.house import House
from tests.sandbox.payloads import section

DAY = 24 * 3600


async def _later(house: House, seconds: float) -> int:
    return int(house.slack.clock.now() + seconds)


async def _texts(house: House) -> list[str]:
    return [each["text"] for each in (await house.control.see("messages", channel=house.shared))["messages"]]


async def test_it_is_posted_when_its_time_has_come(house: House) -> None:
    at = await _later(house, 600)
    told = await house.web.chat_scheduleMessage(channel=house.shared, text="Good morning", post_at=at)
    (waiting,) = (await house.web.chat_scheduledMessages_list(channel=house.shared))["scheduled_messages"]
    assert (waiting["id"], waiting["post_at"]) == (told["scheduled_message_id"], at)
    await house.control.do("clock", advance_s=590)
    assert await _texts(house) == []
    await house.control.do("clock", advance_s=20)
    assert await _texts(house) == ["Good morning"]
    assert (await house.web.chat_scheduledMessages_list())["scheduled_messages"] == []


async def test_with_metadata_it_silently_never_is(house: House) -> None:
    mark = {"event_type": "a", "event_payload": {}}
    at = await _later(house, 60)
    await house.web.chat_scheduleMessage(channel=house.shared, text="Lost", post_at=at, metadata=mark)
    await house.control.do("clock", advance_s=120)
    assert await _texts(house) == []
    assert (await house.web.chat_scheduledMessages_list())["scheduled_messages"] == []


async def test_one_that_waits_can_be_taken_back(house: House) -> None:
    at = await _later(house, 70)
    told = await house.web.chat_scheduleMessage(channel=house.shared, text="No", post_at=at)
    wanted = {"channel": house.shared, "scheduled_message_id": told["scheduled_message_id"]}
    await house.web.chat_deleteScheduledMessage(**wanted)
    assert (await house.refusal("chat.deleteScheduledMessage", **wanted))[0] == "invalid_scheduled_message_id"
    await house.control.do("clock", advance_s=120)
    assert await _texts(house) == []


async def test_but_not_in_its_last_minute(house: House) -> None:
    at = await _later(house, 70)
    told = await house.web.chat_scheduleMessage(channel=house.shared, text="Yes", post_at=at)
    await house.control.do("clock", advance_s=15)
    wanted = {"channel": house.shared, "scheduled_message_id": told["scheduled_message_id"]}
    assert (await house.refusal("chat.deleteScheduledMessage", **wanted))[0] == "invalid_scheduled_message_id"
    await house.control.do("clock", advance_s=60)
    assert await _texts(house) == ["Yes"]


@pytest.mark.parametrize(
    ("seconds", "error"), [(-5, "time_in_past"), (120 * DAY + 60, "time_too_far"), (120 * DAY - 60, None)]
)
async def test_from_now_to_120_days(house: House, seconds: float, error: str | None) -> None:
    at = await _later(house, seconds)
    assert (await house.call("chat.scheduleMessage", channel=house.shared, text="x", post_at=at)).get("error") == error


async def test_thirty_in_five_minutes(house: House) -> None:
    at = await _later(house, 600)
    for number in range(30):
        await house.web.chat_scheduleMessage(channel=house.shared, text="x", post_at=at + number)
    one_more = {"channel": house.shared, "text": "x"}
    assert (await house.refusal("chat.scheduleMessage", **one_more, post_at=at + 299))[0] == "restricted_too_many"
    await house.web.chat_scheduleMessage(channel=house.shared, text="x", post_at=at + 330)


async def test_bookmarks_are_links(house: House) -> None:
    place = {"channel_id": house.shared, "title": "Need help?", "type": "link"}
    made = (await house.web.bookmarks_add(**place, link="https://x.no"))["bookmark"]
    await house.web.bookmarks_edit(channel_id=house.shared, bookmark_id=made["id"], title="Help")
    (told,) = (await house.web.bookmarks_list(channel_id=house.shared))["bookmarks"]
    assert (told["title"], told["link"]) == ("Help", "https://x.no")
    assert (await house.refusal("bookmarks.add", **place | {"type": "message"}))[0] == "invalid_bookmark_type"
    assert (await house.refusal("bookmarks.add", **place, link="ftp://x.no"))[0] == "invalid_link"
    await house.web.bookmarks_remove(channel_id=house.shared, bookmark_id=made["id"])
    gone = {"channel_id": house.shared, "bookmark_id": made["id"]}
    assert (await house.refusal("bookmarks.remove", **gone))[0] == "not_found"


async def test_a_hundred_bookmarks(house: House) -> None:
    place = {"channel_id": house.shared, "title": "x", "type": "link", "link": "https://x.no"}
    for _ in range(100):
        assert (await house.call("bookmarks.add", **place))["ok"]
    assert (await house.refusal("bookmarks.add", **place))[0] == "too_many_bookmarks"


async def test_a_link_of_ours_is_unfurled_when_one_of_us_posts_it(house: House) -> None:
    for name in ("Kari", "Anna"):
        said = await house.control.do("say", user=name, channel=house.shared, text="See https://x.no/1?a=1&b=2")
    (told,) = await house.control.events("link_shared")
    assert told["event"]["user"] == house.anna, "nothing is said of outsiders' links"
    (link,) = told["event"]["links"]
    assert link == {"domain": "x.no", "url": "https://x.no/1?a=1&b=2"}
    unfurl = {"channel": house.shared, "ts": said["ts"]}
    await house.web.chat_unfurl(**unfurl, unfurls={link["url"]: {"blocks": [section("Case 1")]}})
    newest = (await house.web.conversations_history(channel=house.shared, limit=1))["messages"][0]
    assert newest["attachments"][0]["blocks"][0]["text"]["text"] == "Case 1"
    other = {"https://other.no": {"text": "x"}}
    assert (await house.refusal("chat.unfurl", **unfurl, unfurls=other))[0] == "cannot_unfurl_url"
