"""What the app is told of people, workspaces and channels on both sides (docs/slack.md 2.2)."""

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox.house import House


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
