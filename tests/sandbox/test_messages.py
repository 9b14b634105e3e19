"""Messages as slack_sdk's own client posts, changes and reads them."""

from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from sandbox.config import EmojiConfig
from sandbox.server import running
from tests.sandbox.house import QUICK, House

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "*SG-1001* The till is down"}}


async def test_a_thread_and_its_root(house: House) -> None:
    root = await house.web.chat_postMessage(channel=house.shared, text="One")
    await house.web.chat_postMessage(channel=house.shared, text="Two", thread_ts=root["ts"])
    said = await house.control.do("say", user="Kari", channel=house.shared, text="Three", thread_ts=root["ts"])

    thread = (await house.web.conversations_replies(channel=house.shared, ts=root["ts"]))["messages"]
    assert [each["text"] for each in thread] == ["One", "Two", "Three"]
    assert thread[0]["reply_count"] == 2
    assert thread[0]["latest_reply"] == said["ts"]
    history = (await house.web.conversations_history(channel=house.shared))["messages"]
    assert [each["text"] for each in history] == ["One"]


async def test_a_reply_is_no_root(house: House) -> None:
    root = await house.web.chat_postMessage(channel=house.shared, text="One")
    reply = await house.web.chat_postMessage(channel=house.shared, text="Two", thread_ts=root["ts"])
    error, _ = await house.refusal("chat.postMessage", channel=house.shared, text="Three", thread_ts=reply["ts"])
    assert error == "cannot_reply_to_message"


async def test_text_alone_removes_the_blocks(house: House) -> None:
    posted = await house.web.chat_postMessage(channel=house.shared, text="Card", blocks=[SECTION])
    assert posted["message"]["blocks"][0]["block_id"], "blocks without an id get one"
    await house.web.chat_update(channel=house.shared, ts=posted["ts"], text="Gone", blocks=[SECTION])
    (message,) = (await house.web.conversations_history(channel=house.shared))["messages"]
    assert "blocks" in message
    assert "edited" not in message
    await house.web.chat_update(channel=house.shared, ts=posted["ts"], text="Words only")
    (message,) = (await house.web.conversations_history(channel=house.shared))["messages"]
    assert "blocks" not in message
    assert "edited" in message


@pytest.mark.parametrize(
    ("said", "nothing"),
    [
        ({"blocks": [SECTION]}, {"blocks": []}),
        ({"text": "x"}, {"text": ""}),
        ({"attachments": [{"text": "x"}]}, {"attachments": []}),
    ],
)
async def test_an_update_leaves_something_to_read(house: House, said: dict[str, Any], nothing: dict[str, Any]) -> None:
    ts = (await house.call("chat.postMessage", channel=house.shared, **said))["ts"]
    assert (await house.refusal("chat.update", channel=house.shared, ts=ts, **nothing))[0] == "no_text"
    await house.web.chat_update(channel=house.shared, ts=ts, **nothing | {"text": "y"})


async def test_metadata_is_shown_when_asked_for(house: House) -> None:
    metadata = {"event_type": "notice", "event_payload": {"key": "n-17"}}
    await house.web.chat_postMessage(channel=house.shared, text="One", metadata=metadata)
    (plain,) = (await house.web.conversations_history(channel=house.shared))["messages"]
    (full,) = (await house.web.conversations_history(channel=house.shared, include_all_metadata=True))["messages"]
    assert "metadata" not in plain
    assert full["metadata"] == metadata


async def test_an_ephemeral_is_one_persons_and_in_no_history(house: House) -> None:
    await house.web.chat_postEphemeral(channel=house.shared, user=house.anna, text="Only you")
    assert (await house.web.conversations_history(channel=house.shared))["messages"] == []
    seen = (await house.control.see("messages", channel=SHARED_NAME, **{"as": "Anna"}))["messages"]
    assert [(each["text"], each["only_you"]) for each in seen] == [("Only you", True)]
    assert (await house.control.see("messages", channel=SHARED_NAME, **{"as": "Kari"}))["messages"] == []


SHARED_NAME = "#fjord-foods"


async def test_a_borrowed_name_cannot_be_deleted(house: House) -> None:
    posted = await house.web.chat_postMessage(channel=house.shared, text="Hi", username="Kari (Fjord Foods)")
    assert posted["message"]["subtype"] == "bot_message"
    assert "user" not in posted["message"]
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await house.web.chat_delete(channel=house.shared, ts=posted["ts"])


async def test_a_deleted_root_stays_as_a_tombstone(house: House) -> None:
    root = await house.web.chat_postMessage(channel=house.shared, text="One")
    await house.web.chat_postMessage(channel=house.shared, text="Two", thread_ts=root["ts"])
    await house.web.chat_delete(channel=house.shared, ts=root["ts"])
    (left,) = (await house.web.conversations_history(channel=house.shared))["messages"]
    assert left["subtype"] == "tombstone"


async def test_history_comes_in_pages(house: House) -> None:
    for number in range(5):
        await house.web.chat_postMessage(channel=house.shared, text=str(number))
    found: list[str] = []
    async for page in await house.web.conversations_history(channel=house.shared, limit=2):
        found += [each["text"] for each in page["messages"]]
    assert found == ["4", "3", "2", "1", "0"]


