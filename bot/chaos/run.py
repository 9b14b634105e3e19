"""`bot chaos`: many cases at once while bots are killed and calls and deliveries fail, all by one seed."""

import argparse
import asyncio
import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from bot.chaos.people import Case
from bot.chaos.stage import Stage
from bot.chaos.verdict import Verdict
from bot.plays.control import Control, NotSeen

AT_ONCE = 6
PAUSE = (0.5, 4.0)  # seconds between two kills
DIES_STARTING = 0.2  # the share of kills that do not care whether the bot works yet
CALL_FAULTS = ("ratelimited", "server_error", "timeout_before", "timeout_after", "connection_reset")
DELIVERY_FAULTS = ("drop_socket", "duplicate", "late", "reorder")


@dataclass
class Tally:
    """What was done to the bots, and what was found."""

    seed: int
    cases: int = 0
    kills: int = 0
    faults: tuple[str, ...] = ()

    def line(self) -> str:
        """The result in one line."""
        found = "nothing lost, nothing doubled" if not self.faults else f"{len(self.faults)} FOUND"
        return f"seed {self.seed}: {self.cases} cases, {self.kills} kills: {found}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of chaos."""
    parser.add_argument("--minutes", type=float, default=1.0, help="how long new cases are opened (default 1)")
    parser.add_argument("--seed", type=int, help="plays the same kills and faults again")
    parser.add_argument("--bots", type=int, default=2, help="how many processes share the database (default 2)")
    parser.add_argument("--faults", type=float, default=0.05, help="the share of calls that fail (default 0.05)")
    parser.add_argument("--database", default="", help="PostgreSQL's address of an empty database (default: SQLite)")
    parser.set_defaults(command=lambda given: asyncio.run(_chaos(given)))


async def _chaos(given: argparse.Namespace) -> int:
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(2**32)
    again = f"--minutes {given.minutes} --seed {seed} --bots {given.bots} --faults {given.faults}"
    print(f"Chaos with seed {seed}; to see it again: bootstrap.py chaos {again}")
    with tempfile.TemporaryDirectory(prefix="saksgang-chaos-") as folder:
        database_url = given.database or f"sqlite:///{folder}/saksgang.db"
        tally = await chaos(Path(folder), database_url, seed, given.minutes * 60, given.bots, given.faults)
    for fault in tally.faults[:20]:
        print(f"  {fault}")
    print(tally.line())
    return 1 if tally.faults else 0


async def chaos(folder: Path, database_url: str, seed: int, seconds: float, bots: int, fault_rate: float) -> Tally:
    """Opens cases for so many seconds, plays each to its end whatever dies, then compares everything."""
    tally, dice = Tally(seed), random.Random(seed)
    async with Stage(folder, database_url, bots) as stage:
        async with stage.control() as control:
            await stage.set_up()
            await _faults(control, seed, fault_rate)
            trouble = [asyncio.create_task(_kills(stage, dice)), asyncio.create_task(stage.keep_alive())]
            played = await _play(control, time.monotonic() + seconds, tally)
            for task in trouble:
                task.cancel()
            await asyncio.gather(*trouble, return_exceptions=True)
            await control.post("faults", clear=True)
        await stage.at_rest()
        tally.faults += tuple(await Verdict(stage, database_url).reach(played))
        tally.kills = sum(bot.kills for bot in stage.bots)
    return tally


async def _faults(control: Control, seed: int, rate: float) -> None:
    for number, kind in enumerate((*CALL_FAULTS, *DELIVERY_FAULTS)):
        share = rate / len(CALL_FAULTS) if kind in CALL_FAULTS else rate / 2
        await control.post("faults", kind=kind, rate=share, seed=seed + number)


async def _kills(stage: Stage, dice: random.Random) -> None:
    """Mostly of bots that work: where a start takes longer than the pause, none would ever come to work."""
    while True:
        await asyncio.sleep(dice.uniform(*PAUSE))
        bot = dice.choice(stage.bots)
        dies_starting = dice.random() < DIES_STARTING
        if bot.is_up and (dies_starting or await bot.ready()):
            await bot.kill()


async def _play(control: Control, until: float, tally: Tally) -> list[str]:
    played: list[str] = []

    async def one_after_another(worker: int) -> None:
        number = 0
        while time.monotonic() < until or not number:
            mark = f"Case {worker}-{number} of seed {tally.seed}"
            number += 1
            played.append(mark)
            try:
                await Case(control, mark).play()
            except (NotSeen, TimeoutError) as failure:
                tally.faults += (f"{mark}: {failure}",)
            tally.cases += 1

    await asyncio.gather(*(one_after_another(worker) for worker in range(AT_ONCE)))
    return played
