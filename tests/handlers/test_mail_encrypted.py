"""Mail to a server that encrypts: over STARTTLS and smtps, and what answers with a certificate that is not its own."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.examine_mail import mail
from bot.findings import Finding, Verdict
from handlers.smtp import NotTrusted, ServerRefuses, deliver
from rules.letters import LetterKind
from rules.mail import Server, server_of
from rules.notices import DESK, Kind
from storage.database import Database
from tests.bot.test_examine_mail import settings
from tests.conftest import TestClock
from tests.handlers.test_mail import Post, at_work
from tests.mail_server import MailServer, mail_server
from tests.websites import certificate

HOST = "mail.nordlys.example"
Showing = Callable[..., Any]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """What is said to a mail server does not depend on the database."""
    return f"sqlite:///{tmp_path / 'saksgang.db'}"


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The server's name leads to this machine, as if it were another one."""
    looked_up = socket.getaddrinfo

    def found(host: Any, *more: Any, **facts: Any) -> Any:
        return looked_up("127.0.0.1" if host == HOST else host, *more, **facts)

    monkeypatch.setattr(socket, "getaddrinfo", found)


@pytest.fixture
def showing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Showing:
    """A mail server that shows a certificate of this name, for so many days more, whose authority we trust."""

    @asynccontextmanager
    async def server(
        name: str = HOST, days: int = 30, *, signed: bool = True, at_once: bool = False
    ) -> AsyncIterator[MailServer]:
        shown = certificate(tmp_path, name, datetime.now(UTC) + timedelta(days=days), signed=signed)
        authority = tmp_path / "authority.pem"
        authority.write_text(shown.authority)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        async with mail_server(asks_for_password=True, tls=shown.server, at_once=at_once) as found:
            yield found

    return server


def address(server: MailServer, scheme: str = "smtp", host: str = HOST) -> str:
    return f"{scheme}://us:secret@{host}:{server.port}"


async def staff_hear(post: Post) -> list[tuple[str, Kind]]:
    """What they are told, once they are told something."""
    async with asyncio.timeout(8):
        while not post.slack.told:  # noqa: ASYNC110 - nobody says when
            await asyncio.sleep(0.01)
    return post.slack.told


async def looked(written: str) -> Finding:
    return await mail(settings(written))


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
async def test_mail_and_password_go_encrypted(
    database: Database, clock: TestClock, showing: Showing, scheme: str
) -> None:
    async with showing(at_once=scheme == "smtps") as server:
        assert (await looked(address(server, scheme))).says.endswith(" answers, encrypted, and lets us in")
        async for post in at_work(Post(database, clock, server_of(address(server, scheme)))):
            await post.writes(LetterKind.FIRST)
            await post.rests()
        assert len(server.taken) == 1
        assert server.secrets == [True, True]


@pytest.mark.parametrize(
    ("scheme", "shown", "says"),
    [
        ("smtp", {"name": "other.example"}, "its certificate is for another name"),
        ("smtps", {"name": "other.example"}, "its certificate is for another name"),
        ("smtp", {"days": -1}, "its certificate has expired"),
        ("smtps", {"signed": False}, "its certificate is signed by itself"),
    ],
)
async def test_what_shows_another_certificate_gets_nothing_and_letters_wait_until_it_is_right(
    database: Database, clock: TestClock, showing: Showing, scheme: str, shown: dict[str, Any], says: str
) -> None:
    async with showing(at_once=scheme == "smtps", **shown) as server:
        found = await looked(address(server, scheme))
        assert (found.verdict, says in found.says, "another server" in found.says) == (Verdict.PROBLEM, True, True)
        async for post in at_work(Post(database, clock, server_of(address(server, scheme)))):
            await post.writes(LetterKind.FIRST)
            await post.waits_because(says)
            assert await staff_hear(post) == [(DESK, Kind.MAIL_NOT_TRUSTED)]
        assert (server.taken, server.secrets) == ([], [])


async def test_who_took_the_encryption_out_of_the_offer_gets_no_password() -> None:
    async with mail_server(asks_for_password=True) as server:
        with pytest.raises(ServerRefuses) as why:
            await deliver(server_of(address(server)), None, "us@nordlys.example", "kari@fjordmat.no")  # type: ignore[arg-type]
        assert not isinstance(why.value, NotTrusted)
        assert server.secrets == []


async def test_on_this_machine_the_certificate_does_not_matter(showing: Showing) -> None:
    async with showing("debian", signed=False) as server:
        found = await looked(address(server, host="127.0.0.1"))
        assert found.says == f"SMTP_URL: 127.0.0.1:{server.port} answers, encrypted, and lets us in"
    async with showing("debian", signed=False, at_once=True) as server:
        assert (await looked(address(server, "smtps", "127.0.0.1"))).verdict is Verdict.PROBLEM


async def test_a_wrong_password_is_told_to_staff(database: Database, clock: TestClock, showing: Showing) -> None:
    async with showing() as server:
        server.lets_in = False
        async for post in at_work(Post(database, clock, Server(HOST, server.port, False, "us", "secret"))):
            await post.writes(LetterKind.FIRST)
            await post.waits_because("does not let us send: 535")
            assert await staff_hear(post) == [(DESK, Kind.MAIL_REFUSED)]
