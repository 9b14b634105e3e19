"""Forms as people fill them in: what is accepted, and the problem of each field that is not."""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from rules.errors import FieldErrors, FieldProblem
from rules.files import is_named_as_program
from rules.levels import Urgency
from rules.people import PersonId

LONGEST_TEXT = 3000
LONGEST_LINK = 2000
LONGEST_NAME = 60
MOST_FILES = 10
LARGEST_FILE = 10 * 1024 * 1024
LONGEST_FILE_NAME = 255
LINK_SCHEMES = {"http", "https"}
NOT_KEPT = re.compile("[\0\ud800-\udfff]")  # NUL: PostgreSQL refuses it; half a surrogate pair: UTF-8 has none

# Control characters, line ends, and what turns the direction of the words after it.
NOT_IN_A_NAME = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

Problems = dict[str, tuple[FieldProblem, dict[str, str | int]]]


def storable(text: str) -> str:
    """The text with a replacement mark for every character no database and no message can hold."""
    return NOT_KEPT.sub("\ufffd", text)


def one_line(text: str, longest: int) -> str:
    """The text as a name may be: on one line, at most `longest` characters, and nothing that no database can hold."""
    return " ".join(storable(NOT_IN_A_NAME.sub(" ", text)).split())[:longest]


class FileTrouble(StrEnum):
    """Why a file in Slack cannot be had, however often one asks."""

    GONE = "gone"
    HIDDEN = "hidden"
    ELSEWHERE = "elsewhere"
    REFUSED = "refused"
    PROGRAM = "program"
    TOO_LARGE = "too_large"


NOT_TAKEN = frozenset({FileTrouble.PROGRAM, FileTrouble.TOO_LARGE})  # who posted it is told


@dataclass(frozen=True)
class File:
    """A file somebody chose in Slack: id (F...), name, bytes, media type."""

    id: str
    name: str
    size: int
    mimetype: str


@dataclass(frozen=True)
class CaseForm:
    """The case modal as sent. Staff forms also carry customer, contact and origin."""

    problem: str
    urgency: Urgency | None
    link: str = ""
    files: tuple[File, ...] = ()
    needed_by: date | None = None
    customer_id: int | None = None
    contact: PersonId | None = None
    origin: str = "slack"


@dataclass
class Checks:
    """Collects the problems of a form; `settle` raises them all at once, so a person mends once."""

    problems: Problems = field(default_factory=dict)

    def text(self, name: str, value: str, *, required: bool = False, longest: int = LONGEST_TEXT) -> str:
        """The text without outer blanks; required and not too long (characters)."""
        value = storable(value).strip()
        if required and not value:
            self.problems[name] = (FieldProblem.MISSING, {})
        if len(value) > longest:
            self.problems[name] = (FieldProblem.TOO_LONG, {"longest": longest, "length": len(value)})
        return value

    def link(self, name: str, value: str, *, required: bool = False) -> str:
        """An http(s) address; a bare host gets https:// in front; empty is fine unless required."""
        value = self.text(name, value, required=required, longest=LONGEST_LINK)
        if not value or name in self.problems:
            return value
        address = value if "://" in value else f"https://{value}"
        if not is_web_address(address):
            self.problems[name] = (FieldProblem.NOT_A_LINK, {})
        return address

    def files(self, name: str, files: tuple[File, ...]) -> None:
        """At most 10 files of at most 10 MB each (Slack's own limit, docs/slack.md 3.3), and no programs."""
        if len(files) > MOST_FILES:
            self.problems[name] = (FieldProblem.TOO_MANY_FILES, {"most": MOST_FILES, "count": len(files)})
        for file in files:
            if file.size > LARGEST_FILE:
                self.problems[name] = (FieldProblem.FILE_TOO_LARGE, {"file": file.name})
            if is_named_as_program(file.name):
                self.problems[name] = (FieldProblem.PROGRAM, {"file": file.name})

    def hours(self, name: str, value: str, below: float) -> int:
        """Hours as people write them ("1,5") in minutes; `below` hours, else the work needs an estimate."""
        try:
            minutes = round(float(value.strip().replace(",", ".")) * 60)
        except (ValueError, OverflowError):
            minutes = 0
        if minutes <= 0:
            self.problems[name] = (FieldProblem.NOT_A_NUMBER, {})
        elif minutes >= below * 60:
            self.problems[name] = (FieldProblem.NEEDS_ESTIMATE, {"hours": round(below)})
        return minutes

    def settle(self) -> None:
        """Raises FieldErrors when anything was found."""
        if self.problems:
            raise FieldErrors(self.problems)


def host_of(address: str) -> str:
    """The host of a link, lower case, without its port; empty where there is none."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def is_web_address(address: str) -> bool:
    """True for an http(s) address of a host with a domain, or of this machine or its network."""
    if any(char.isspace() or char in '<>"|`\\' for char in address):
        return False
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    labelled = "." in host.strip(".") and all(host.split("."))
    if parts.username is not None:  # an e-mail address, or a password that should not be passed on
        return False
    return parts.scheme in LINK_SCHEMES and (labelled or host == "localhost" or ":" in host)


def check_case(form: CaseForm, today: date) -> CaseForm:
    """The form with its texts cleaned, or FieldErrors naming every field to mend. `today` is the desk's date."""
    checks = Checks()
    problem = checks.text("problem", form.problem, required=True)
    link = checks.link("link", form.link)
    checks.files("files", form.files)
    if form.urgency is None:
        checks.problems["urgency"] = (FieldProblem.MISSING, {})
    if form.needed_by is not None and form.needed_by < today:
        checks.problems["needed_by"] = (FieldProblem.PAST, {})
    checks.settle()
    return CaseForm(
        problem, form.urgency, link, form.files, form.needed_by, form.customer_id, form.contact, form.origin
    )


def inert(name: str) -> str:
    """A name that no spreadsheet takes for a formula."""
    return f"'{name}" if name[:1] in tuple("=+-@\t\r") else name