async def test_pins_and_reactions(house: House) -> None:
    posted = await house.web.chat_postMessage(channel=house.shared, text="Need help?")
    place = {"channel": house.shared, "timestamp": posted["ts"]}
    await house.web.pins_add(**place)
    await house.web.reactions_add(**place, name="eyes")
    assert (await house.refusal("pins.add", **place))[0] == "already_pinned"
    assert (await house.refusal("reactions.add", **place, name="eyes"))[0] == "already_reacted"
    await house.control.do("react", user="Kari", channel=house.shared, message_ts=posted["ts"], name="tada")
    told = await house.web.reactions_get(**place)
    assert {each["name"]: each["users"] for each in told["message"]["reactions"]} == {
        "eyes": [house.slack.world.bot.user_id],
        "tada": [house.kari],
    }
    (item,) = (await house.web.pins_list(channel=house.shared))["items"]
    assert item["message"]["ts"] == posted["ts"]


async def test_what_people_type_travels_encoded(house: House) -> None:
    typed = "a < b & c @Robot <!channel> see https://example.org/x. <@U123>"
    said = await house.control.do("say", user="Kari", channel=house.shared, text=typed)
    (message,) = (await house.web.conversations_history(channel=house.shared))["messages"]
    bot = house.slack.world.bot.user_id
    assert message["text"] == f"a &lt; b &amp; c <@{bot}> <!channel> see <https://example.org/x>. <@U123>"
    assert message["ts"] == said["ts"]


async def test_emoji_come_back_as_their_names(house: House) -> None:
    typed = "Takk 👍 👋🏽 ✅ ❤️ & <https://x.no/👍> `👍` 👩‍👍 Ⓜ"
    told = "Takk :+1: :wave::skin-tone-4: :white_check_mark: :heart: &amp; <https://x.no/👍> `👍` 👩‍👍 Ⓜ"
    said = await house.control.do("say", user="Kari", channel=house.shared, text=typed)
    posted = await house.web.chat_postMessage(channel=house.shared, text=typed)
    assert posted["message"]["text"] == told
    await house.control.do("edit", user="Kari", channel=house.shared, message_ts=said["ts"], text=f"{typed} 🎉")
    messages = (await house.web.conversations_history(channel=house.shared))["messages"]
    assert {each["text"] for each in messages} == {told, f"{told} :tada:"}


@pytest.mark.parametrize(
    ("face", "name"),
    [
        ("🪑", "chair"),
        ("🇳🇴", "flag-no"),
        ("⚠️", "warning"),
        ("1️⃣", "one"),
        ("👩‍💻", "female-technologist"),
        ("☝️", "point_up"),
    ],
)
async def test_every_emoji_of_slack_s_has_its_name(house: House, face: str, name: str) -> None:
    ts = await house.posted(f"1 {face} 2")
    (message,) = (await house.web.conversations_history(channel=house.shared))["messages"]
    assert message["text"] == f"1 :{name}: 2"
    await house.web.reactions_add(channel=house.shared, timestamp=ts, name=name)


async def test_an_emoji_that_there_is_not(house: House) -> None:
    ts = await house.posted()
    for name in ("chairr", "Chair", "chair::skin-tone-7", "🪑", ""):
        refused = await house.refusal("reactions.add", channel=house.shared, timestamp=ts, name=name)
        assert refused[0] == ("invalid_name" if name else "invalid_arguments")
    told = await house.control.do("react", user="Kari", channel=house.shared, message_ts=ts, name="chairr")
    assert told["error"] == "no_such_emoji"


async def test_a_workspace_s_own_emoji() -> None:
    own = (EmojiConfig("nw_logo", url="https://northernweb.example/logo.png"), EmojiConfig("takk", alias="pray"))
    async with running(replace(QUICK, emoji=own)) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        told = (await house.web.emoji_list())["emoji"]
        assert told == {"nw_logo": "https://northernweb.example/logo.png", "takk": "alias:pray"}
        ts = await house.posted()
        for name in told:
            await house.web.reactions_add(channel=house.shared, timestamp=ts, name=name)
        toned = {"timestamp": ts, "name": "takk::skin-tone-2"}
        assert (await house.refusal("reactions.add", channel=house.shared, **toned))[0] == "invalid_name"


async def test_a_markdown_block_s_own_id_is_not_kept(house: House) -> None:
    blocks = [{"type": "markdown", "text": "*x*", "block_id": "mine"}, {"type": "divider", "block_id": "line"}]
    posted = await house.web.chat_postMessage(channel=house.shared, text="x", blocks=blocks)
    kept = [each["block_id"] for each in posted["message"]["blocks"]]
    assert (kept[0] != "mine", kept[1]) == (True, "line")


