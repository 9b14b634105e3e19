"""`python -m sandbox`: one line when ready, and a clean end."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox import cast, config
from tests.sandbox import house
from tests.sandbox.house import Control

CONFIG = """
teams:
  - {key: us, name: Us, domain: us}
people:
  - {name: Bo Ek, team: us}
channels:
  - {name: desk, members: [bo], bot: true}
"""


@asynccontextmanager
async def program(*words: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, dict[str, Any]]]:
    """The program and its first line."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "sandbox", "--exit-on-eof", *words),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process, json.loads(await asyncio.wait_for(process.stdout.readline(), 20))
    finally:
        process.stdin.close()
        assert await asyncio.wait_for(process.wait(), 10) == 0


@pytest.mark.parametrize("end", ["stdin", "SIGTERM"])
async def test_the_program(tmp_path: Path, end: str) -> None:
    (tmp_path / "cast.yml").write_text(CONFIG)
    async with program("--config", str(tmp_path / "cast.yml")) as (process, facts):
        assert set(facts) == {"url", "bot_token", "app_token", "signing_secret", "team_id", "channels", "people"}
        assert (list(facts["channels"]), list(facts["people"])) == (["desk"], ["Bo"])
        if end == "SIGTERM":
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 10)


async def test_faults_from_the_start() -> None:
    async with program("--faults", "1", "--seed", "7") as (_, facts), aiohttp.ClientSession() as session:
        (fault,) = (await Control(facts["url"], session).see("faults"))["faults"]
        assert (facts["seed"], fault["kind"], fault["rate"], fault["seed"]) == (7, "any", 1.0, 7)
    async with program("--faults", "0.2") as (_, facts), aiohttp.ClientSession() as session:
        (fault,) = (await Control(facts["url"], session).see("faults"))["faults"]
        assert fault["seed"] == facts["seed"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("domain: us", "domain: us, colour: red"), "unknown colour"),
        (("members: [bo]", "members: [nobody]"), "no person has the key 'nobody'"),
        (("team: us}", "team: them}"), "no team has the key 'them'"),
        (("  - {name: desk, members: [bo], bot: true}", ""), "at least one of each"),
    ],
)
def test_a_wrong_config_says_what_is_wrong(tmp_path: Path, change: tuple[str, str], said: str) -> None:
    file = tmp_path / "cast.yml"
    file.write_text(CONFIG.replace(*change))
    with pytest.raises(ValueError, match=said):
        cast.world(config.load(file), now=0)


async def test_by_default_everything_is_allowed_and_at_hand() -> None:
    async with program() as (_, facts), aiohttp.ClientSession() as session:
        assert set(facts) == {
            "url", "bot_token", "app_token", "signing_secret", "team_id", "channels", "people",
        }  # fmt: skip
        client, control = house.client(facts), Control(facts["url"], session)
        channel, person = next(iter(facts["channels"].values())), next(iter(facts["people"].values()))
        members = (await client.conversations_members(channel=channel))["members"]
        me = await client.auth_test()
        assert {me["user_id"], person} <= set(members)
        assert (await client.users_info(user=person))["user"]["team_id"] == facts["team_id"] == me["team_id"]
        assert "chat:write" in me.headers["x-oauth-scopes"]
        said = await control.do("say", user=person, channel=channel, text="hello")
        await control.do("react", user=person, channel=channel, message_ts=said["ts"], name="eyes")
        kinds = [each["payload"]["event"]["type"] for each in (await control.see("deliveries"))["deliveries"]]
        assert kinds == ["message", "reaction_added"]
