"""Mail that goes out: the server it is given to, whom it is from, and how mails of one thread refer to each other."""

from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import unquote, urlsplit

from rules.customer_file import EMAIL
from rules.forms import one_line

PORTS = {"smtp": 587, "smtps": 465}
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
LONGEST_NAME = 150
MOST_REFERENCES = 10


@dataclass(frozen=True)
class Server:
    """A mail server: `encrypted` from the first byte (smtps), else as soon as it offers to be (STARTTLS)."""

    host: str
    port: int
    encrypted: bool
    user: str = ""
    password: str = ""

    @property
    def is_here(self) -> bool:
        """True for one on this machine."""
        return self.host in LOOPBACK

    @property
    def must_encrypt(self) -> bool:
        """A password goes through no wire in the open; only to this machine it may."""
        return bool(self.user) and not self.is_here


@dataclass(frozen=True)
class Sender:
    """Whom a mail is from, and where answers go (empty: to the sender)."""

    name: str
    address: str
    reply_to: str = ""

    @property
    def domain(self) -> str:
        """What our Message-IDs end in."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True)
class StandstillFacts:
    """How many letters wait because mail stands still."""

    waiting: int


@dataclass(frozen=True)
class ReadersFacts:
    """Customers with a site under operation and management of whom nobody is written to about outages, by name, and the
    hosts of such sites nobody looks at."""

    customers: tuple[str, ...]
    unwatched: tuple[str, ...] = ()


def server_of(address: str) -> Server:
    """`smtp://user:password@host:587`, or smtps; ValueError for what is no such address."""
    parts = urlsplit(address)
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("not an address of a mail server")
    port = parts.port or PORTS[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.hostname, port, parts.scheme == "smtps", user, password)


def sender_of(written: str, reply_to: str = "") -> Sender:
    """`Nordlys support <support@nordlys.example>`, or the address alone; ValueError for what is none."""
    name, address = parseaddr(written)
    if not EMAIL.fullmatch(address) or not address.isascii():
        raise ValueError("not a mail address")
    return Sender(one_line(name, LONGEST_NAME), address, reply_to)


def message_id(key: str, sender: Sender) -> str:
    """The Message-ID of an outbox row: the same however often it is sent, so that who gets it twice sees it once."""
    return f"<{key}@{sender.domain}>"


def references(earlier: tuple[str, ...]) -> str:
    """The mails before it in its thread: the one that opened it, and the newest of the others."""
    kept = earlier if len(earlier) <= MOST_REFERENCES else (earlier[0], *earlier[1 - MOST_REFERENCES :])
    return " ".join(kept)
