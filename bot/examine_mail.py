"""The doctor's look at mail: whether it is set up, and whether the mail server answers and lets us in."""

from bot.findings import Finding, note, ok, problem
from bot.settings import Settings
from handlers.outlets import Failed
from handlers.smtp import ServerRefuses, connection, enter
from rules.mail import Server

NOT_SET = "SMTP_URL is not set: letters to customers by mail wait until it is"


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
    except ServerRefuses as why:
        return problem(f"SMTP_URL: {where} does not let us in ({why})", "check user, password and smtp or smtps")
    else:
        return ok(f"SMTP_URL: {where} answers{_how(server, smtp.get_transport_info('sslcontext') is not None)}")
    finally:
        smtp.close()


def _how(server: Server, is_encrypted: bool) -> str:
    how = ", encrypted" if is_encrypted else ", not encrypted"
    return f"{how}, and lets us in" if server.user else how
