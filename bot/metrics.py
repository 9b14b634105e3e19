"""`/metrics` for Prometheus: what this process counts, and numbers of now from the database."""

import secrets
import time

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, ProcessCollector, generate_latest

from handlers.meters import Meters
from rules.cases import State
from rules.vitals import Outlet, Part, Sign, Waiting
from services import vitals
from services.desk import Desk
from services.vitals import Figures
from storage.errors import Unavailable

OPEN_STATES = [state for state in State if state not in {State.CLOSED, State.WITHDRAWN}]


class Metrics:
    """Answers who knows the token (empty: nobody, and there is no such page)."""

    def __init__(self, desk: Desk, meters: Meters, token: str) -> None:
        self._desk = desk
        self._meters = meters
        self._token = token.encode()
        gauge = meters.gauge
        ProcessCollector(registry=meters.registry)
        self._database = gauge("database_up", "1 while the database answers")
        self._part = gauge("part_well", "1 for a part of the app that is well", "part")
        self._heard = gauge("last_event_timestamp_seconds", "When an event of Slack's was heard last")
        self._waits = gauge("outbox_waiting", "What waits to be said", "outlet")
        self._oldest = gauge("outbox_oldest_seconds", "How long the oldest of it has waited", "outlet")
        self._cases = gauge("cases_open", "Open cases", "state")
        self._overdue = gauge("promises_overdue", "Promised answers whose time is over")
        self._failing = gauge("alerts_firing", "Alerts that fail now")
        self._late = gauge("duties_late_seconds", "How late what falls due by itself is")
        self._checks_late = gauge("checks_late_seconds", "How late the next look at a page is")
        self._called = gauge("heartbeat_timestamp_seconds", "When HEARTBEAT_URL took a call last")
        self._sockets = gauge("sockets_open", "Connections to Slack that are open")

    async def answer(self, request: web.Request, found: dict[Part, Sign]) -> web.Response:
        """`found` is how each part is."""
        if not self._token:
            raise web.HTTPNotFound
        given = request.headers.get("Authorization", "").removeprefix("Bearer ").encode("utf-8", "replace")
        if not secrets.compare_digest(given, self._token):
            raise web.HTTPUnauthorized(headers={"WWW-Authenticate": "Bearer"})
        try:
            self._show(await self._desk.ask(vitals.figures, time.time()))
            self._database.set(1)
        except Unavailable:
            self._forget()
        self._of_process(found)
        return web.Response(body=generate_latest(self._meters.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    def _of_process(self, found: dict[Part, Sign]) -> None:
        self._heard.set(self._meters.heard_at)
        self._sockets.set(found[Part.SLACK].count if Part.SLACK in found else 0)
        for part, sign in found.items():
            self._part.labels(part.value).set(sign.is_well)

    def _show(self, figures: Figures) -> None:
        for outlet in Outlet:
            waits = figures.records.waiting.get(outlet, Waiting())
            self._waits.labels(outlet.value).set(waits.count)
            self._oldest.labels(outlet.value).set(waits.oldest)
        for state in OPEN_STATES:
            self._cases.labels(state.value).set(figures.cases.get(state, 0))
        self._overdue.set(figures.overdue)
        self._failing.set(figures.failing)
        self._late.set(max(figures.records.late or 0.0, 0.0))
        self._checks_late.set(max(figures.records.checks_late or 0.0, 0.0))
        self._called.set(figures.called_at.timestamp() if figures.called_at else 0.0)

    def _forget(self) -> None:
        """What nobody knows now is not told as it was."""
        self._database.set(0)
        for one in (self._waits, self._oldest, self._cases):
            one.clear()
        for alone in (self._overdue, self._failing, self._late, self._checks_late, self._called):
            alone.set(float("nan"))
