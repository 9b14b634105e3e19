"""What looking at 10,000 sites a minute takes: `python3 -m bench.checks`.

The sites are one server of this machine, in a process of its own; what is measured is the process that looks, with its
database, beside the same one when it has nothing to do.
"""

import argparse
import asyncio
import json
import multiprocessing
import resource
import socket
import ssl
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import aiohttp.connector
from sqlalchemy import select

from handlers.checks import Watch
from handlers.probe import Probe
from rules.checks import EVERY, Check
from rules.customers import Site
from rules.looks import unpack_batch
from services.checks import tidy
from services.desk import Desk
from storage.database import Database
from storage.looks import batches
from storage.migrate import migrate
from storage.tx import Tx
from tests.websites import certificate

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 9\r\nConnection: close\r\n\r\nVelkommen"
IDLE, WARM = 5.0, 20.0  # seconds
OSLO = ZoneInfo("Europe/Oslo")


class Answering(asyncio.Protocol):
    """A site that works."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody comes."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """They ask."""
        assert isinstance(self._transport, asyncio.Transport)
        if b"\r\n\r\n" in data:
            self._transport.write(ANSWER)
            self._transport.close()


def serve(port: int, shown: Path | None) -> None:
    """The server, until it is ended; with the certificate that is shown, if any."""
    tls = None
    if shown is not None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(shown)

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Answering, "127.0.0.1", port, backlog=4096, ssl=tls)
        await server.serve_forever()

    asyncio.run(run())


async def measured(url: str, seconds: float) -> dict[str, float]:
    """Looks for that long; what it took."""
    database = Database(url)
    desk = Desk(database, lambda: datetime.now(UTC), lambda: None)
    idle = await _running(desk, 0, IDLE)
    memory = _memory()
    busy = await _running(desk, EVERY, seconds + WARM, WARM)
    looks = _looks(database)
    await desk.do(tidy)
    database.close()
    return {"idle_cores": idle, "cores": busy, "idle_mib": memory, "more_mib": _memory() - memory, "looks": looks}


async def _running(desk: Desk, every: int, seconds: float, warm: float = 0.0) -> float:
    """How many cores it took, after it was warm."""
    watch = asyncio.create_task(Watch(desk, Probe(own_network=True), every, OSLO).run())
    await asyncio.sleep(warm)
    before = _processor()
    await asyncio.sleep(seconds - warm)
    took = _processor() - before
    watch.cancel()
    await asyncio.gather(watch, return_exceptions=True)
    return took / (seconds - warm)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _memory() -> float:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


def _looks(database: Database) -> int:
    with database.engine.connect() as connection:
        packed = connection.execute(select(batches.c.looks)).scalars()
        return sum(len(unpack_batch(one, 0)) for one in packed)


def _sites(tx: Tx, first: int, root: str) -> None:
    customer = tx.customers.all()[0] if first else tx.customers.add("Fjordmat", "C1", "en", ())
    for number in range(first, first + 500):
        address = f"{root}/{number}"
        tx.sites.add(Site(0, customer.id, f"Site {number}", f"site{number}.no", address, checks=(Check(address),)))


def prepared(url: str, sites: int, root: str) -> None:
    """A database in which that many are looked at, spread as if it had gone on for a while."""
    database = Database(url)
    migrate(database)
    for first in range(0, sites, 500):
        database.write(partial(_sites, first=first, root=root), lambda: datetime.now(UTC)).result()
    while database.write(_taken, lambda: datetime.now(UTC)).result():
        pass
    database.close()


def _taken(tx: Tx) -> bool:
    return tx.checks.take(int(tx.now.timestamp()), EVERY) is not None


def main() -> None:
    """Prints what it took as JSON."""
    parser = argparse.ArgumentParser(prog="bench.checks", description=__doc__)
    parser.add_argument("--sites", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--tls", action="store_true", help="the sites are https")
    given = parser.parse_args()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with TemporaryDirectory() as folder:
        shown = _trusted(Path(folder)) if given.tls else None
        server = multiprocessing.get_context("spawn").Process(target=serve, args=(port, shown), daemon=True)
        server.start()
        url = f"sqlite:///{folder}/checks.db"
        prepared(url, given.sites, f"https://localhost:{port}" if given.tls else f"http://localhost:{port}")
        print(json.dumps(asyncio.run(measured(url, given.seconds))))
        server.terminate()


def _trusted(folder: Path) -> Path:
    """A certificate for this machine whose authority is trusted here as browsers trust theirs."""
    shown = certificate(folder, "localhost", datetime.now(UTC) + timedelta(days=60))
    aiohttp.connector._SSL_CONTEXT_VERIFIED = ssl.create_default_context(cadata=shown.authority)
    return folder / "localhost.pem"


if __name__ == "__main__":
    main()
