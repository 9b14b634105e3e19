"""The demo's mailbox: it takes what a mail program would, and shows it to whoever wants to read."""

from email.message import EmailMessage
from email.policy import SMTP

import aiohttp
import pytest

from bot.mailbox.running import Mailbox, mailbox
from handlers.smtp import deliver
from rules.mail import server_of

EVIL = '"><script>alert(1)</script>'


def letter(key: str, to: str = "Kari Nes <kari@fjordmat.example>", subject: str = "Nettstedet er nede") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{key}@nordlys.example>"
    message["Date"] = "Sun, 29 Mar 2026 03:25:00 +0200"
    message["From"] = "Nordlys Byrå <support@nordlys.example>"
    message["To"] = to
    message["Subject"] = subject
    message.set_content("Hei\n.\n..\nfra oss\n")
    message.add_alternative(f"<p>På vei {EVIL}</p>", subtype="html")
    return message


async def send(post: Mailbox, message: EmailMessage) -> None:
    await deliver(server_of(post.smtp_url), message, "support@nordlys.example", "kari@fjordmat.example")


async def shown(address: str) -> str:
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_what_was_sent_can_be_read_newest_first() -> None:
    async with mailbox() as post:
        assert "Nothing yet" in await shown(post.page)
        await send(post, letter("a"))
        await send(post, letter("b", subject="Nettstedet er oppe igjen"))
        page = await shown(post.page)
        assert page.index("er oppe igjen") < page.index("er nede")
        assert "Sunday 29 March 03:25" in page
        [newest, oldest] = post.catcher.kept
        assert oldest.words("plain") == "Hei\n.\n..\nfra oss\n"
        assert "På vei" in newest.words("html")


async def test_what_came_twice_is_shown_once() -> None:
    async with mailbox() as post:
        await send(post, letter("a"))
        await send(post, letter("a"))
        assert len(post.catcher.kept) == 1


@pytest.mark.parametrize("where", ["/", "/1", f"/?to={EVIL}"])
async def test_a_mails_words_are_no_page_of_ours(where: str) -> None:
    async with mailbox() as post:
        await send(post, letter("a", f'"{EVIL[1:]}" <kari@fjordmat.example>', EVIL))
        page = await shown(post.page + where)
        assert "<script" not in page
        assert where != "/1" or '<iframe sandbox title="The mail"' in page
