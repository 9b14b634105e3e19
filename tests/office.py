"""An agency at work: the real app over the sandbox, with people who press buttons and read messages."""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.app import App
from bot.clock import Clock
from bot.plays.control import Control, buttons, everything
from bot.seeds import group_called, leads_group, plant
from bot.settings import Settings, read
from handlers.pace import Pace
from handlers.views.words import OSLO
from rules.office import DESK_HOURS
from rules.people import Mode, PersonId
from sandbox.config import load
from sandbox.server import running
from services import outbox
from storage.tx import Tx
from tests.ports import free_port

CAST = Path(__file__).with_name("cast.yml")
MANIFEST = Path(__file__).parents[1] / "manifest.yml"
SHARED, DESK, ONCALL = "kunde-fjordmat", "customer-success", "on-call"
DOWN = "The site, or a significant part of it, is down"
DEGRADED = "An important function fails or is much slower than normal"
URGENT = "Urgent, but it works"
CAN_WAIT = "It can wait"


class Office:
    """The stage of a story. People are its attributes by first name: `office.kari`."""

    def __init__(
        self, control: Control, app: App, settings: Settings, facts: dict[str, Any], mirror_wait: float = 0.0
    ) -> None:
        self.control = control
        self.settings = settings
        self.app = app
        self.facts = facts
        self.expected_refusals: set[str] = set()
        self.mirror_wait = mirror_wait
        self.teams: dict[str, str] = {}
        for name in facts["people"]:
            setattr(self, name.lower(), control.person(name.lower()))

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"nobody here is called {name}")

    async def opens_a_case(self, person: Any, problem: str = "The checkout does nothing", **fields: Any) -> str:
        """The person opens a case in the shared channel; returns its number."""
        form = await person.clicks("Open a case", channel=SHARED)
        values = {"What is the problem or task?": problem, "How urgent is it?": DEGRADED} | fields
        await person.fills_in(form, values)
        newest = (await self.cards())[-1]
        return str(newest["blocks"][0]["text"]["text"]).split(" ")[0]

    async def says(self, text: str, who: str = "kari", **facts: Any) -> str:
        """Somebody writes in the customer's channel; the ts of it, once the app has done what it does."""
        said = await self.control.post("say", user=who, channel=SHARED, text=text, **facts)
        await self.control.idle()
        return str(said["ts"])

    async def sets_mode(self, mode: Mode) -> None:
        """What the app makes of words in the customer's channel."""

        def change(tx: Tx) -> None:
            tx.customers.save(replace(tx.customers.all()[0], mode=mode))

        await self.app.desk.do(change)

    async def brings_to_test(self, number: str) -> None:
        """Anna takes and starts it, Jonas makes it ready."""
        people: Any = self
        await people.anna.clicks("Take it", channel=DESK, containing=number)
        await self.control.idle()
        form = await people.anna.clicks("Start", channel=DESK, containing=number)
        await people.anna.fills_in(form, {"Expected hours": "1"})
        await self.control.idle()
        form = await people.jonas.clicks("Ready for test", channel=DESK, containing=number)
        await people.jonas.fills_in(form, {"Test link": "https://test.fjordmat.no"})
        await self.control.idle()

    async def goes_down(self) -> None:
        """The app stops."""
        await self.app.stop()

    async def comes_up(self) -> None:
        """The app starts again, on the same database."""
        self.app = App(self.settings, Pace(per_channel=0.0), mirror_wait=self.mirror_wait)
        await self.app.start()

    @property
    def now(self) -> datetime:
        """The instant (UTC) it is here: stories begin on a Monday at 10:00, whenever they are told."""
        return Clock(self.settings.clock_file).now()

    async def winds_to(self, at: datetime) -> None:
        """The clock is wound on to this instant, and what falls due is done."""
        await self.control.advance(seconds=(at - self.now).total_seconds())

    async def cards(self) -> list[dict[str, Any]]:
        """Every card in the Customer Success channel, oldest first, once everything is said."""
        await self.control.idle()
        return [message for message in await self.control.messages(DESK) if _is_card(message)]

    async def card(self, number: str) -> dict[str, Any]:
        """The case's card in the Customer Success channel, once everything is said."""
        found = [message for message in await self.cards() if number in everything(message)]
        assert len(found) == 1, f"{number} has {len(found)} cards"
        return found[0]

    async def staff_thread(self, number: str) -> list[str]:
        """What stands under the card."""
        card = await self.card(number)
        return [everything(message) for message in (await self.control.messages(DESK, card["ts"]))[1:]]

    async def mirrored(self, number: str) -> list[tuple[str, str]]:
        """What of the customer's thread stands under the card: under whose name, and the words with their marks."""
        card = await self.card(number)
        thread = (await self.control.messages(DESK, card["ts"]))[1:]
        borrowed = [message for message in thread if message.get("subtype") == "bot_message"]
        return [(message["name"], everything(message | {"text": ""}).strip()) for message in borrowed]

    async def customer_thread(self, number: str) -> list[dict[str, Any]]:
        """The messages of the case's thread in the shared channel, the card first."""
        await self.control.idle()
        roots = [message for message in await self.control.messages(SHARED) if number in everything(message)]
        assert len(roots) == 1, f"{number} has {len(roots)} threads"
        found: list[dict[str, Any]] = await self.control.messages(SHARED, roots[0]["ts"])
        return found

    async def shows(self, number: str, state: str, *offers: str) -> None:
        """The card shows this state and exactly these buttons."""
        card = await self.card(number)
        assert f"*{state}*" in everything(card)
        assert buttons(card) == list(offers)

    async def nothing_unexpected(self) -> None:
        """Nothing gave up, Slack refused nothing, and no notice was posted twice."""
        await self.control.idle()
        assert await self.app.desk.ask(outbox.stuck) == []
        calls = (await self.control.get("calls"))["calls"]
        refused = [(call["method"], call["response"]["error"]) for call in calls if not call["response"].get("ok")]
        assert [one for one in refused if one[0] not in self.expected_refusals] == []
        keys = Counter(str(call["args"].get("metadata")) for call in calls if call["method"] == "chat.postMessage")
        assert [key for key, count in keys.items() if count > 1] == []


