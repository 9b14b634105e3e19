"""A look at a site: what a person would see, and nothing of our own network."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest
from aiohttp import web

from handlers.certificates import shown_at, valid_until
from handlers.own_network import Sockets, is_on_the_internet
from handlers.probe import Probe
from rules.checks import Check
from rules.probe import Saw
from tests.websites import website

EXPIRED = Path(__file__).with_name("expired.pem")


async def _answer(request: web.Request) -> web.StreamResponse:
    match request.path:
        case "/slow":
            await asyncio.sleep(30)
        case "/loop":
            raise web.HTTPFound("/loop")
        case "/moved":
            raise web.HTTPFound("/")
        case "/gives-a-cookie" if request.cookies.get("seen") != "1":
            raise web.HTTPFound("/gives-a-cookie", headers={"Set-Cookie": "seen=1; Path=/"})
        case "/long-way":
            step = int(request.query.get("step", 0))
            if step < 8:
                raise web.HTTPFound(f"/long-way?step={step + 1}")
        case "/long-policy":
            return web.Response(text="Velkommen", headers={"Content-Security-Policy": "a" * 20_000})
        case "/broken":
            return web.Response(status=500)
    return web.Response(text="Velkommen")


@asynccontextmanager
async def site(tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """A site on this machine; its address."""
    app = web.Application()
    app.router.add_get("/{any:.*}", _answer)
    runner = web.AppRunner(app, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    port = runner.addresses[0][1]
    try:
        yield f"https://localhost:{port}" if tls else f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize(
    ("path", "saw", "status"),
    [("/", Saw.WORKS, 200), ("/moved", Saw.WORKS, 200), ("/broken", Saw.ERROR, 500), ("/loop", Saw.LOOP, None),
     ("/slow", Saw.SILENCE, None)],
)  # fmt: skip
async def test_what_a_person_would_see(path: str, saw: Saw, status: int | None) -> None:
    async with site() as address:
        seen = await Probe(own_network=True, patience=0.5).look(address + path)
    assert (seen.saw, seen.status) == (saw, status)


@pytest.mark.parametrize("path", ["/gives-a-cookie", "/long-way", "/long-policy"])
async def test_what_browsers_show_is_no_failure(path: str) -> None:
    async with site() as address:
        assert (await Probe(own_network=True).look(address + path)).saw is Saw.WORKS


async def test_a_cookie_is_kept_for_one_look_only() -> None:
    probe = Probe(own_network=True)
    async with website() as there, probe.session() as session:
        for _ in range(2):
            assert (await probe.check(session, Check(there.address))).saw is Saw.WORKS
    assert there.brought == ["", ""]


@pytest.mark.parametrize(
    "answer", [b"SSH-2.0-OpenSSH_9.2\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n?", b""]
)
async def test_an_answer_that_nobody_can_read_is_no_closed_door(answer: bytes) -> None:
    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    async with await asyncio.start_server(answers, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert (await Probe(own_network=True).look(f"http://127.0.0.1:{port}")).saw is Saw.CUT_OFF


async def test_nobody_answers_there() -> None:
    async with site() as address:
        pass
    assert (await Probe(own_network=True).look(address)).saw is Saw.REFUSED


async def test_a_name_that_is_nobodys() -> None:
    assert (await Probe().look("https://nobody.invalid")).saw is Saw.NO_SUCH_HOST


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}", "http://localhost:{port}", "http://[::1]:{port}"])
async def test_nothing_of_our_own_network_is_asked(address: str) -> None:
    async with site() as there:
        seen = await Probe().look(address.format(port=there.rpartition(":")[2]))
    assert seen.saw is Saw.NOT_OURS_TO_ASK


@pytest.mark.parametrize(
    ("address", "asked"),
    [("127.0.0.1", False), ("10.1.2.3", False), ("192.168.1.1", False), ("172.16.0.1", False),
     ("169.254.169.254", False),
     ("100.64.0.1", False), ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False), ("fe80::1%eth0", False),
     ("fd00::1", False), ("::ffff:127.0.0.1", False), ("2002:7f00:1::", False),
     ("64:ff9b::a9fe:a9fe", False), ("64:ff9b::5db8:d822", True), ("64:ff9b:1::a00:1", False), ("fec0::1", False),
     ("::7f00:1", False), ("::ffff:0:7f00:1", False), ("93.184.216.34", True),
     ("2606:2800:220:1:248:1893:25c8:1946", True), ("::ffff:93.184.216.34", True)],
)  # fmt: skip
def test_which_addresses_are_on_the_internet(address: str, asked: bool) -> None:
    assert is_on_the_internet(address) is asked


@pytest.mark.parametrize("address", ["ftp://fjordmat.no", "file:///etc/passwd", "http://", "http://[", "nonsense"])
async def test_what_is_no_web_address_breaks_nothing(address: str) -> None:
    assert (await Probe().look(address)).saw is Saw.REFUSED


async def test_a_certificate_nobody_signed() -> None:
    async with site(_tls()) as address:
        assert (await Probe(own_network=True).look(address)).saw is Saw.SELF_SIGNED


async def test_the_last_day_of_the_certificate_a_site_shows() -> None:
    async with site(_tls()) as address:
        shown = await shown_at("localhost", int(address.rpartition(":")[2]), Sockets(own_network=True))
    assert valid_until(shown) == date(2020, 1, 2)


def _tls() -> ssl.SSLContext:
    """A certificate for localhost that it signed itself, and whose last day was 2 January 2020."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(EXPIRED)
    return tls
