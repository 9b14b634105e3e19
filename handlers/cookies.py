"""Cookies within one look at a site, and no longer: many a site sends its visitors to and fro until the cookie it gave
them comes back, and those that never bring it in a circle."""

from collections.abc import Sequence
from contextvars import ContextVar
from http.cookies import BaseCookie, SimpleCookie

from aiohttp import CookieJar, DummyCookieJar
from yarl import URL

of_this_look: ContextVar[list[CookieJar] | None] = ContextVar("of_this_look", default=None)


class Cookies(DummyCookieJar):
    """What a session of many looks keeps its cookies in: each look has its own, made when the first one is given."""

    def update_cookies_from_headers(self, headers: Sequence[str], response_url: URL) -> None:
        """Keeps what an answer of this look gives."""
        jars = of_this_look.get()
        if jars is None:
            return
        if not jars:
            jars.append(CookieJar(unsafe=True))  # of a site that is known by its number too
        jars[0].update_cookies_from_headers(headers, response_url)

    def filter_cookies(self, request_url: URL) -> "BaseCookie[str]":
        """What this look brings back there."""
        jars = of_this_look.get()
        return jars[0].filter_cookies(request_url) if jars else SimpleCookie()
