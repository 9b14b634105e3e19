"""Channels are made, named, shared, frozen and put away; people come, change and leave."""

from dataclasses import replace

import aiohttp

from sandbox.config import ChannelConfig
from sandbox.server import running
from tests.sandbox.house import QUICK, House

OLD = ChannelConfig("old", team="home", private=True, members=("anna",), bot=True, legacy=True)
THEIRS = ChannelConfig("theirs", team="away", shared_with=("home",), members=("anna", "kari"), bot=True)


async def test_an_app_makes_a_channel_and_asks_people_in(house: House) -> None:
    made = (await house.web.conversations_create(name="case-1"))["channel"]
    await house.web.conversations_setTopic(channel=made["id"], topic="x" * 250)
    assert (await house.refusal("conversations.setTopic", channel=made["id"], topic="x" * 251))[0] == "too_long"
    await house.web.conversations_invite(channel=made["id"], users=[house.anna])
    error = (await house.refusal("conversations.invite", channel=made["id"], users=house.kari))[0]
    assert error == "user_team_not_in_channel"
    await house.web.conversations_rename(channel=made["id"], name="case-one")
    await house.web.conversations_kick(channel=made["id"], user=house.anna)
    wrong = {"case-one": "name_taken", "No Spaces": "invalid_name_specials", "x" * 81: "invalid_name_maxlength"}
    for name, code in wrong.items():
        assert (await house.refusal("conversations.create", name=name))[0] == code
    assert [each["event"]["channel"]["name"] for each in await house.control.events("channel_created")] == ["case-1"]
    (renamed,) = await house.control.events("channel_rename")
    assert (renamed["event"]["channel"]["name_normalized"], renamed["event"]["channel"]["is_channel"]) == (
        "case-one",
        True,
    )
    bot, *others = [each["event"]["user"] for each in await house.control.events("member_joined_channel")]
    assert (bot, others) == (house.slack.world.bot.user_id, [house.anna]), "whoever makes a channel is in it"


async def test_slack_itself_writes_what_is_done_to_a_channel(house: House) -> None:
    made, bot = (await house.web.conversations_create(name="case-1"))["channel"]["id"], house.slack.world.bot.user_id
    await house.web.conversations_invite(channel=made, users=house.anna)
    await house.web.conversations_setTopic(channel=made, topic="The till")
    await house.web.conversations_setPurpose(channel=made, purpose="Sell")
    await house.web.conversations_rename(channel=made, name="case-one")
    for verb in ("archive", "unarchive"):
        await house.control.do(verb, user="Anna", channel=made)
    await house.web.conversations_kick(channel=made, user=house.anna)
    told = [each["event"] for each in await house.control.events("message")]
    assert [(each["subtype"], each["text"]) for each in told] == [
        ("channel_join", f"<@{house.anna}> has joined the channel"),
        ("channel_topic", f"<@{bot}> set the channel topic: The till"),
        ("channel_purpose", f"<@{bot}> set the channel purpose: Sell"),
        ("channel_name", f'<@{bot}> has renamed the channel from "case-1" to "case-one"'),
        ("channel_archive", f"<@{house.anna}> archived the channel"),
        ("channel_unarchive", f"<@{house.anna}> unarchived the channel"),
        ("channel_leave", f"<@{house.anna}> has left the channel"),
    ]
    assert (told[0]["inviter"], told[1]["topic"], told[2]["purpose"]) == (bot, "The till", "Sell")
    assert (told[3]["old_name"], told[3]["name"]) == ("case-1", "case-one")
    kept = (await house.web.conversations_history(channel=made))["messages"]
    assert [each["subtype"] for each in reversed(kept)] == [each["subtype"] for each in told]


async def test_nothing_is_written_where_a_channel_is_put_away(house: House) -> None:
    ts = await house.posted()
    assert (await house.control.do("archive", user="Anna", channel=house.shared))["ok"]
    for method, args in (
        ("chat.postMessage", {"text": "x"}),
        ("chat.update", {"ts": ts, "text": "x"}),
        ("reactions.add", {"timestamp": ts, "name": "eyes"}),
        ("pins.add", {"timestamp": ts}),
    ):
        assert (await house.refusal(method, channel=house.shared, **args))[0] == "is_archived"
    assert (await house.control.do("say", user="Kari", channel=house.shared, text="x"))["error"] == "is_archived"
    assert (await house.web.conversations_history(channel=house.shared))["messages"], "but it can be read"
    (told,) = await house.control.events("channel_archive")
    assert (told["event"]["channel"], told["event"]["user"]) == (house.shared, house.anna)
    await house.web.conversations_unarchive(channel=house.shared)
    await house.posted()


async def test_an_old_private_channel_gets_a_new_id_by_being_shared() -> None:
    async with running(replace(QUICK, channels=(OLD,))) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        old = house.facts["channels"]["old"]
        before = (await house.web.conversations_info(channel=old))["channel"]
        ts = (await house.web.chat_postMessage(channel=old, text="x"))["ts"]
        new = (await house.control.do("share", user="Anna", channel=old, team="Fjord Foods"))["channel"]
        (told,) = await house.control.events("channel_id_changed")
        assert (told["event"]["old_channel_id"], told["event"]["new_channel_id"]) == (old, new)
        assert (old[0], new[0]) == ("G", "C")
        assert (before["is_channel"], before["is_group"]) == (False, True)
        after = (await house.web.conversations_info(channel=new))["channel"]
        assert (after["is_channel"], after["is_group"]) == (True, False)
        assert (await house.refusal("chat.postMessage", channel=old, text="x"))[0] == "channel_not_found"
        await house.web.chat_update(channel=new, ts=ts, text="y")


