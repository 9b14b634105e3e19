"""The bot is killed at every step of the story and started again: the end is the same as without kills."""

import asyncio
from pathlib import Path

import pytest

from bot.chaos.people import Case
from bot.chaos.stage import Stage
from bot.chaos.verdict import Verdict
from bot.plays.control import Control
from tests.dies import POINTS

LIMIT = {"between ack and send": 12, "between send and mark": 12, "during catch-up": 6}


@pytest.mark.parametrize("bots", [1, 2])
@pytest.mark.parametrize("point", POINTS)
async def test_killed_at_every_step(database_url: str, tmp_path: Path, point: str, bots: int) -> None:
    if bots == 2 and "commit" not in point and "send" not in point:
        return
    counter = tmp_path / "passes"
    command = ("-m", "tests.dies", point, str(counter), str(LIMIT.get(point, 1000)))
    async with Stage(tmp_path, database_url, bots, command) as stage:
        async with Control(stage.facts["url"], f"http://127.0.0.1:{stage.bots[0].port}") as control:
            await stage.set_up()
            watch = asyncio.create_task(stage.keep_alive())
            await Case(stage, control, "Fishcakes").play()
            watch.cancel()
        await stage.at_rest()
        assert sum(bot.kills for bot in stage.bots) > 0, "nobody died, so nothing was tried"
        assert await Verdict(stage, database_url).reach(["Fishcakes"]) == []
