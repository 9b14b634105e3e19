"""The doctor's look at mail: the server is asked, and gets no mail."""

from collections.abc import AsyncIterator

import pytest

from bot.examine_mail import NOT_SET, mail
from bot.findings import Finding, Verdict
from bot.settings import Settings, read
from tests.mail_server import MailServer, mail_server


@pytest.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail_server(asks_for_password=True) as found:
        yield found


def settings(address: str) -> Settings:
    return read(
        _env_file=None,
        slack_bot_token="xoxb-secret",
        slack_app_token="xapp-secret",
        customer_success_channel="C0DESK",
        on_call_channel="C0CALL",
        smtp_url=address,
        mail_from="Nordlys <support@nordlys.example>",
    )


async def looked(address: str) -> Finding:
    return await mail(settings(address))


async def test_the_mail_server_is_asked_and_gets_no_mail(server: MailServer) -> None:
    found = await looked(f"smtp://us:secret@127.0.0.1:{server.port}")
    assert found.verdict is Verdict.OK
    assert found.says == f"SMTP_URL: 127.0.0.1:{server.port} answers, not encrypted, and lets us in"
    assert server.taken == []


async def test_one_that_does_not_let_us_in_is_a_problem(server: MailServer) -> None:
    server.lets_in = False
    found = await looked(f"smtp://us:secret@127.0.0.1:{server.port}")
    assert found.verdict is Verdict.PROBLEM
    assert found.says.startswith(f"SMTP_URL: 127.0.0.1:{server.port} does not let us in (535 ")
    assert "secret" not in str(found)


async def test_one_that_does_not_speak_tls_where_it_is_asked_to_is_a_problem(server: MailServer) -> None:
    found = await looked(f"smtps://127.0.0.1:{server.port}")
    assert found.verdict is Verdict.PROBLEM
    assert "does not answer as a mail server" in found.says


async def test_without_a_mail_server_it_is_a_note() -> None:
    found = await looked("")
    assert (found.verdict, found.says) == (Verdict.NOTE, NOT_SET)