async def test_when_the_host_ends_the_sharing_a_frozen_copy_is_left() -> None:
    async with running(replace(QUICK, channels=(THEIRS,))) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        theirs = house.facts["channels"]["theirs"]
        left = (await house.control.do("unshare", user="Kari", channel=theirs, team="Northern Web"))["channel"]
        (told,) = await house.control.events("channel_unshared")
        assert (told["event"]["channel"], told["event"]["is_ext_shared"]) == (theirs, False)
        assert (await house.refusal("conversations.info", channel=theirs))[0] == "channel_not_found"
        info = (await house.web.conversations_info(channel=left))["channel"]
        assert (info["is_frozen"], info["frozen_reason"]) == (True, "connection_severed")
        assert (await house.refusal("chat.postMessage", channel=left, text="x"))[0].startswith("restricted_action")


async def test_several_people_and_the_bot(house: House) -> None:
    jonas = house.facts["people"]["Jonas"]
    made = (await house.web.conversations_open(users=[house.anna, jonas], return_im=True))["channel"]
    assert made["is_mpim"]
    again = await house.web.conversations_open(users=[jonas, house.anna])
    assert (again["channel"]["id"], again["already_open"]) == (made["id"], True)
    await house.web.chat_postMessage(channel=made["id"], text="Hello both")
    await house.control.do("say", user="Jonas", channel=made["id"], text="Hi")
    sent = [each["event"] for each in await house.control.events("message")]
    assert [(each["channel_type"], each["text"]) for each in sent] == [("mpim", "Hello both"), ("mpim", "Hi")]
    many = ",".join([house.anna] * 9)
    assert (await house.refusal("conversations.open", users=many))[0] == "too_many_users"


async def test_who_is_in_a_group_changes(house: House) -> None:
    (group,) = (await house.web.usergroups_list())["usergroups"]
    await house.control.do("usergroup", user="Anna", handle="@leads", members=["Jonas"])
    (told,) = await house.control.events("subteam_members_changed")
    jonas = house.facts["people"]["Jonas"]
    assert (told["event"]["added_users"], told["event"]["removed_users"]) == ([jonas], [house.anna])
    await house.web.usergroups_users_update(usergroup=group["id"], users=[jonas])
    assert len(await house.control.events("subteam_members_changed")) == 1, "nobody came or went"
    made = (await house.web.usergroups_create(name="On duty", handle="duty"))["usergroup"]
    assert (await house.refusal("usergroups.create", name="Other", handle="duty"))[0] == "handle_already_exists"
    await house.web.usergroups_disable(usergroup=made["id"])
    assert [each["handle"] for each in (await house.web.usergroups_list())["usergroups"]] == ["leads"]
    assert [each["event"]["subteam"]["handle"] for each in await house.control.events("subteam_created")] == ["duty"]


async def test_people_change_and_leave(house: House) -> None:
    await house.control.do("profile", user="Kari", title="Editor in chief")
    await house.control.do("deactivate", user="Jonas")
    users = [each["event"]["user"] for each in await house.control.events("user_change")]
    assert [(each["profile"]["title"], each["deleted"]) for each in users] == [
        ("Editor in chief", False),
        ("Developer", True),
    ]


async def test_looking_up(house: House) -> None:
    assert (await house.web.users_lookupByEmail(email="Anna@northernweb.example"))["user"]["id"] == house.anna
    error = (await house.refusal("users.lookupByEmail", email="kari@fjordfoods.example"))[0]
    assert error == "users_not_found", "outsiders are not found by e-mail"
    assert (await house.web.api_test(foo="bar"))["args"] == {"foo": "bar"}
    names = [each["name"] for each in (await house.web.users_conversations(user=house.anna))["channels"]]
    assert names == ["fjord-foods", "general"]
    found = (await house.call("blocks.validate", blocks=[{"type": "a"}]))["errors"]
    assert found == ["[ERROR] unsupported type: a [json-pointer:/blocks/0/type]"]


async def test_a_channel_is_deleted_for_good(house: House) -> None:
    await house.control.do("invite_bot", user="Anna", channel="general")
    general = house.facts["channels"]["general"]
    said = await house.control.do("say", user="Anna", channel=general, files=[{"name": "a.png", "size": 1}])
    assert (await house.control.do("delete_channel", user="Kari", channel=house.shared))["error"] == "not_allowed"
    assert (await house.control.do("delete_channel", user="Anna", channel=general))["ok"]
    (told,) = await house.control.events("channel_deleted")
    assert told["event"]["channel"] == general
    assert (await house.refusal("chat.postMessage", channel=general, text="x"))[0] == "channel_not_found"
    assert (await house.refusal("files.info", file=said["files"][0]))[0] == "file_not_found"


async def test_people_do_as_they_like_with_their_own_workspaces_channels(house: House) -> None:
    """Another workspace than home shares and renames what is its own, by names that Slack takes."""
    theirs = {"user": "Kari", "channel": "office"}
    assert (await house.control.do("rename", **theirs, name="No Spaces!"))["error"] == "invalid_name"
    assert (await house.control.do("rename", **theirs, name="kontoret"))["ok"]
    theirs["channel"] = "kontoret"
    assert (await house.control.do("share", **theirs, team="Northern Web"))["ok"]
    assert (await house.control.do("join", user="Anna", channel="kontoret"))["ok"]
    ours = {"user": "Kari", "channel": house.shared}
    for verb in ("archive", "rename"):
        assert (await house.control.do(verb, **ours, name="x"))["error"] == "not_allowed"
