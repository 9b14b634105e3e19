"""What the app is told of people, workspaces and channels on both sides (docs/slack.md 2.2)."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from sandbox.control import VERBS
from tests.sandbox.house import House
from tests.sandbox.payloads import actions, button


async def test_an_outsider_met_in_a_shared_channel(house: House) -> None:
    user = (await house.web.users_info(user=house.kari, include_locale=True))["user"]
    assert user["team_id"] == house.away
    assert user["is_stranger"] is False
    assert user["profile"]["real_name"] == "Kari Nordmann"
    assert "locale" not in user
    assert "real_name" not in user
    ours = (await house.web.users_info(user=house.anna, include_locale=True))["user"]
    assert (ours["locale"], ours["real_name"]) == ("en-US", "Anna Berg")


async def test_a_stranger_is_nobody(house: House) -> None:
    await house.control.do("leave", user="Kari", channel=house.shared)
    with pytest.raises(SlackApiError, match="user_not_found"):
        await house.web.users_info(user=house.kari)


async def test_lists_hold_our_own_people_only(house: House) -> None:
    members = (await house.web.users_list())["members"]
    assert {each["team_id"] for each in members} == {house.home}
    in_channel = (await house.web.conversations_members(channel=house.shared))["members"]
    assert house.kari in in_channel


async def test_a_shared_channel_says_who_is_connected(house: House) -> None:
    info = (await house.web.conversations_info(channel=house.shared))["channel"]
    assert info["is_ext_shared"]
    assert info["connected_team_ids"] == [house.away]
    assert set(info["shared_team_ids"]) == {house.home, house.away}
    assert info["conversation_host_id"] == info["context_team_id"] == house.home
    (listed, _) = (await house.web.conversations_list())["channels"]
    assert "connected_team_ids" not in listed, "lists do not tell"
    counted = (await house.web.conversations_info(channel=house.shared, include_num_members=True))["channel"]
    assert ("num_members" in info, counted["num_members"], listed["num_members"]) == (False, 4, 4)


async def test_a_connected_workspace_and_our_groups(house: House) -> None:
    assert (await house.web.team_info(team=house.away))["team"]["name"] == "Fjord Foods"
    (group,) = (await house.web.usergroups_list())["usergroups"]
    assert (await house.web.usergroups_users_list(usergroup=group["id"]))["users"] == [house.anna]


async def test_who_the_token_is(house: House) -> None:
    told = await house.web.auth_test()
    bot = house.slack.world.bot
    assert (told["user_id"], told["bot_id"], told["team_id"]) == (bot.user_id, bot.bot_id, house.home)


async def test_a_channel_begins_and_ceases_to_be_shared(house: House) -> None:
    channel = house.facts["channels"]["general"]
    await house.control.do("invite_bot", user="Anna", channel=channel)
    wanted = {"user": "Anna", "channel": channel, "team": house.away}
    assert (await house.control.do("share", **wanted))["ok"]
    assert (await house.control.do("share", **wanted))["error"] == "already_shared"
    told = (await house.web.conversations_info(channel=channel))["channel"]
    assert (told["is_ext_shared"], told["connected_team_ids"]) == (True, [house.away])
    assert (await house.control.do("unshare", **wanted))["ok"]
    assert (await house.control.do("unshare", **wanted))["error"] == "not_shared"
    assert not (await house.web.conversations_info(channel=channel))["channel"]["is_ext_shared"]
    [shared] = await house.control.events("channel_shared")
    [unshared] = await house.control.events("channel_unshared")
    assert shared["event"]["connected_team_id"] == house.away
    assert unshared["event"]["previously_connected_team_id"] == house.away


async def test_a_channel_is_shared_with_a_workspace_there_is_and_by_its_own_people(house: House) -> None:
    assert (await house.control.do("share", user="Anna", channel=house.shared, team="Nobody"))[
        "error"
    ] == "no_such_team"
    assert (await house.control.do("share", user="Kari", channel=house.shared, team=house.home))[
        "error"
    ] == "not_allowed"
    assert (await house.control.do("unshare", user="Anna", channel=house.shared, team=house.away))["ok"]
    assert house.kari not in (await house.web.conversations_members(channel=house.shared))["members"]


BY_NOBODY = {
    "add_person", "clock", "deactivate", "deliver", "disconnect", "faults", "subscriptions", "usergroup", "verify_url",
}  # fmt: skip
ACTS: list[tuple[str, dict[str, Any]]] = [
    ("say", {"channel": "fjord-foods", "text": "x"}),
    ("write", {"channel": "fjord-foods", "text": "x"}),
    ("edit", {"channel": "fjord-foods", "message_ts": "1.1", "text": "x"}),
    ("delete", {"channel": "fjord-foods", "message_ts": "1.1"}),
    ("react", {"channel": "fjord-foods", "message_ts": "1.1", "name": "eyes"}),
    ("pin", {"channel": "fjord-foods", "message_ts": "1.1"}),
    ("join", {"channel": "general"}),
    ("leave", {"channel": "fjord-foods"}),
    ("invite_bot", {"channel": "general"}),
    ("remove_bot", {"channel": "fjord-foods"}),
    ("share", {"channel": "general", "team": "Fjord Foods"}),
    ("unshare", {"channel": "fjord-foods", "team": "Fjord Foods"}),
    ("invite_shared", {"channel": "general", "to": "Kari"}),
    ("answer_invite", {"invite": "I1", "answer": "accept"}),
    ("archive", {"channel": "general"}),
    ("unarchive", {"channel": "general"}),
    ("rename", {"channel": "general", "name": "x"}),
    ("delete_channel", {"channel": "general"}),
    ("uninstall", {}),
    ("file", {"file": "F1", "title": "x"}),
    ("profile", {"title": "x"}),
    ("click", {"channel": "fjord-foods", "text": "Go"}),
    ("suggest", {"channel": "fjord-foods", "text": "Go"}),
    ("command", {"channel": "fjord-foods", "command": "/case"}),
    ("shortcut", {"callback_id": "new_case"}),
    ("submit", {"view_id": "V1"}),
    ("close", {"view_id": "V1"}),
    ("open_home", {}),
    ("dnd", {"until_s": 1}),
]


async def test_whose_account_was_ended_does_nothing_any_more(house: House) -> None:
    assert {verb for verb, _ in ACTS} == set(VERBS) - BY_NOBODY
    await house.control.do("deactivate", user="Jonas")
    told = {verb: (await house.control.do(verb, user="Jonas", **body)).get("error") for verb, body in ACTS}
    assert {verb: error for verb, error in told.items() if error != "account_inactive"} == {}
    jonas = house.facts["people"]["Jonas"]
    assert (await house.web.users_info(user=jonas))["user"]["deleted"]
    refused = await house.refusal("chat.postEphemeral", channel=house.shared, user=jonas, text="x")
    assert refused[0] == "user_not_in_channel"
    await house.control.do("deactivate", user="Jonas", undo=True)
    assert (await house.control.do("say", user="Jonas", channel=house.shared, text="Back"))["ok"]
    assert [each["event"]["user"]["deleted"] for each in await house.control.events("user_change")] == [True, False]


async def test_somebody_new_at_home_and_elsewhere(house: House) -> None:
    made = await house.control.do("add_person", user="Anna", name="Ida Ny", email="ida@northernweb.example")
    assert (await house.control.do("add_person", user="Anna", name="Ida Nes"))["error"] == "name_taken"
    assert (await house.control.do("add_person", user="Anna", name="Per Vik", team="Fjord Foods"))["ok"]
    for verb in ("add_person", "profile"):
        for zone in ("Mars", "Europe", "../x"):
            told = await house.control.do(verb, user="Anna", name="Liv Ask", tz=zone)
            assert told["error"] == "no_such_timezone"
    assert (await house.control.do("profile", user="Anna", name=" "))["error"] == "name_is_needed"
    (joined,) = await house.control.events("team_join")
    assert joined["event"]["user"]["id"] == made["user"]
    assert (await house.web.users_info(user=made["user"]))["user"]["profile"]["email"] == "ida@northernweb.example"
    await house.control.do("join", user="Per", channel=house.shared)
    assert (await house.control.do("say", user="Per", channel=house.shared, text="Hi"))["ok"]


async def test_an_app_that_is_uninstalled(house: House) -> None:
    await house.posted(blocks=[actions(button("Go"))])
    assert (await house.control.do("uninstall", user="Kari"))["error"] == "not_allowed"
    assert (await house.control.do("uninstall", user="Anna"))["ok"]
    (revoked,) = await house.control.events("tokens_revoked")
    assert revoked["event"]["tokens"] == {"oauth": [], "bot": [house.slack.world.bot.user_id]}
    assert len(await house.control.events("app_uninstalled")) == 1
    assert (await house.refusal("auth.test"))[0] == "account_inactive"
    await house.control.do("say", user="Kari", channel=house.shared, text="Anybody?")
    assert (await house.control.events("message"))[-1]["event"]["text"] == "Hello", "nothing comes after these two"
    told = await house.control.do("command", user="Anna", channel=house.shared, command="/case")
    assert told["shown"] == ["/case is not a valid command."]
    assert (await house.control.do("shortcut", user="Anna", callback_id="x"))["error"] == "no_such_shortcut"
    assert not (await house.control.do("click", user="Kari", channel=house.shared, text="Go"))["ok"]
    assert (await house.control.do("uninstall", user="Anna", undo=True))["ok"]
    assert (await house.web.auth_test())["ok"]
