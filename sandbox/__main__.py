"""python -m sandbox: a local Slack until it is told to stop."""

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path

from sandbox import config
from sandbox.server import running


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A local Slack with two organisations.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one (the first line of output tells)")
    parser.add_argument("--config", type=Path, help="YAML: teams, people, channels; see sandbox/README.md")
    parser.add_argument("--manifest", type=Path, help="the app's manifest: its events, commands and shortcuts")
    parser.add_argument("--clock-file", type=Path, help="8 bytes with the clock's offset, shared with other programs")
    parser.add_argument("--calls", type=Path, help="append every Web API call as a JSON line")
    parser.add_argument("--request-url", default="", help="post deliveries here, signed, instead of Socket Mode")
    parser.add_argument("--exit-on-eof", action="store_true", help="end when stdin ends")
    return parser.parse_args()


async def _serve(given: argparse.Namespace) -> None:
    stop = await _stop(given.exit_on_eof)
    async with running(
        config.load(given.config),
        port=given.port,
        host=given.host,
        manifest_file=given.manifest,
        clock_file=given.clock_file,
        calls_file=given.calls,
        request_url=given.request_url,
    ) as server:
        print(json.dumps(server.facts, ensure_ascii=False), flush=True)
        await stop.wait()


async def _stop(on_eof: bool) -> asyncio.Event:
    """Set when it is time to end; listened for before anybody can know that we run."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    if on_eof:
        await loop.connect_read_pipe(lambda: _Eof(stop), sys.stdin)
    return stop


class _Eof(asyncio.Protocol):
    """Waits for the end of stdin."""

    def __init__(self, stop: asyncio.Event) -> None:
        self._stop = stop

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever started us is gone."""
        self._stop.set()


if __name__ == "__main__":
    asyncio.run(_serve(_arguments()))
