"""Settings in, a running app out: the one place where the real classes are named and put together."""

import asyncio
import logging
from collections.abc import Awaitable
from functools import partial
from zoneinfo import ZoneInfo

from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from slack_bolt.async_app import AsyncApp

from bot import jobs
from bot.bolt import bolt_of
from bot.clock import Clock
from bot.connection import Connection, Connections, Unanswered
from bot.endless import Endless
from bot.heartbeat import Heartbeat
from bot.metrics import Metrics
from bot.settings import Settings, secret
from bot.start import (
    bring_up_to_date,
    database_of,
    do_what_is_slow_once,
    introduced,
    learn_who_is_us,
    open_socket,
    open_store,
    refuse_app_token,
    refuse_closed_folder,
    refuse_shared_places,
)
from bot.vitals import Body, Vitals
from bot.web import Health, counting, serve
from handlers import internal, presence
from handlers.acknowledging import Acknowledging
from handlers.catch_up import CatchUp
from handlers.checks import Watch
from handlers.courier import Courier
from handlers.courtesy import Courtesy
from handlers.files import Files
from handlers.house import House, Identity
from handlers.mail import MailOutlet
from handlers.meters import Meters
from handlers.outgoing import Outgoing
from handlers.outlets import Outlets, Sends
from handlers.pace import Pace
from handlers.pinned import Pinned
from handlers.probe import Probe
from handlers.quiet import Quiet
from handlers.slack import STEADY, Slack
from handlers.ways import Ways
from handlers.webhooks.door import Door
from handlers.webhooks.fetch import Web
from rules.escalation import ladder_of
from rules.notices import DND, MAIL, WAY
from rules.office import hours_with, special_days
from rules.retries import MIRROR_WAIT
from services import outbox, vitals
from services.desk import Desk
from services.go_home import begin as begin_to_say_go_home
from services.help import show_today
from services.readers import begin as begin_to_look_for_readers
from services.rota_watch import begin as begin_to_watch
from storage.errors import Unavailable

EVENTS_PATH = "/slack/events"
LONGEST_STOP = STEADY + 1.0  # seconds, so that calls under way end; one cut off is looked for at the next start

log = logging.getLogger(__name__)


