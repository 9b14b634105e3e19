"""A reply to the customer (process.md section 6): written, previewed, and sent just as it was stored."""

from dataclasses import dataclass

from rules.cases import Case
from rules.forms import Checks, File
from rules.people import Customer, PersonId


@dataclass(frozen=True)
class Draft:
    """A reply as it was last previewed, and not sent yet; `nonce` is the form's, and the key of its sending."""

    nonce: str
    case_id: int
    author: PersonId
    text: str
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class ReplyFacts:
    """What the form of a reply is drawn from: the case, its customer, the language of who writes."""

    case: Case
    customer: Customer
    language: str | None


def check_reply(text: str, files: tuple[File, ...]) -> str:
    """The text without outer blanks, which may be none beside files; FieldErrors name the fields to mend."""
    checks = Checks()
    text = checks.text("reply", text, required=not files)
    checks.files("files", files)
    checks.settle()
    return text