@asynccontextmanager
async def open_office(
    database_url: str, folder: Path, *, over_socket: bool = True, mirror_wait: float = 0.0, **spoilt: Any
) -> AsyncIterator[Office]:
    """The sandbox, the app over it, and Fjordmat as its customer. What is said is mirrored at once unless told;
    `spoilt` are settings that are otherwise than usual here."""
    port = free_port()
    request_url = "" if over_socket else f"http://127.0.0.1:{port}/slack/events"
    clock = folder / "clock"
    async with running(load(CAST), manifest_file=MANIFEST, clock_file=clock, request_url=request_url) as slack:
        groups = await leads_group(slack.facts), await group_called("duty", slack.facts)
        settings = _settings(slack.facts, groups, database_url, folder, port, over_socket)
        for name, value in spoilt.items():
            setattr(settings, name, value)
        async with Control(slack.facts["url"], f"http://127.0.0.1:{port}") as control:
            app = App(settings, Pace(per_channel=0.0), mirror_wait=mirror_wait)
            office = Office(control, app, settings, slack.facts, mirror_wait)
            try:
                await office.winds_to(open_monday(office.now))
                await office.app.start()
                await _set_up(office)
                yield office
            finally:
                await office.app.stop()


async def _set_up(office: Office) -> None:
    lead = PersonId(office.facts["team_id"], office.facts["people"]["Ingrid"])
    house = office.app.house
    await plant(house.desk, house.slack, lead.team_id, office.facts["channels"][SHARED], "Fjordmat", lead)
    await office.control.idle()
    people = (await office.control.get("people"))["people"]
    office.teams = {person["key"]: person["team_id"] for person in people}


def _settings(
    facts: dict[str, Any], groups: tuple[str, str], database_url: str, folder: Path, port: int, over_socket: bool
) -> Settings:
    return read(
        _env_file=None,
        slack_api_url=f"{facts['url']}/api/",
        slack_bot_token=facts["bot_token"],
        slack_app_token=facts["app_token"] if over_socket else None,
        slack_signing_secret=facts["signing_secret"],
        database_url=database_url,
        customer_success_channel=facts["channels"][DESK],
        on_call_channel=facts["channels"][ONCALL],
        leads_group=groups[0],
        duty_group=groups[1],
        attachments_dir=folder / "attachments",
        clock_file=folder / "clock",
        look_at_own_network=True,
        check_seconds=0,
        canary_seconds=0,
        public_url=f"http://127.0.0.1:{port}",
        port=port,
    )


def _is_card(message: dict[str, Any]) -> bool:
    first = (message.get("blocks") or [{}])[0]
    return first.get("type") == "header" and str(first["text"]["text"]).startswith("SG-")


def open_monday(after: datetime) -> datetime:
    """The next Monday at 10:00 in Oslo that is no holiday."""
    day = after.astimezone(OSLO).replace(hour=10, minute=0, second=0, microsecond=0)
    while day <= after or day.weekday() or not DESK_HOURS.is_open(day):
        day += timedelta(days=1)
    return day.astimezone(UTC)
