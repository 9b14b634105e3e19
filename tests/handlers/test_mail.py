"""Mail that goes out, against a real mail server that says later, never, or nothing at all."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from handlers.courier import Courier
from handlers.mail import MailOutlet, compose
from handlers.outlets import Outlets
from handlers.smtp import connection
from handlers.views.mails import mail as in_form
from handlers.views.words import words
from rules.cases import Action, Case
from rules.customers import Contact
from rules.letters import Letter, LetterKind
from rules.levels import Level
from rules.mail import Sender, Server, sender_of
from rules.notices import DESK, MAIL, Item, Kind, Notice, mail_lane
from rules.office import DESK_HOURS
from rules.people import PersonId
from rules.records import Entry
from services import outbox
from services.desk import Desk
from services.outbox import Sent
from storage.database import Database
from storage.tx import Tx
from tests.conftest import TestClock
from tests.mail_server import HANGS_UP, MailServer, mail_server, text_of
from tests.ports import free_port

NORDLYS = Sender("Nordlys", "support@nordlys.example", "help@nordlys.example")
ANNA = PersonId("THOME", "UANNA")
SUNDAY_0310 = datetime(2026, 3, 29, 1, 10, tzinfo=UTC)


class ToldDesk:
    """Slack, which only remembers what kind of notices were for it."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Kind]] = []

    async def send(self, item: Item, held_until: float) -> Sent:
        self.told.append((item.notice.lane, item.notice.kind))
        return Sent("C1", "1.0")

    def stop_waiting(self) -> None:
        """Nobody waits here."""


class Post:
    """An outbox with a courier at work, over one mail server."""

    def __init__(self, database: Database, clock: TestClock, server: Server | None) -> None:
        self.slack = ToldDesk()
        self.desk = Desk(database, clock.now, lambda: self.courier.wake())
        house: Any = SimpleNamespace(desk=self.desk, hours=DESK_HOURS, words=lambda language: words(language or "en"))
        self.outlet = MailOutlet(house, server, NORDLYS if server else None)
        self.courier = Courier(self.desk, Outlets(self.slack, {MAIL: self.outlet}))

    async def writes(self, *kinds: LetterKind, language: str = "en", name: str = "Kari Nordmann") -> list[Item]:
        """Kari is written to about one outage."""
        return await self.desk.do(letters_to_kari, kinds, language, name)

    async def rests(self) -> None:
        """Until nothing waits any more."""
        async with asyncio.timeout(8):
            while await self.desk.ask(outbox.waiting):  # noqa: ASYNC110 - the outbox is looked at from outside
                await asyncio.sleep(0.01)

    async def waits_because(self, reason: str) -> None:
        """Until something waits for this reason."""
        async with asyncio.timeout(8):
            while not any(reason in (one.reason or "") for one in await self.desk.ask(outbox.stuck)):  # noqa: ASYNC110
                await asyncio.sleep(0.01)


def letters_to_kari(tx: Tx, kinds: tuple[LetterKind, ...], language: str, name: str) -> list[Item]:
    customer = next(iter(tx.customers.all()), None) or tx.customers.add("Fjordmat", "CFJORD", "en", ())
    kari = tx.contacts.by_email("kari@fjordmat.no")
    contact_id = kari.id if kari else tx.contacts.add(
        Contact(0, customer.id, name, email="kari@fjordmat.no", language=language, gets_letters=True)
    )  # fmt: skip
    case = Case(0, tx.cases.next_number(), customer.id, None, ANNA, "monitoring", tx.now, "The shop is down", "", None,
                Level.A, None, None)  # fmt: skip
    case_id = tx.cases.add(case)
    thread = f"letters:{case_id}@{mail_lane(contact_id)}"
    for kind in kinds:
        words = "Disk <full>" if kind is LetterKind.NEWS else ""
        until, link = SUNDAY_0310 + timedelta(minutes=15), "https://fjordmat.no/?a=1&b=2"
        told = Letter(kind, "The shop", link, SUNDAY_0310, until - SUNDAY_0310, until, words=words)
        row = tx.history.add(Entry(case_id, 1, tx.now, None, Action.LETTER, facts=told.as_facts()))
        tx.outbox.put(Notice(mail_lane(contact_id), thread, Kind.LETTER, case_id, row), at=tx.now)
    return tx.outbox.stuck()


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail_server() as found:
        yield found


