"""The doctor's look at mail: whether it is set up, and whether the mail server answers and lets us in."""

from bot.findings import Finding, note, ok, problem
from bot.settings import Settings
from handlers.outlets import Failed
from handlers.smtp import NotTrusted, ServerRefuses, connection, enter
from rules.mail import Server

MOST_NAMED = 10
TRUST_MEND = "name it as in its certificate, renew that, or let this machine trust who signed it"
NOT_SET = "SMTP_URL is not set: letters to customers by mail wait until it is"


def readers(customers: list[str]) -> Finding:
    """Whether somebody of every customer whose sites we operate is written to when one is down."""
    if not customers:
        return ok("letters: of every customer with operation and management somebody gets them when a site is down")
    more = len(customers) - MOST_NAMED
    some = ", ".join(customers[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return problem(
        f"letters: when a site is down, nobody is written to of {some}",
        "in Slack, in the App Home under Manage: tick a contact with an e-mail address for letters",
    )


async def mail(settings: Settings) -> Finding:
    """Connects, encrypts and logs in, as for a mail, and sends none."""
    server = settings.mail_server
    if server is None:
        return note(NOT_SET)
    smtp = connection(server)
    where = f"{server.host}:{server.port}"
    try:
        await enter(smtp)
    except Failed as why:
        return problem(f"SMTP_URL: {where} does not answer as a mail server ({why})", "check host, port and network")
    except NotTrusted as why:
        return problem(
            f"SMTP_URL: {where} may be another server ({why}); it gets neither password nor mail", TRUST_MEND
        )
    except ServerRefuses as why:
        return problem(f"SMTP_URL: {where} does not let us in ({why})", "check user, password and smtp or smtps")
    else:
        return ok(f"SMTP_URL: {where} answers{_how(server, smtp.get_transport_info('sslcontext') is not None)}")
    finally:
        smtp.close()


def _how(server: Server, is_encrypted: bool) -> str:
    how = ", encrypted" if is_encrypted else ", not encrypted"
    return f"{how}, and lets us in" if server.user else how
