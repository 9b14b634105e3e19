"""What is measured: a database with an agency in it, and Anna, who takes cases nobody has taken."""

import asyncio
import itertools
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bench.filling import fill
from rules.cases import Action, Press
from rules.office import DESK_HOURS
from services.cases import move
from services.desk import Desk
from storage.database import Database
from storage.migrate import migrate
from tests.cast import ANNA, agency

DELIVERIES = itertools.count(1)


def machine_now() -> datetime:
    """The instant, UTC."""
    return datetime.now(UTC)


def desk_over(database: Database) -> Desk:
    """A desk whose courier rests."""
    return Desk(database, machine_now, lambda: None)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="saksgang-bench-") as path:
        yield Path(path)


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """The database, closed afterwards."""
    database = Database(url)
    try:
        yield database
    finally:
        database.close()


async def prepared(url: str, stored: int, untaken: int) -> list[int]:
    """Tables, an agency and `stored` cases; returns the row ids of the untaken ones, spread over all."""
    with opened(url) as database:
        await asyncio.to_thread(migrate, database)
        customer = await agency(desk_over(database))
        return await asyncio.to_thread(fill, database, customer.id, stored, untaken)


async def sqlite_twins(where: Path, untaken: int, *names: str) -> tuple[list[int], list[str]]:
    """Equal SQLite files in which every case is untaken, and the ids of these."""
    first, *others = (where / f"{name}.db" for name in names)
    ids = await prepared(f"sqlite:///{first}", untaken, untaken)
    for other in others:
        shutil.copyfile(first, other)
    return ids, [f"sqlite:///{path}" for path in (first, *others)]


async def takes(desk: Desk, case_id: int) -> None:
    """One press of *Take it* as the listener does it: two keys, and the move, in one transaction."""
    press = Press(case_id, Action.TAKE, "v1")
    intent = f"{ANNA.team_id}:{ANNA.user_id}:{press.action}:{case_id}:{press.seen}"
    delivery = desk.for_delivery(f"{next(DELIVERIES)}.bench")
    await delivery.do_once(intent, lambda _case: None, move, ANNA, press, {}, DESK_HOURS)


async def take_all(desk: Desk, case_ids: Iterable[int], at_once: int = 1) -> None:
    """Every one of these is taken, so many at a time."""
    waiting = iter(case_ids)

    async def one_after_the_other() -> None:
        for case_id in waiting:
            await takes(desk, case_id)

    await asyncio.gather(*(one_after_the_other() for _ in range(at_once)))
