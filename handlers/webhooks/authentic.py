"""Whether a request is from whom it says: signatures, for monitors that sign what they send."""

import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

Fetch = Callable[[str], Awaitable[bytes]]


class NotAuthentic(Exception):
    """The signature is missing or wrong, or cannot be checked here; the text, for people, says which."""


@dataclass(frozen=True)
class Request:
    """What came. `secret` is the one set for the token, empty where none is; `fetch` gets what lies at an address, or
    raises NotAuthentic."""

    body: bytes
    headers: Mapping[str, str]
    secret: str = field(repr=False)
    fetch: Fetch


def check_hmac(request: Request, given: str, signed: bytes | None = None) -> None:
    """The header holds the hex HMAC-SHA256 of the body (or of `signed`) with the secret. NotAuthentic otherwise."""
    expected = hmac.new(request.secret.encode(), request.body if signed is None else signed, hashlib.sha256).hexdigest()
    if not given:
        raise NotAuthentic("It carries no signature.")
    if not hmac.compare_digest(expected.encode(), given.strip().lower().encode("utf-8", "replace")):
        raise NotAuthentic("Its signature does not fit the secret that was set.")
