"""python -m sandbox: a local Slack until it is told to stop."""

import argparse
import asyncio
import json
import math
import os
import signal
import stat
import sys
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path
from typing import TextIO

from sandbox import cast, config, manifest
from sandbox.config import Config
from sandbox.faults import ANY, Fault, fresh_seed
from sandbox.server import Running, running


def arguments() -> argparse.Namespace:
    """What was asked for on the command line; what is wrong with it is said in a sentence."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A local Slack with two organisations.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=_port, default=0, help="0 takes a free one (the first line of output tells)")
    parser.add_argument(
        "--config", type=_config, metavar="FILE", help="YAML: teams, people, channels; see sandbox/README.md"
    )
    parser.add_argument(
        "--manifest", type=_manifest, metavar="FILE", help="the app's manifest: its events, commands and shortcuts"
    )
    parser.add_argument("--clock-file", type=Path, help="8 bytes with the clock's offset, shared with other programs")
    parser.add_argument("--calls", type=Path, help="append every Web API call as a JSON line")
    parser.add_argument("--request-url", default="", help="post deliveries here, signed, instead of Socket Mode")
    parser.add_argument("--faults", type=_rate, metavar="RATE", help="break so many of all calls, e.g. 0.2")
    parser.add_argument("--seed", type=int, help="draw the faults from this; without one the first line tells which")
    parser.add_argument("--exit-on-eof", action="store_true", help="end when stdin ends")
    return parser.parse_args()


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to 65535, not {text}")
    return int(text)


def _config(text: str) -> Config:
    """What is wrong with it is said in one sentence, before anything is begun."""
    try:
        found = config.load(Path(text))
        cast.world(found, now=0)
    except (OSError, ValueError) as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from None
    return found


def _manifest(text: str) -> Path:
    try:
        found = manifest.load(Path(text))
    except (OSError, ValueError) as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from None
    for each in manifest.not_here(found):
        print(f"{text}: {each}; README.md tells what is simulated", file=sys.stderr)
    return Path(text)


def _rate(text: str) -> float:
    try:
        rate = float(text)
    except ValueError:
        rate = math.nan
    if not 0 <= rate <= 1:
        raise argparse.ArgumentTypeError(f"must be a number from 0 to 1, not {text}")
    return rate


async def _serve(given: argparse.Namespace) -> None:
    stop = await _stop(given.exit_on_eof)
    async with AsyncExitStack() as stack:
        try:
            server = await stack.enter_async_context(_running(given))
        except OSError as wrong:
            sys.exit(f"python -m sandbox: {wrong}")
        facts = server.facts
        if given.faults is not None:
            facts["seed"] = _broken(server, given)
        print(json.dumps(facts, ensure_ascii=False), flush=True)
        await stop.wait()


def _running(given: argparse.Namespace) -> AbstractAsyncContextManager[Running]:
    return running(
        given.config,
        port=given.port,
        host=given.host,
        manifest_file=given.manifest,
        clock_file=given.clock_file,
        calls_file=given.calls,
        request_url=given.request_url,
    )


def _broken(server: Running, given: argparse.Namespace) -> int:
    """Faults from the start, before anybody can call; gives their seed."""
    seed = fresh_seed() if given.seed is None else given.seed
    server.slack.faults.add(Fault(ANY, rate=given.faults, seed=seed))
    return int(seed)


async def _stop(on_eof: bool) -> asyncio.Event:
    """Set when it is time to end; listened for before anybody can know that we run."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    if on_eof and _has_ended(sys.stdin):
        stop.set()
    elif on_eof:
        await loop.connect_read_pipe(lambda: _Eof(stop), sys.stdin)
    return stop


def _has_ended(stdin: TextIO) -> bool:
    """A file or /dev/null: nobody is there whose end could be waited for."""
    mode = os.fstat(stdin.fileno()).st_mode
    return not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode) or stdin.isatty())


class _Eof(asyncio.Protocol):
    """Waits for the end of stdin."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._stop = stop

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever started us is gone."""
        self._stop.set()


if __name__ == "__main__":
    asyncio.run(_serve(arguments()))
