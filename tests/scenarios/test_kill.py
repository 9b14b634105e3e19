"""The bot is killed at every step of the story and started again: the end is the same as without kills."""

import asyncio
from pathlib import Path

import pytest

from bot.chaos.people import Case
from bot.chaos.run import chaos
from bot.chaos.stage import Stage
from bot.chaos.verdict import Verdict
from tests import postgres
from tests.dies import POINTS

# Every odd pass of the point dies, up to here; after a send the next process waits for the lease, so fewer there.
CATCH_UP, SHOVES = "during catch-up", 4
LIMIT = {"between ack and send": 12, "between send and mark": 12, "during catch-up": 6}


async def _shoved(stage: Stage, point: str) -> None:
    """Catching up comes after a start with a case open, so there has to be one."""
    for _ in range(SHOVES if point == CATCH_UP else 0):
        await asyncio.sleep(0.3)
        await stage.bots[0].kill()


async def _killed(database_url: str, folder: Path, point: str, bots: int) -> list[str]:
    """Plays one case while bots die at the point; returns what is wrong in the end."""
    command = ("-m", "tests.dies", point, str(folder / "passes"), str(LIMIT.get(point, 1000)))
    async with Stage(folder, database_url, bots, command) as stage:
        async with stage.control() as control:
            await stage.set_up()
            watch = [asyncio.create_task(stage.keep_alive()), asyncio.create_task(_shoved(stage, point))]
            await Case(control, "Fishcakes").play()
            for task in watch:
                task.cancel()
        await stage.at_rest()
        shoved = SHOVES if point == CATCH_UP else 0
        assert sum(bot.kills for bot in stage.bots) > shoved, "nobody died at the point, so nothing was tried"
        return await Verdict(stage, database_url).reach(["Fishcakes"])


@pytest.mark.parametrize("point", POINTS)
async def test_killed_at_every_step(tmp_path: Path, point: str) -> None:
    assert await _killed(f"sqlite:///{tmp_path / 'saksgang.db'}", tmp_path, point, bots=1) == []


@pytest.mark.parametrize("point", ["between commit and ack", "between send and mark"])
async def test_two_processes_on_one_postgresql(postgres_server: postgres.Postgres, tmp_path: Path, point: str) -> None:
    address = postgres_server.fresh()
    assert await _killed(address, tmp_path, point, bots=2) == []
    postgres_server.drop(address)


async def test_a_short_chaos_loses_and_doubles_nothing(tmp_path: Path) -> None:
    tally = await chaos(tmp_path, f"sqlite:///{tmp_path / 'saksgang.db'}", 7, seconds=5, bots=2, fault_rate=0.05)
    assert (tally.faults, tally.cases >= 6, tally.kills > 0) == ((), True, True), tally.line()
