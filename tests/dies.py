"""`bot run` that dies by kill -9 at every other pass of one point, so that each step is tried once dead, once alive.

Started as `python -m tests.dies POINT COUNTER-FILE [LIMIT]`. Nothing of this is in the app: the points are patched in.
"""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import handlers.catch_up
import handlers.files
import handlers.outgoing
import handlers.webhooks.together
import services.desk
from bot.chaos.quick_bot import run


class Death:
    """Counts the passes in a file that outlives the process; every odd one up to the limit kills."""

    def __init__(self, counter: Path, limit: int) -> None:
        self._counter = counter
        self._limit = limit

    def comes(self) -> None:
        passes = int(self._counter.read_text() or 0) + 1 if self._counter.exists() else 1
        self._counter.write_text(str(passes))
        if passes % 2 == 1 and passes <= self._limit:
            os.kill(os.getpid(), signal.SIGKILL)


def before(owner: Any, name: str, death: Death) -> None:
    """Dies when the function is called."""
    original: Callable[..., Any] = getattr(owner, name)

    async def patched(*args: Any, **kwargs: Any) -> Any:
        death.comes()
        return await original(*args, **kwargs)

    setattr(owner, name, patched)


def after(owner: Any, name: str, death: Death) -> None:
    """Dies when the function is done."""
    original: Callable[..., Any] = getattr(owner, name)

    async def patched(*args: Any, **kwargs: Any) -> Any:
        result = await original(*args, **kwargs)
        death.comes()
        return result

    setattr(owner, name, patched)


def before_commit(death: Death) -> None:
    """Dies when the work of a click is done but not committed."""
    original = services.desk._run

    def patched(tx: Any, service: Any, args: Any, kwargs: Any) -> Any:
        result = original(tx, service, args, kwargs)
        if getattr(service, "__name__", "") == "once":
            death.comes()
        return result

    services.desk._run = patched


POINTS: dict[str, Callable[[Death], None]] = {
    "before the listener": lambda death: before(services.desk.DeliveryDesk, "do_once", death),
    "before the commit": before_commit,
    "between commit and ack": lambda death: after(services.desk.DeliveryDesk, "do_once", death),
    "between ack and send": lambda death: before(handlers.outgoing.Outgoing, "send", death),
    "between send and mark": lambda death: after(handlers.outgoing.Outgoing, "send", death),
    "between fetch and mark": lambda death: after(handlers.files.Files, "fetch", death),
    "between upload and mark": lambda death: after(handlers.files.Files, "upload", death),
    "before the share": lambda death: before(handlers.files.Files, "share", death),
    "between share and mark": lambda death: after(handlers.files.Files, "share", death),
    "during catch-up": lambda death: before(handlers.catch_up.CatchUp, "_thread", death),
}
ON_RECORD = "between a signal's commit and its answer"
OF_MONITORS: dict[str, Callable[[Death], None]] = {
    ON_RECORD: lambda death: after(handlers.webhooks.together.Together, "take", death)
}


if __name__ == "__main__":
    point, counter, *limit = sys.argv[1:]
    points = POINTS | OF_MONITORS
    if point in points:
        points[point](Death(Path(counter), int(limit[0]) if limit else 1000))
    run()