@pytest.fixture
async def post(database: Database, clock: TestClock, server: MailServer) -> AsyncIterator[Post]:
    async for found in at_work(Post(database, clock, Server("127.0.0.1", server.port, encrypted=False))):
        yield found


async def at_work(post: Post) -> AsyncIterator[Post]:
    work = asyncio.create_task(post.courier.run())
    try:
        yield post
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        await post.courier.finish()


async def test_a_mail_says_who_it_is_from_what_it_is_of_and_that_nobody_typed_it(
    post: Post, server: MailServer
) -> None:  # fmt: skip
    [item] = await post.writes(LetterKind.FIRST)
    await post.rests()
    [mail] = server.taken
    assert server.recipients == ["kari@fjordmat.no"]
    assert {
        name: str(mail[name]) for name in ("From", "To", "Reply-To", "Auto-Submitted", "Message-ID", "Subject")
    } == {
        "From": "Nordlys <support@nordlys.example>",
        "To": "Kari Nordmann <kari@fjordmat.no>",
        "Reply-To": "help@nordlys.example",
        "Auto-Submitted": "auto-generated",
        "Message-ID": f"<{item.key}@nordlys.example>",
        "Subject": "SG-1001: The shop is down",
    }
    assert str(mail["Date"]) == "Mon, 30 Mar 2026 10:00:00 +0200"
    assert mail["References"] is None
    assert "It has been down since Sunday 29 March 03:10." in text_of(mail)
    assert '<a href="https://fjordmat.no/?a=1&amp;b=2">' in text_of(mail, "html")


async def test_mails_of_one_outage_are_one_thread_and_in_the_readers_language(post: Post, server: MailServer) -> None:
    await post.writes(LetterKind.FIRST, LetterKind.NEWS, LetterKind.LAST, language="nb")
    await post.rests()
    first, news, last = server.taken
    assert (str(news["In-Reply-To"]), str(news["References"])) == (server.ids[0], server.ids[0])
    assert (str(last["In-Reply-To"]), str(last["References"])) == (server.ids[1], " ".join(server.ids[:2]))
    assert str(first["Subject"]) == "SG-1001: The shop er nede"
    assert "> Disk <full>" in text_of(news)
    assert "Disk &lt;full&gt;" in text_of(news, "html")
    assert "søndag 29. mars 03:10" in text_of(last)
    assert await post.desk.ask(lambda tx: tx.mails.case_of(server.ids[2])) is not None


async def test_killed_with_the_mail_in_hand_it_is_sent_again_with_the_same_message_id(
    post: Post, server: MailServer
) -> None:  # fmt: skip
    server.at_data.append(HANGS_UP)
    await post.writes(LetterKind.FIRST)
    await post.rests()
    assert len(server.ids) == 2
    assert len(set(server.ids)) == 1
    assert len(set(map(str, server.taken))) == 1


@pytest.mark.parametrize("where", ["at_rcpt", "at_data"])
async def test_later_is_tried_again_and_comes_once(post: Post, server: MailServer, where: str) -> None:
    getattr(server, where).extend(["451 4.3.0 try again later"] * 2)
    await post.writes(LetterKind.FIRST, LetterKind.LAST)
    await post.rests()
    assert [str(mail["Subject"]) for mail in server.taken] == [
        "SG-1001: The shop is down",
        "SG-1001: The shop is up again",
    ]
    assert post.slack.told == []


@pytest.mark.parametrize("where", ["at_rcpt", "at_data"])
async def test_never_is_given_up_and_staff_hear_the_reason(post: Post, server: MailServer, where: str) -> None:
    getattr(server, where).append("550 5.1.1 no such user\nX: y")
    await post.writes(LetterKind.FIRST)
    await post.rests()
    assert server.taken == []
    [given_up] = await post.desk.ask(outbox.stuck)
    assert "550 5.1.1 no such user" in (given_up.reason or "")
    assert "\n" not in (given_up.reason or "")
    assert post.slack.told == [(DESK, Kind.GAVE_UP)]


@pytest.mark.parametrize("address", ["kari..nordmann@fjordmat.no", "kari@fjordmat..no", "kåre@fjordmat.no"])
async def test_what_is_no_address_is_given_up_at_once(post: Post, server: MailServer, address: str) -> None:
    def misspelt(tx: Tx) -> None:
        [letter] = letters_to_kari(tx, (LetterKind.FIRST,), "en", "Kari")
        contact = tx.contacts.get(int(letter.notice.lane.removeprefix(MAIL)))
        assert contact is not None
        tx.contacts.save(replace(contact, email=address))

    await post.desk.do(misspelt)
    await post.rests()
    assert server.taken == []
    assert post.slack.told == [(DESK, Kind.GAVE_UP)]


