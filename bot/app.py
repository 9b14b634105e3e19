"""Settings in, a running app out: the one place where the real classes are named and put together."""

import asyncio
import logging
import os
from contextlib import suppress

from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError

from bot import jobs
from bot.clock import Clock
from bot.connection import Connection, Connections, Unanswered
from bot.settings import Settings, SettingsError
from bot.web import add_health, counting, serve
from handlers.catch_up import CatchUp
from handlers.courier import Courier
from handlers.files import Files
from handlers.house import House, Identity
from handlers.outgoing import Outgoing
from handlers.pace import Pace
from handlers.register import register
from handlers.slack import UNREACHABLE, Slack, client
from rules.office import DESK_HOURS, PHONE_HOURS
from rules.people import Place
from services import outbox
from services.desk import Desk
from services.people import refresh_place
from storage.database import Database
from storage.migrate import migrate

FIRST_TRIES = 6  # of auth.test at start, with 1, 2, 4 ... seconds between
EVENTS_PATH = "/slack/events"

log = logging.getLogger(__name__)


class App:
    """One process: built by `start`, ended by `stop`."""

    def __init__(self, settings: Settings, pace: Pace | None = None) -> None:
        self._settings = settings
        self._pace = pace or Pace()
        self._database = Database(settings.database_url)
        self._clock = Clock(settings.clock_file)
        self._slack = Slack(_secret(settings.slack_bot_token), settings.slack_api_url)
        self.desk = Desk(self._database, self._clock.now, lambda: self._courier.wake())
        self._unanswered = Unanswered()
        self._waiter = jobs.Waiter(self.desk)
        self._scheduler: AsyncIOScheduler = jobs.scheduler(self.desk)
        self.connections: Connections | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._runner: web.AppRunner | None = None
        self._courier: Courier
        self._catch_up: CatchUp
        self.house: House

    async def start(self) -> None:
        """Migrates, learns who we are and who is one of us, and only then opens the doors."""
        await asyncio.to_thread(migrate, self._database)
        # The first question computes holidays (0.1 s): asked here, so that no click waits for it.
        await asyncio.to_thread(DESK_HOURS.is_open, self.desk.now())
        self.house = self._house(await self._identity())
        await self._refuse_shared_places()
        await self._learn_who_is_us()
        files = Files(
            self._slack,
            self.house.identity.token,
            self._settings.attachments_dir,
            self._settings.slack_api_url,
        )
        self._courier = Courier(self.desk, Outgoing(self.house, self._pace, files))
        bolt = self._bolt()
        self._catch_up = CatchUp(self.house)
        duties = (self._courier.run(), self._waiter.run(), self._catch_up.run())
        self._tasks = [asyncio.create_task(duty) for duty in duties]
        self._scheduler.start()
        await self._open_doors(bolt)

    async def stop(self) -> None:
        """Closes the doors, lets what is under way finish, and leaves the rest in the outbox."""
        if self.connections is not None:
            await self.connections.leave()
        if self._runner is not None:
            await self._runner.cleanup()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with suppress(asyncio.CancelledError):
                await task
        if self._tasks:
            await self._courier.finish()
        await asyncio.to_thread(self._database.close)

    @property
    def port(self) -> int:
        """Where health, and Slack's requests without a socket, are served."""
        return self._settings.port

    async def is_ready(self) -> bool:
        """The database answers, and Slack can reach us."""
        await self.desk.ask(outbox.waiting)
        return self.connections is None or await self.connections.is_open()

    async def is_idle(self) -> bool:
        """Nothing waits to be said, no delivery is unanswered, and nothing is due."""
        if self._unanswered.count or not self._courier.is_idle or not self._catch_up.is_idle:
            return False
        return not await self.desk.ask(outbox.waiting) and not await self._waiter.is_due()

    async def _identity(self) -> Identity:
        """Who we are, asked before the socket opens: Bolt's own lazy question loses the delivery that asks it."""
        token = _secret(self._settings.slack_bot_token)
        for attempt in range(FIRST_TRIES):
            try:
                answer = await self._slack.steady.auth_test()
                return Identity(answer["team_id"], answer["user_id"], answer["bot_id"], token)
            except SlackApiError as error:
                raise SettingsError(
                    f"SLACK_BOT_TOKEN cannot be used: Slack says {error.response['error']}. "
                    "Copy it again from api.slack.com/apps, Install App."
                ) from error
            except UNREACHABLE as error:
                log.warning("Slack does not answer (%s), trying again", type(error).__name__)
                await asyncio.sleep(2**attempt)
        raise SettingsError(
            f"SLACK_API_URL cannot be reached: {self._settings.slack_api_url}. Check the address and the network."
        )

    def _house(self, identity: Identity) -> House:
        settings = self._settings
        return House(
            slack=self._slack,
            desk=self.desk,
            identity=identity,
            hours=DESK_HOURS,
            phone_hours=PHONE_HOURS,
            phone=settings.support_phone,
            language=settings.house_language,
            desk_channel=settings.customer_success_channel,
            oncall_channel=settings.on_call_channel,
            leads_group=settings.leads_group,
        )

    async def _refuse_shared_places(self) -> None:
        """Internal talk must stay internal: neither internal channel may be shared with another organisation."""
        for name in ("customer_success_channel", "on_call_channel"):
            channel_id = getattr(self._settings, name)
            try:
                channel = await self._slack.channel(channel_id)
            except SlackApiError as error:
                raise SettingsError(
                    f"{name.upper()} cannot be used: Slack says {error.response['error']} for {channel_id}. "
                    "Check the id, and invite the app to the channel."
                ) from error
            if channel.is_shared_outside:
                raise SettingsError(
                    f"{name.upper()} cannot be used: #{channel.name} is shared with another organisation, "
                    "which would read internal talk. Choose a channel that is not shared."
                )

    async def _learn_who_is_us(self) -> None:
        """Memberships as they are now; events keep them from here on."""
        home = self.house.identity.team_id
        for channel_id, place in self.house.places.items():
            members = await self._slack.people(await self._slack.members(channel_id))
            await self.desk.do(refresh_place, place, members, home)
        if self.house.leads_group:
            leads = await self._slack.people(await self._slack.group_members(self.house.leads_group))
            await self.desk.do(refresh_place, Place.LEADS, leads, home)

    def _bolt(self) -> AsyncApp:
        # Bolt reads these itself and would switch to OAuth without a word.
        for name in ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
            os.environ.pop(name, None)
        identity = self.house.identity

        async def authorize() -> AuthorizeResult:
            return AuthorizeResult(
                enterprise_id=None,
                team_id=identity.team_id,
                bot_user_id=identity.bot_user_id,
                bot_id=identity.bot_id,
                bot_token=identity.token,
            )

        bolt = AsyncApp(
            # Without a token: who we are is `authorize`'s answer, and what we say goes through the house's own client.
            client=client(None, self._settings.slack_api_url),
            signing_secret=_secret(self._settings.slack_signing_secret) or None,
            authorize=authorize,
            process_before_response=True,
        )
        register(bolt, self.house)
        return bolt

    async def _open_doors(self, bolt: AsyncApp) -> None:
        if self._settings.over_socket:
            app = web.Application()
        else:
            app = bolt.web_app(path=EVENTS_PATH)
            app.middlewares.append(counting(self._unanswered))
        add_health(app, self.is_ready, self.is_idle)
        self._runner = await serve(app, self._settings.port)
        if self._settings.over_socket:
            token = _secret(self._settings.slack_app_token)
            self.connections = Connections(lambda: Connection(bolt, token, self._unanswered), self._catch_up.soon)
            await self.connections.enter()


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value is not None else ""
