"""The outlet for mail: fresh facts, words, and one mail to one person, given to the mail server by SMTP.

What the server has taken it answers for; when its answer was lost, the mail is given to it again with the same
Message-ID, so that who has it twice sees it once.
"""

import asyncio
import time
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime

from handlers.house import House
from handlers.outlets import Failed, Refused
from handlers.pace import Crowded
from handlers.smtp import NotTrusted, ServerRefuses, deliver
from handlers.views.mails import Mail
from handlers.views.outage_letters import outage_mail
from handlers.views.words import OSLO
from rules.customers import Contact
from rules.forms import one_line
from rules.mail import LONGEST_NAME, Sender, Server, message_id, references
from rules.notices import Item, Kind
from services import mail, notices
from services.internal import Held
from services.outbox import Sent

AT_ONCE = 4  # connections to the mail server; servers refuse who comes with more
LONGEST_DELIVERY = 10.0  # seconds, begun while the item is ours to begin
LETTERS = {Kind.LETTER: outage_mail}


class MailOutlet:
    """Mails to contacts; without a server all of them wait, and staff are told."""

    def __init__(self, house: House, server: Server | None, sender: Sender | None) -> None:
        self._house = house
        self._server = server
        self._sender = sender
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._closed = False

    async def send(self, item: Item, held_until: float) -> Sent:
        """Sends the item's mail; Sent without a Message-ID where there is nothing to say to that person any more."""
        house = self._house
        facts = await house.desk.ask(notices.mail_facts, item, house.hours)
        if facts is None:
            return Sent("")
        if self._server is None or self._sender is None:
            await self._tell(Kind.MAIL_NOT_SET_UP)
            raise Held("mail is not set up")
        words = LETTERS[item.notice.kind](house.words(facts.language), facts)
        message = compose(words, facts.contact, self._sender, item, facts.earlier)
        try:
            await self._deliver(self._server, message, self._sender, facts.contact.email or "", held_until)
        except ServerRefuses as why:
            await self._tell(Kind.MAIL_NOT_TRUSTED if isinstance(why, NotTrusted) else Kind.MAIL_REFUSED)
            raise Held(f"the mail server does not let us send: {why}") from why
        return Sent("", message_id(item.key, self._sender))

    def stop_waiting(self) -> None:
        """The process ends: who waits for a turn goes back to the outbox."""
        self._closed = True

    async def _deliver(
        self, server: Server, message: EmailMessage, sender: Sender, to: str, held_until: float
    ) -> None:  # fmt: skip
        async with self._turns:
            if self._closed or time.monotonic() > held_until:
                raise Crowded(1.0)
            try:
                async with asyncio.timeout(LONGEST_DELIVERY):
                    await deliver(server, message, sender.address, to)
            except TimeoutError as error:
                raise Failed("no answer from the mail server in time") from error

    async def _tell(self, trouble: Kind) -> None:
        """Staff hear once that all mail stands still."""
        if not await self._house.desk.ask(mail.is_told, trouble):
            await self._house.desk.do(mail.stands_still, trouble)


def compose(
    words: Mail, to: Contact, sender: Sender, item: Item, earlier: tuple[str, ...] = ()
) -> EmailMessage:  # fmt: skip
    """The mail as it is sent, the same at every try. Names and titles cannot add a header: each stays on one line.
    Refused for what is no address."""
    message = EmailMessage(policy=SMTP_POLICY)
    message["Message-ID"] = message_id(item.key, sender)
    message["Date"] = _date(item.created_at)
    message["From"] = Address(sender.name, addr_spec=sender.address)
    message["To"] = _address(to)
    if sender.reply_to:
        message["Reply-To"] = sender.reply_to
    message["Subject"] = one_line(words.subject, LONGEST_NAME)
    message["Auto-Submitted"] = "auto-generated"
    if earlier:
        message["In-Reply-To"] = earlier[-1]
        message["References"] = references(earlier)
    message.set_content(words.text)
    message.add_alternative(words.html, subtype="html")
    message.set_boundary(item.key)
    return message


def _address(to: Contact) -> Address:
    """Refused for what looks like an address and is none, as with two dots in a row."""
    try:
        return Address(one_line(to.name, LONGEST_NAME), addr_spec=to.email or "")
    except (ValueError, MessageError) as why:
        raise Refused("no mail can be sent to an address that is written like this") from why


def _date(at: datetime) -> str:
    return format_datetime(at.astimezone(OSLO))