ASKED = "@leads #fjord-foods @here @Kari `@leads` <@leads> https://x.no"
PARSED = "<!subteam^{leads}> <#{shared}> <!here> @Kari `@leads` <@leads> <https://x.no>"


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({}, "@leads #fjord-foods @here @Kari `@leads` <@leads> <https://x.no>"),
        ({"parse": "none"}, ASKED),
        ({"parse": "full"}, PARSED),
        ({"link_names": True}, PARSED),
        ({"link_names": "1", "parse": "none"}, PARSED.replace("<https://x.no>", "https://x.no")),
    ],
)
async def test_names_are_links_when_the_app_asks_for_it(house: House, how: dict[str, Any], told: str) -> None:
    (leads,) = house.slack.world.usergroups
    posted = await house.call("chat.postMessage", channel=house.shared, text=ASKED, **how)
    assert posted["message"]["text"] == told.format(leads=leads, shared=house.shared)


APPS_WORDS = [
    ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
    ("a &amp; b &lt;c&gt;", "a &amp; b &lt;c&gt;"),
    ("see https://example.com/?a=1&b=2.", "see <https://example.com/?a=1&amp;b=2>."),
    ("<https://example.com|here> <!here> @channel @Kari Nes", "<https://example.com|here> <!here> @channel @Kari Nes"),
    ("`https://example.com` & `a < b`", "`https://example.com` &amp; `a &lt; b`"),
]


async def test_what_the_app_posts_comes_back_escaped_with_its_addresses_linked(house: House) -> None:
    posted = await house.web.chat_postMessage(channel=house.shared, text="First")
    for text, shown in APPS_WORDS:
        said = await house.web.chat_postMessage(channel=house.shared, text=text)
        changed = await house.web.chat_update(channel=house.shared, ts=posted["ts"], text=text)
        assert (said["message"]["text"], changed["message"]["text"]) == (shown, shown)


async def test_a_direct_message_with_an_outsider(house: House) -> None:
    opened = await house.web.conversations_open(users=house.kari)
    await house.web.chat_postMessage(channel=opened["channel"]["id"], text="Hello Kari")
    await house.web.chat_postMessage(channel=house.kari, text="Again")
    seen = (await house.control.see("messages", channel="robot", **{"as": "Kari"}))["messages"]
    assert [each["text"] for each in seen] == ["Hello Kari", "Again"]


async def test_to_a_person_under_another_name_is_slackbots(house: House) -> None:
    own = await house.web.chat_postMessage(channel=house.anna, text="As I am")
    other = await house.web.chat_postMessage(channel=house.anna, text="As Jonas", username="Jonas")
    assert other["channel"] != own["channel"]
    for told, text in (own, "As I am"), (other, "As Jonas"):
        seen = await house.control.see("messages", channel=told["channel"], **{"as": "Anna"})
        assert [each["text"] for each in seen["messages"]] == [text]
    refused = await house.refusal("chat.update", channel=other["channel"], ts=other["ts"], text="x")
    assert refused[0] == "channel_not_found"
    assert (await house.web.conversations_open(users=house.anna))["channel"]["id"] == own["channel"]
    by_id = await house.web.chat_postMessage(channel=own["channel"], text="As Jonas", username="Jonas")
    assert by_id["channel"] == own["channel"]


async def test_an_ephemeral_in_a_thread_that_is_none_yet_is_not_seen(house: House) -> None:
    root = await house.posted("Root")
    whisper: dict[str, Any] = {"channel": house.shared, "user": house.anna, "thread_ts": root}
    await house.web.chat_postEphemeral(text="Too early", **whisper)
    await house.posted("Reply", thread_ts=root)
    await house.web.chat_postEphemeral(text="In time", **whisper)
    seen = await house.control.see("messages", channel=house.shared, thread_ts=root, **{"as": "Anna"})
    assert [each["text"] for each in seen["messages"]] == ["Root", "Reply", "In time"]


async def test_direct_messages_are_left_by_nobody(house: House) -> None:
    await house.control.do("say", user="Anna", channel="robot", text="Hello")
    for verb, more in ("leave", {}), ("remove_bot", {}), ("share", {"team": "Fjord Foods"}), ("archive", {}):
        assert not (await house.control.do(verb, user="Anna", channel="robot", **more))["ok"]


async def test_metadata_is_told_to_who_asked_for_its_kind(house: House) -> None:
    one, two = ({"event_type": "case", "event_payload": {"id": number}} for number in (1, 2))
    ts = await house.posted("Card", metadata=one)
    await house.web.chat_update(channel=house.shared, ts=ts, text="Card", metadata=two)
    await house.web.chat_update(channel=house.shared, ts=ts, text="The same again", metadata=two)
    await house.web.chat_delete(channel=house.shared, ts=ts)
    told = [await house.control.events(f"message_metadata_{what}") for what in ("posted", "updated", "deleted")]
    assert [len(each) for each in told] == [1, 1, 1]
    posted, updated, deleted = (each[0]["event"] for each in told)
    assert (posted["metadata"], updated["previous_metadata"], updated["metadata"]) == (one, one, two)
    assert (deleted["previous_metadata"], deleted["message_ts"]) == (two, ts)
    house.slack.manifest = replace(house.slack.manifest, metadata=({"event_type": "other", "app_id": "*"},))
    await house.posted("Card", metadata=one)
    assert len(await house.control.events("message_metadata_posted")) == 1
