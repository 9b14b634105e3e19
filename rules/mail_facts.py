"""What a mail to a contact is told from."""

from dataclasses import dataclass

from rules.customers import Contact
from rules.facts import CaseFacts


@dataclass(frozen=True)
class MailFacts:
    """What a mail is told from: to whom, the case and its history row, and the Message-IDs of what they were sent of
    the same thing before, oldest first."""

    contact: Contact
    told: CaseFacts
    earlier: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """The contact's, else the customer's."""
        return self.contact.language or self.told.customer.language
