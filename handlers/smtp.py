"""Giving one mail to the mail server, over a connection of its own, and what the server's answers mean."""

from contextlib import suppress
from email.message import EmailMessage

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from handlers.outlets import Failed, Refused
from rules.forms import one_line
from rules.mail import Server

PATIENCE = 10.0  # seconds for one answer of the server's
LONGEST_ANSWER = 200  # characters of it that people are shown
FINAL = 500
UNANSWERED = (SMTPException, OSError)


class ServerRefuses(Exception):
    """The server does not let us send at all, whatever the mail: no mail's fault."""


async def deliver(server: Server, message: EmailMessage, sender: str, to: str) -> None:
    """Gives the mail to the server for one address. Refused when it says never (5xx), Failed when it says later (4xx),
    does not answer, or falls silent with the mail in hand; ServerRefuses when it does not let us in."""
    smtp = connection(server)
    try:
        await enter(smtp)
        await smtp.send_message(message, sender=sender, recipients=[to])
        with suppress(*UNANSWERED):
            await smtp.quit()
    except SMTPRecipientsRefused as error:
        raise _judged(error.recipients[0]) from error
    except SMTPNotSupported as error:
        raise Refused(said(error)) from error
    except SMTPResponseException as error:
        raise _judged(error) from error
    except UNANSWERED as error:
        raise Failed(f"no answer from the mail server: {said(error)}") from error
    finally:
        smtp.close()


async def enter(smtp: SMTP) -> None:
    """Connects, encrypts and logs in. ServerRefuses when it does not let us in, Failed when it cannot be reached."""
    try:
        await smtp.connect()
    except SMTPAuthenticationError as error:
        raise ServerRefuses(said(error)) from error
    except SMTPResponseException as error:
        raise Failed(said(error)) from error
    except (SMTPServerDisconnected, SMTPTimeoutError, OSError) as error:
        raise Failed(f"no answer from the mail server: {said(error)}") from error
    except SMTPException as error:  # it offers no encryption, or no way to log in
        raise ServerRefuses(said(error)) from error


def connection(server: Server) -> SMTP:
    """A connection to be entered: encrypted and logged in as the server's address says.

    A server that no longer offers encryption gets no password of ours."""
    return SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user or None,
        password=server.password or None,
        use_tls=server.encrypted,
        start_tls=True if server.must_encrypt and not server.encrypted else None,
        timeout=PATIENCE,
    )


def said(error: Exception) -> str:
    """The server's own words on one line, with its code; without any, what kind of trouble it is."""
    if isinstance(error, SMTPResponseException):
        return one_line(f"{error.code} {error.message}", LONGEST_ANSWER)
    return one_line(str(error) or type(error).__name__, LONGEST_ANSWER)


def _judged(error: SMTPResponseException) -> Exception:
    if isinstance(error, SMTPAuthenticationError) or (isinstance(error, SMTPSenderRefused) and error.code >= FINAL):
        return ServerRefuses(said(error))
    return Refused(said(error)) if error.code >= FINAL else Failed(said(error))
