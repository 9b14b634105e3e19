"""What must be known before the doors open: a database that works, who we are, and who is one of us.

Each function raises SettingsError with one line where a setting is wrong.
"""

import logging
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.clock import Clock
from bot.connection import Connections
from bot.patience import NotNow, Refused, answered
from bot.refusals import refusal
from bot.settings import RecordSettings, Settings, SettingsError, secret
from handlers.house import House, Identity
from handlers.slack import Slack, client
from handlers.store import Store, store_at
from handlers.views.words import LANGUAGES, words
from rules.people import Person, Place
from rules.working_hours import Calendar
from services.leaving import deactivated
from services.people import refresh_place
from services.rehearsal import THEN, small_storm
from services.wakeups import owners_elsewhere
from storage.database import Database
from storage.errors import Unavailable, translated
from storage.inspection import NotReady, Standing, look
from storage.migrate import migrate
from storage.rehearsals import rehearsed

T = TypeVar("T")

log = logging.getLogger(__name__)


def database_of(settings: RecordSettings) -> Database:
    """The database, not connected to yet."""
    try:
        return Database(settings.database_url)
    except ImportError as error:
        raise SettingsError(f"DATABASE_URL cannot be used: its driver is not installed ({error}).") from error


def bring_up_to_date(database: Database) -> None:
    """Migrates, where the database answers and is not newer than this version. Blocks for 5 s where none answers."""
    try:
        look(database.url.render_as_string(hide_password=False), lambda _tx: None, Clock().now)
    except NotReady as why:
        if why.standing is Standing.UNREACHABLE:
            raise SettingsError(_database_line(str(why))) from why
        if why.standing is Standing.NEWER:
            raise SettingsError(f"DATABASE_URL: the database is newer than this version ({why}).") from why
    try:
        with translated():
            migrate(database)
    except Unavailable as why:
        raise SettingsError(_database_line(str(why).partition("\n")[0])) from why


def do_what_is_slow_once(database: Database, hours: Calendar, now: datetime) -> None:
    """What takes longer the first time is done, so that no click and no monitor waits for it: holidays are computed
    (0.1 s), statements compiled (0.1 s), connections opened, names of days read (20 ms a language)."""
    hours.is_open(now)
    with suppress(Unavailable):
        database.open_up()
    rehearsed(database, small_storm, THEN)
    for language in LANGUAGES:
        words(language).when(now)


def _database_line(why: str) -> str:
    return (
        f"DATABASE_URL cannot be used: {why}. Check that its folder is there and ours to write to, "
        "or that its server runs and lets us in."
    )


def refuse_closed_folder(folder: Path) -> None:
    """Files can be kept: the folder is made if need be, and can be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        raise SettingsError(
            f"ATTACHMENTS_DIR cannot be used: {error.strerror}: {folder}. "
            "Let the app's user write to it, or choose another folder."
        ) from error


def open_store(settings: Settings) -> Store:
    """Where files are kept."""
    try:
        return store_at(settings.attachments_dir, settings.attachments)
    except (ImportError, ValueError) as error:
        raise SettingsError(
            f"ATTACHMENTS cannot be used: {error}. "
            "Install fsspec and what it needs there (s3fs for s3://), or leave it out."
        ) from error


async def introduced(slack: Slack, settings: Settings) -> Identity:
    """Who we are, asked before the socket opens: Bolt's own lazy question loses the delivery that asks it."""
    try:
        answer = await _asked(slack.steady.auth_test, "SLACK_BOT_TOKEN")
    except NotNow as why:
        raise SettingsError(
            f"SLACK_API_URL cannot be reached: {settings.slack_api_url} ({why}). Check the address and the network."
        ) from why
    return Identity(answer["team_id"], answer["user_id"], answer["bot_id"], secret(settings.slack_bot_token))


async def refuse_app_token(settings: Settings) -> None:
    """Slack gives a socket for the app token: slack_sdk itself would try a wrong one for ever."""
    door = client(None, settings.slack_api_url)
    token = secret(settings.slack_app_token)
    await _asked(partial(door.apps_connections_open, app_token=token), "SLACK_APP_TOKEN")


async def open_socket(connections: Connections) -> None:
    """The first socket; Slack may refuse it although it just gave us one."""
    await _asked(connections.enter, "SLACK_APP_TOKEN")


async def refuse_shared_places(slack: Slack, settings: Settings) -> None:
    """Internal talk must stay internal: neither internal channel may be shared with another organisation."""
    places = {
        "CUSTOMER_SUCCESS_CHANNEL": settings.customer_success_channel,
        "ON_CALL_CHANNEL": settings.on_call_channel,
    }
    for name, channel_id in places.items():
        channel = await _asked(partial(slack.channel, channel_id), name, channel_id)
        if channel.is_shared_outside:
            raise SettingsError(
                f"{name} cannot be used: #{channel.name} is shared with another organisation, "
                "which would read internal talk. Choose a channel that is not shared."
            )


async def learn_who_is_us(house: House) -> None:
    """Memberships as they are now; events keep them from here on."""
    home = house.identity.team_id
    names = {Place.DESK: "CUSTOMER_SUCCESS_CHANNEL", Place.ONCALL: "ON_CALL_CHANNEL"}
    for channel_id, place in house.places.items():
        ids = await _asked(partial(house.slack.members, channel_id), names[place], channel_id)
        await house.desk.do(refresh_place, place, await _people(house.slack, ids), home)
    if group := house.leads_group:
        ids = await _asked(partial(house.slack.group_members, group), "LEADS_GROUP", group)
        await house.desk.do(refresh_place, Place.LEADS, await _people(house.slack, ids), home)
    for who in await house.desk.ask(owners_elsewhere):
        if await _is_gone(house.slack, who.user_id):
            await house.desk.do(deactivated, who)


async def _is_gone(slack: Slack, user_id: str) -> bool:
    """True for who was deactivated while nobody listened; false where Slack does not say."""
    try:
        return await answered(partial(slack.is_gone, user_id))
    except Refused as why:
        return why.code == "user_not_found"


async def _people(slack: Slack, user_ids: list[str]) -> list[Person]:
    """Those of them whom Slack can tell."""
    found = [await _person(slack, user_id) for user_id in user_ids]
    return [person for person in found if person is not None]


async def _person(slack: Slack, user_id: str) -> Person | None:
    try:
        return await answered(partial(slack.person, user_id))
    except Refused as why:
        if why.code not in {"user_not_found", "user_not_visible"}:
            raise SettingsError(refusal("SLACK_BOT_TOKEN", why.code, f"users.info of {user_id}")) from why
        log.warning("Slack does not tell who %s is (%s): left out", user_id, why.code)
        return None


async def _asked(question: Callable[[], Awaitable[T]], setting: str, about: str = "") -> T:
    """Slack's answer; a refusal is the setting's, or the bot token's where Slack means that."""
    try:
        return await answered(question)
    except Refused as why:
        raise SettingsError(refusal(setting, why.code, about)) from why
