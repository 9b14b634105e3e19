"""`python -m sandbox`: one line when ready, and a clean end."""

import asyncio
import json
import signal
import sys
from pathlib import Path

import pytest

from sandbox import cast, config

CONFIG = """
teams:
  - {key: us, name: Us, domain: us}
people:
  - {name: Bo Ek, team: us}
channels:
  - {name: desk, members: [bo], bot: true}
"""


@pytest.mark.parametrize("end", ["stdin", "SIGTERM"])
async def test_the_program(tmp_path: Path, end: str) -> None:
    (tmp_path / "cast.yml").write_text(CONFIG)
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "sandbox", "--config", str(tmp_path / "cast.yml"), "--exit-on-eof"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert program.stdin is not None
    assert program.stdout is not None
    facts = json.loads(await asyncio.wait_for(program.stdout.readline(), 20))
    assert set(facts) == {"url", "bot_token", "app_token", "signing_secret", "team_id", "channels", "people"}
    assert (list(facts["channels"]), list(facts["people"])) == (["desk"], ["Bo"])
    if end == "stdin":
        program.stdin.close()
    else:
        program.send_signal(signal.SIGTERM)
    assert await asyncio.wait_for(program.wait(), 10) == 0


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
