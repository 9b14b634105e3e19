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
import yaml

from sandbox import __main__, cast, config, manifest
from sandbox.server import running
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
THEM = "domain: us}\n  - {key: them, name: Them, domain: them}"


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


async def test_without_anybody_at_stdin_it_ends_at_once() -> None:
    words, nobody, told = ("-m", "sandbox", "--exit-on-eof"), asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdin=nobody, stdout=told, stderr=told)
    out, err = await asyncio.wait_for(process.communicate(), 20)
    assert (process.returncode, err) == (0, b"")
    assert out.startswith(b'{"url"')


async def test_faults_from_the_start() -> None:
    async with program("--faults", "1", "--seed", "7") as (_, facts), aiohttp.ClientSession() as session:
        (fault,) = (await Control(facts["url"], session).see("faults"))["faults"]
        assert (facts["seed"], fault["kind"], fault["rate"], fault["seed"]) == (7, "any", 1.0, 7)
    async with program("--faults", "0.2") as (_, facts), aiohttp.ClientSession() as session:
        (fault,) = (await Control(facts["url"], session).see("faults"))["faults"]
        assert fault["seed"] == facts["seed"]


WRONG = [
    ("domain: us", "domain: us, colour: red", "teams: unknown colour; known are domain, enterprise, key, name"),
    ("members: [bo]", "members: [nobody]", "no person has the key 'nobody'"),
    ("team: us}", "team: them}", "no team has the key 'them'"),
    ("  - {name: desk, members: [bo], bot: true}", "", "at least one of each"),
    ("{name: Bo Ek, team: us}", "{team: us}", "people: name is missing"),
    ("{name: Bo Ek, team: us}", "Bo Ek", "people: 'Bo Ek' is no mapping"),
    ("team: us}", "team: us, tz: Mars}", "there is no time zone .Mars."),
    ("bot: true", "bot: 1", "channels: bot cannot be 1"),
    ("members: [bo]", "members: bo", "channels: members cannot be 'bo'"),
    ("people:", "rate_limits: sometimes\npeople:", "config: rate_limits cannot be 'sometimes'"),
    ("people:", "retries: [1, soon]\npeople:", "config: retries cannot be"),
    ("people:", "links: docs\npeople:", "links is a list"),
    ("people:", "people:\n  - {name: Bo Dahl, team: us}", "people: bo is there twice"),
    ("channels:", "channels:\n  - {name: desk}", "channels: desk is there twice"),
    ("name: desk", "name: The Desk!", "channels: 'The Desk!' is no name in Slack"),
    ("teams:", "teams: [", "is no YAML"),
    (CONFIG, "us", "the config is a mapping"),
]


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG, ids=[row[1] for row in WRONG])
def test_a_wrong_config_says_what_is_wrong(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    file = tmp_path / "cast.yml"
    file.write_text(CONFIG.replace(right, wrong))
    with pytest.raises(ValueError, match=said):
        cast.world(config.load(file), now=0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--config", "cast.yml"), "argument --config: people: name is missing in {'team': 'us'}"),
        (("--config", "none.yml"), "argument --config: [Errno 2] No such file or directory: 'none.yml'"),
        (("--manifest", "manifest.yml"), "argument --manifest: manifest.yml is no manifest Slack would take:"),
        (("--port", "65536"), "argument --port: must be a number from 0 to 65535, not 65536"),
    ],
)
def test_the_program_says_it_in_a_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    said: str,
) -> None:
    (tmp_path / "cast.yml").write_text(CONFIG.replace("{name: Bo Ek, team: us}", "{team: us}"))
    (tmp_path / "manifest.yml").write_text("settings: {a: 1}")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["sandbox", *words])
    with pytest.raises(SystemExit):
        __main__.arguments()
    assert said in capsys.readouterr().err


async def test_a_port_that_is_taken_is_said_in_a_sentence() -> None:
    async with running(house.QUICK) as server:
        words = ("-m", "sandbox", "--port", server.url.rpartition(":")[2])
        told = asyncio.subprocess.PIPE
        second = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=told, stderr=told)
        out, err = await asyncio.wait_for(second.communicate(), 20)
    assert (second.returncode, out) == (1, b"")
    assert err.startswith(b"python -m sandbox: ")
    assert b"Traceback" not in err


def test_what_a_manifest_asks_for_in_vain_is_said(tmp_path: Path) -> None:
    asked = {"oauth_config": {"scopes": {"bot": ["chat:write", "chat:writ"]}}}
    asked["settings"] = {"event_subscriptions": {"bot_events": ["message.im", "message.chanels"]}}
    file = tmp_path / "manifest.yml"
    file.write_text(json.dumps(asked))
    told = manifest.not_here(manifest.load(file))
    assert told == ["event message.chanels never comes here", "scope chat:writ allows nothing"]


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


async def test_the_first_channel_is_the_bots_and_the_first_person_is_at_home() -> None:
    """In whichever order the config has them; and nobody is lost who is called as another."""
    bo = "  - {name: Bo Ek, team: us}"
    other = "  - {name: Bo Dahl, key: bo2, team: them}\n  - {name: Bo Ask, key: bo3, team: us}\n" + bo
    room = "channels:\n  - {name: attic, members: [bo]}"
    text = CONFIG.replace(bo, other).replace("channels:", room).replace("domain: us}", THEM)
    async with running(config.parse(yaml.safe_load(text))) as server:
        assert list(server.facts["channels"]) == ["desk", "attic"]
        told = server.facts["people"]
        keys = {name: server.slack.world.people[user_id].key for name, user_id in told.items()}
    assert list(keys.items()) == [("Bo", "bo3"), ("Bo Ek", "bo"), ("Bo Dahl", "bo2")]