async def test_of_hours_of_waiting_letters_only_what_is_still_news_goes_out(post: Post, server: MailServer) -> None:
    server.at_rcpt.append("451 later")
    again = [LetterKind.AGAIN] * 3
    await post.writes(LetterKind.FIRST, *again, LetterKind.LAST)
    await post.rests()
    assert [str(mail["Subject"]).partition("shop ")[2] for mail in server.taken] == ["is down", "is up again"]


async def test_who_has_left_meanwhile_gets_none(post: Post, server: MailServer) -> None:
    server.at_rcpt.append("451 later")
    await post.writes(LetterKind.FIRST)
    await post.waits_because("451")
    await post.desk.do(lambda tx: tx.contacts.save(gone(tx)))
    await post.rests()
    assert server.taken == []


def gone(tx: Tx) -> Contact:
    kari = tx.contacts.by_email("kari@fjordmat.no")
    assert kari is not None
    return Contact(kari.id, kari.customer_id, kari.name, email=kari.email, left_at=tx.now)


@pytest.mark.parametrize("broken", ["nobody there", "no password"])
async def test_while_nothing_can_be_sent_it_waits_uncounted_or_patiently_and_staff_hear_once(
    database: Database, clock: TestClock, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.courier.HELD_WAIT", 0.05)
    async with mail_server(asks_for_password=True) as server:
        server.lets_in = False
        port = free_port() if broken == "nobody there" else server.port
        found = Post(database, clock, Server("127.0.0.1", port, encrypted=False, user="us", password="secret"))
        async for post in at_work(found):
            await post.writes(LetterKind.FIRST)
            await post.writes(LetterKind.FIRST)
            await post.waits_because("does not let us send" if broken == "no password" else "no answer from the mail")
            await asyncio.sleep(0.2)
            rows = await post.desk.ask(outbox.stuck)
            assert [row.state for row in rows] == ["waiting"] * 2
            assert all("secret" not in (row.reason or "") for row in rows)
            if broken == "no password":
                assert post.slack.told == [(DESK, Kind.MAIL_REFUSED)]
                assert {row.attempts for row in rows} == {0}
                server.lets_in = True
                await post.rests()
                assert len(server.ids) == 2


async def test_without_a_server_letters_wait_and_staff_hear_once(
    database: Database, clock: TestClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.courier.HELD_WAIT", 0.05)
    async for post in at_work(Post(database, clock, None)):
        await post.writes(LetterKind.FIRST)
        await post.writes(LetterKind.FIRST)
        await post.waits_because("mail is not set up")
        await asyncio.sleep(0.2)
        assert len(await post.desk.ask(outbox.stuck)) == 2
        assert post.slack.told == [(DESK, Kind.MAIL_NOT_SET_UP)]


def test_no_name_and_no_title_adds_a_header() -> None:
    evil = "Kari\r\nBcc: everybody@fjordmat.no\r\n\r\n<b>"
    form = in_form(words("en"), subject=evil, heading=evil, sentences=[evil], address="javascript:x", footer=evil)
    notice = Notice(mail_lane(1), "t", Kind.LETTER)
    item = Item(1, "k" * 32, notice, 0, False, None, "waiting", None, SUNDAY_0310)
    to = Contact(1, 1, evil, email="kari@fjordmat.no")
    mail = compose(form, to, sender_of("Nordlys\n <support@nordlys.example>"), item)
    assert mail["Bcc"] is None
    head = mail.as_bytes().split(b"\r\n\r\n")[0].decode()
    assert [line for line in head.splitlines() if line.startswith("Bcc")] == []
    assert "<b>" not in form.html
    assert "href" not in form.html


@pytest.mark.parametrize(
    ("server", "tls"),
    [
        (Server("mail.example", 587, False, "us", "secret"), True),
        (Server("127.0.0.1", 587, False, "us", "secret"), None),
        (Server("mail.example", 25, False), None),
    ],
)
def test_a_password_goes_over_no_open_wire(server: Server, tls: bool | None) -> None:
    assert connection(server)._start_tls_on_connect is tls
