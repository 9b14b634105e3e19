"""A customer of Enterprise Grid: people with W, and an organisation where others have a workspace."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from sandbox.config import TeamConfig
from sandbox.server import running
from tests.sandbox.house import QUICK, Connect, House
from tests.sandbox.test_connect import OFFER, offers_a_form

THEIRS = TeamConfig("away", "Fjord Foods", "fjordfoods", enterprise="Fjord Group")


@pytest.fixture
async def house() -> AsyncIterator[House]:
    cast = replace(QUICK, teams=(QUICK.teams[0], THEIRS))
    async with running(cast) as server, aiohttp.ClientSession() as session:
        yield House(server, session)


@pytest.fixture
def grid(house: House) -> str:
    return house.slack.world.teams[house.away].enterprise_id


async def test_who_they_are(house: House, grid: str) -> None:
    assert (house.kari[0], house.anna[0], grid[0]) == ("W", "U", "E")
    user = (await house.web.users_info(user=house.kari))["user"]
    assert (user["team_id"], user["enterprise_user"]["enterprise_id"]) == (house.away, grid)
    assert "enterprise_user" not in (await house.web.users_info(user=house.anna))["user"]
    team = (await house.web.team_info(team=house.away))["team"]
    assert (team["enterprise_id"], team["enterprise_name"]) == (grid, "Fjord Group")
    info = (await house.web.conversations_info(channel=house.shared))["channel"]
    assert (info["conversation_host_id"], info["connected_team_ids"]) == (house.home, [house.away])


async def test_a_message_names_their_workspace_and_a_mention_their_organisation(house: House, grid: str) -> None:
    await house.control.do("say", user="Kari", channel=house.shared, text="@Robot help")
    (message,) = await house.control.events("message")
    assert (message["team_id"], message["enterprise_id"], message["event"]["team"]) == (house.away, grid, house.away)
    assert message["context_enterprise_id"] is message["authorizations"][0]["enterprise_id"] is None
    (mention,) = await house.control.events("app_mention")
    event = mention["event"]
    assert (mention["team_id"], event["team"]) == (house.home, house.home)
    assert (event["user_team"], event["source_team"], event["user_profile"]["team"]) == (grid, grid, grid)


async def test_a_form_carries_it_and_a_press_does_not(
    house: House, grid: str, bolt: AsyncApp, connect: Connect
) -> None:
    clicks, sent = offers_a_form(bolt, house)
    await connect(bolt)
    await house.web.chat_postMessage(channel=house.shared, text="Need help?", blocks=[OFFER])
    opened = await house.control.do("click", user="Kari", channel=house.shared, text="Open a case")
    await house.control.do("submit", user="Kari", view_id=opened["view"]["id"], values={"problem": "Till"})
    assert (clicks[0]["team"]["id"], clicks[0]["enterprise"]) == (house.home, None)
    form: dict[str, Any] = sent[0]
    assert form["team"] == {"id": house.away, "domain": "fjordfoods", "enterprise_id": grid}
    assert form["enterprise"] == {"id": grid, "name": "Fjord Group"}
    assert form["view"]["app_installed_team_id"] == house.home