class App:
    """One process: built by `start`, ended by `stop`. Without a `host` it listens on every interface.

    What is said in a customer's thread is mirrored `mirror_wait` seconds later.
    """

    house: House
    connections: Connections | None = None
    vitals: Vitals | None = None

    def __init__(
        self,
        settings: Settings,
        pace: Pace | None = None,
        host: str | None = None,
        *,
        mirror_wait: float = MIRROR_WAIT,
    ) -> None:
        self._settings = settings
        self._pace = pace or Pace()
        self._host = host
        self._mirror_wait = mirror_wait
        self._database = database_of(settings)
        self._clock = Clock(settings.clock_file)
        self._slack = Slack(secret(settings.slack_bot_token), settings.slack_api_url)
        self.desk = Desk(self._database, self._clock.now, self._on_news)
        self.meters = Meters()
        self._unanswered = Unanswered(self.meters.answered.observe)
        self._hours, self._phone_hours = hours_with(special_days(settings.special_days))
        ladder = ladder_of(settings.escalation)
        self._courtesy = Courtesy()
        self._waiter = jobs.Waiter(self.desk, self._hours, ladder, self._courtesy)
        self._scheduler: AsyncIOScheduler = jobs.scheduler(self.desk, self._hours, ladder)
        self._probe = Probe(settings.look_at_own_network)
        self._watch = self._watching()
        self._endless = Endless()
        self._runner: web.AppRunner | None = None
        self._courier: Courier | None = None
        self._catch_up: CatchUp

    async def start(self) -> None:
        """Migrates, learns who we are and who is one of us, and only then opens the doors.

        SettingsError when a setting is wrong, NotNow when Slack is not there: `stop` ends what had begun.
        """
        refuse_closed_folder(self._settings.attachments_dir)
        self._store = open_store(self._settings)
        await asyncio.to_thread(bring_up_to_date, self._database)
        await asyncio.to_thread(do_what_is_slow_once, self._database, self._hours, self.desk.now())
        self.house = self._house(await introduced(self._slack, self._settings))
        if self._settings.over_socket:
            await refuse_app_token(self._settings)
        await refuse_shared_places(self._slack, self._settings)
        await learn_who_is_us(self.house)
        await self.desk.do(show_today, self._hours)
        await self.desk.do(begin_to_say_go_home, self._hours)
        await self.desk.do(begin_to_look_for_readers, self._hours)
        await self.desk.do(begin_to_watch)
        self._begin()
        await self._open_doors(bolt_of(self.house, self._settings))

    async def stop(self) -> None:
        """Closes the doors, lets what is under way finish, leaves the rest in the outbox: in 12 s, whatever fails."""
        try:
            async with asyncio.timeout(LONGEST_STOP):
                await self._end()
        except TimeoutError:
            log.warning("not everything ended within %.0f s: cut off", LONGEST_STOP)
        finally:
            await asyncio.to_thread(self._database.close)

    @property
    def port(self) -> int:
        """Where health, and Slack's requests without a socket, are served."""
        return self._settings.port

    async def is_ready(self) -> bool:
        """The database answers, courier, waiter and catch-up work, and Slack can reach us."""
        try:
            await self.desk.ask(outbox.waiting)
        except Unavailable:
            return False
        if not self._endless.is_up:
            return False
        if not self._settings.over_socket:
            return True
        return self.connections is not None and await self.connections.is_open()

    async def is_idle(self) -> bool:
        """Nothing waits to be said, no delivery is unanswered, and nothing is due."""
        if self._unanswered.count or not (self._courier and self._courier.is_idle) or not self._catch_up.is_idle:
            return False
        try:
            # In the order work goes: what is due puts what waits in the outbox, so it is asked about first.
            is_due = not await self._watch.is_idle() or await self._waiter.is_due()
            return not is_due and not await self.desk.ask(outbox.waiting)
        except Unavailable:
            return False

    def _on_news(self) -> None:
        # Who sets a deadline also says something, so this wakes the waiter for every deadline that is new.
        self._waiter.wake()
        if self._courier is not None:
            self._courier.wake()

    def _watching(self) -> Watch:
        zone, settings = ZoneInfo(self._hours.timezone), self._settings
        return Watch(self.desk, self._probe, settings.check_seconds, zone, settings.controls, meters=self.meters)

    def _wound(self) -> None:
        self._waiter.wake()
        self._watch.wake()

    def _begin(self) -> None:
        settings = self._settings
        files = Files(self._slack, self.house.identity.token, self._store, settings.slack_api_url)
        mail = MailOutlet(self.house, settings.mail_server, settings.mail_sender)
        others: dict[str, Sends] = {WAY: Ways(self.house), DND: Quiet(self.house), MAIL: mail}
        outlets = Outlets(Outgoing(self.house, self._pace, files), others)
        self._courier = Courier(self.desk, outlets, self.meters, self._courtesy)
        self._catch_up = CatchUp(self.house)
        self._endless.begin(courier=self._courier.run, waiter=self._waiter.run, catch_up=self._catch_up.run)
        self._endless.begin(look_at_pins=Pinned(self.house).run)
        self._endless.begin(look_at_internal_channels=partial(internal.keep_looking, self.house))
        self._endless.begin(look_at_customers_channels=partial(presence.keep_looking, self.house))
        self._endless.begin(checks=self._watch.run)
        if settings.clock_file is not None:
            self._endless.begin(clock=partial(self._clock.watch, self._wound))
        self._scheduler.start()

    def _house(self, identity: Identity) -> House:
        settings = self._settings
        return House(
            slack=self._slack,
            desk=self.desk,
            identity=identity,
            hours=self._hours,
            phone_hours=self._phone_hours,
            phone=settings.support_phone,
            language=settings.house_language,
            desk_channel=settings.customer_success_channel,
            oncall_channel=settings.on_call_channel,
            leads_group=settings.leads_group,
            duty_group=settings.duty_group,
            mirror_wait=self._mirror_wait,
            case_emoji=settings.case_emoji,
            probe=self._probe,
            meters=self.meters,
            public_url=settings.public_url,
        )

    async def _open_doors(self, bolt: AsyncApp) -> None:
        if self._settings.over_socket:
            app = web.Application()
        else:
            app = bolt.web_app(path=EVENTS_PATH)
            app.middlewares.append(counting(self._unanswered, EVENTS_PATH))
        door = Door(self.desk, Web().fetch, self.meters, self._courtesy)
        self.vitals = self._vitals(door)
        metrics = Metrics(self.desk, self.meters, secret(self._settings.metrics_token))
        health = Health(self.vitals, metrics, self.house.words(None), self.is_ready, self.is_idle)
        app.add_routes([*health.routes(), *Acknowledging(self.house).routes(), *door.routes()])
        self._runner = await serve(app, self._settings.port, self._host)
        if self._settings.over_socket:
            token = secret(self._settings.slack_app_token)
            self.connections = Connections(lambda: Connection(bolt, token, self._unanswered), self._catch_up.soon)
            await open_socket(self.connections)
        self._look_at_ourselves(self.vitals)

    def _vitals(self, door: Door) -> Vitals:
        settings = self._settings
        body = Body(
            desk=self.desk,
            meters=self.meters,
            endless=self._endless,
            connections=lambda: self.connections,
            door=door,
            address=f"http://{self._host or '127.0.0.1'}:{settings.port}/healthz",
            canary=settings.canary_seconds,
            checks=bool(settings.check_seconds),
            mail=settings.mail_server is not None,
        )
        return Vitals(body)

    def _look_at_ourselves(self, looks: Vitals) -> None:
        self._endless.begin(vitals=looks.run)
        if address := secret(self._settings.heartbeat_url):
            called = partial(self.desk.do, vitals.called)
            self._endless.begin(heartbeat=Heartbeat(address, lambda: looks.is_well, called).run)

    async def _end(self) -> None:
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        endings: list[Awaitable[None]] = [self._end_work()]
        if self.connections is not None:
            endings.append(self.connections.leave())
        if self._runner is not None:
            endings.append(self._runner.cleanup())
        for failure in await asyncio.gather(*endings, return_exceptions=True):
            if failure is not None:
                log.error("could not end cleanly", exc_info=failure)

    async def _end_work(self) -> None:
        await self._endless.end()
        if self.vitals is not None:
            await self.vitals.stop()
        if self._courier is not None:
            await self._courier.finish()
