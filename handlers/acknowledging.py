"""The page behind an acknowledging link, on the app's own web server. Looking at it changes nothing, for mail and SMS
programs look at links by themselves; only the button does."""

import logging
import time
from collections.abc import Iterable

from aiohttp import web

from handlers.house import House
from handlers.views import ack_page
from rules.acknowledging import LinkFacts, Stands, call_of
from rules.errors import RuleError
from services import acknowledging
from storage.errors import Unavailable

PATH = "/ack/{token}"
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'",
}
STATUS = {Stands.TAKEN: 410, Stands.OVER: 410, Stands.ELSEWHERE: 410, Stands.NOT_FOR_THEM: 403}  # 200 for the others

log = logging.getLogger(__name__)


class Bound:
    """Lets `burst` requests through at once, then `a_second` of them. Machine time."""

    def __init__(self, a_second: float, burst: int) -> None:
        self._a_second, self._burst = a_second, float(burst)
        self._left, self._at = float(burst), time.monotonic()

    def lets_in(self) -> bool:
        """False while there were too many."""
        now = time.monotonic()
        self._left = min(self._left + (now - self._at) * self._a_second, self._burst)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class Acknowledging:
    """Answers who follows a link. Those of wrong tokens wait in a row of their own, and never reach the database."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._secret: bytes | None = None
        self._right, self._wrong = Bound(20, 100), Bound(2, 20)

    def routes(self) -> Iterable[web.RouteDef]:
        """What the web server serves."""
        return web.get(PATH, self.look), web.post(PATH, self.acknowledge)

    async def look(self, request: web.Request) -> web.Response:
        """Shows how the page stands."""
        return await self._answer(request, presses=False)

    async def acknowledge(self, request: web.Request) -> web.Response:
        """Acknowledges as the person whose link it is."""
        return await self._answer(request, presses=True)

    async def _answer(self, request: web.Request, *, presses: bool) -> web.Response:
        t = self._house.words(None)
        try:
            call_id = call_of(await self._known_secret(), request.match_info["token"])
            if not (self._wrong if call_id is None else self._right).lets_in():
                return _html(ack_page.crowded(t), 429)
            facts = await self._facts(call_id, presses) if call_id is not None else None
        except Unavailable as trouble:
            log.warning("somebody's link cannot be answered, as the database does not: %s", trouble)
            return _html(ack_page.away(t), 503)
        if facts is None:
            return _html(ack_page.unknown(t), 404)
        return _html(ack_page.page(self._house.words(facts.language), facts), STATUS.get(facts.stands, 200))

    async def _facts(self, call_id: int, presses: bool) -> LinkFacts | None:
        desk = self._house.desk
        if presses:
            try:
                await desk.do(acknowledging.acknowledge, call_id)
            except RuleError as refused:
                log.info("a link acknowledged nothing: %s", type(refused).__name__)  # the page says how it stands
        return await desk.ask(acknowledging.facts, call_id)

    async def _known_secret(self) -> bytes:
        if self._secret is None:
            self._secret = await self._house.desk.ask(acknowledging.secret)
        return self._secret


def _html(text: str, status: int) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", headers=HEADERS)
