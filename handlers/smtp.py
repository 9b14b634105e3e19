"""Giving one mail to the mail server, over a connection of its own, and what the server's answers mean."""

import ssl
from collections.abc import Iterator
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
# OpenSSL's X509_V_ERR_*: what is wrong with a certificate.
WRONG = {
    10: "its certificate has expired",
    18: "its certificate is signed by itself",
    19: "its certificate is signed by somebody this machine does not trust",
    20: "its certificate is signed by somebody this machine does not trust",
    62: "its certificate is for another name",
    64: "its certificate is for another name",
}


class ServerRefuses(Exception):
    """The server does not let us send at all, whatever the mail: no mail's fault."""


class NotTrusted(ServerRefuses):
    """What answers there cannot show that it is the server: it got neither a password nor a mail."""


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
    """Connects, encrypts and logs in. NotTrusted when its certificate is not its own, ServerRefuses when it does not
    let us in, Failed when it cannot be reached."""
    try:
        await smtp.connect()
    except SMTPAuthenticationError as error:
        raise ServerRefuses(said(error)) from error
    except SMTPResponseException as error:
        raise Failed(said(error)) from error
    except (SMTPServerDisconnected, SMTPTimeoutError, OSError) as error:
        for reason in _doubts(error):
            raise NotTrusted(reason) from error
        raise Failed(f"no answer from the mail server: {said(error)}") from error
    except SMTPException as error:  # it offers no encryption, or no way to log in
        raise ServerRefuses(said(error)) from error


def connection(server: Server) -> SMTP:
    """A connection to be entered: encrypted and logged in as the server's address says.

    A server that no longer offers encryption gets no password of ours. To one on this machine no wire leads, so that
    its certificate is looked at only where encryption was asked for (smtps)."""
    return SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user or None,
        password=server.password or None,
        use_tls=server.encrypted,
        start_tls=True if server.must_encrypt and not server.encrypted else None,
        validate_certs=server.encrypted or not server.is_here,
        timeout=PATIENCE,
    )


def said(error: Exception) -> str:
    """The server's own words on one line, with its code; without any, what kind of trouble it is."""
    if isinstance(error, SMTPResponseException):
        return one_line(f"{error.code} {error.message}", LONGEST_ANSWER)
    return one_line(str(error) or type(error).__name__, LONGEST_ANSWER)


def _doubts(error: BaseException | None) -> Iterator[str]:
    """What is wrong with the certificate, if that is what it failed of."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            yield WRONG.get(error.verify_code, one_line(f"its certificate: {error.verify_message}", LONGEST_ANSWER))
        error = error.__cause__


def _judged(error: SMTPResponseException) -> Exception:
    if isinstance(error, SMTPAuthenticationError) or (isinstance(error, SMTPSenderRefused) and error.code >= FINAL):
        return ServerRefuses(said(error))
    return Refused(said(error)) if error.code >= FINAL else Failed(said(error))
