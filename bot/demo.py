"""The demo: a local Slack as a program of its own, and the real app pointed at it as it would be at Slack."""

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
import webbrowser
from pathlib import Path
from typing import Any

from bot import local_slack
from bot.app import App
from bot.demo_phone import Phones
from bot.demo_shop import Shop
from bot.local_slack import CUSTOMER, LEAD, READER, SHARED, CouldNotStart, LocalSlack, free_port, settings_for
from bot.mailbox.running import Mailbox, mailbox
from bot.plays.control import PATIENCE, Control
from bot.plays.stories import STORIES
from bot.seeds import (
    agree_on_operation,
    group_called,
    has_customers,
    leads_group,
    plant,
    plant_duty,
    plant_site,
    write_to,
)
from bot.settings import SettingsError
from rules.office import local_date
from rules.people import PersonId

DEFAULT_PORT, PHONES_PORT, SHOP_PORT = 8700, 8720, 8740  # apart: each may be the next one above that is free
ON_DUTY = ("Jonas", "Ingrid")
SITE = "Fjordmat's shop"
WATCHED = (None, "outage")  # plays that find a rota and a site that is looked at; the others set up their own
NOT_EMPTY = "DATABASE_URL names a database that has customers already. The demo needs an empty one, or none named."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The demo's words."""
    parser.add_argument("--port", type=int, default=None, help=f"where the page is (default {DEFAULT_PORT}, if free)")
    parser.add_argument("--no-browser", action="store_true", help="do not open the page")
    parser.add_argument("--play", choices=sorted(STORIES), help="play a story, then exit: 0 if all of it held")
    parser.add_argument("--calls", type=Path, help="write every Web API call to this file, as JSON lines")
    parser.add_argument("--faults", type=float, metavar="RATE", help="let this share of all calls fail, like 0.2")
    parser.add_argument("--seed", type=int, help="makes the faults the same again")
    parser.set_defaults(command=lambda given: asyncio.run(_demo(given)))


async def _demo(given: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="saksgang-") as folder:
        phones, shop = Phones(free_port(PHONES_PORT)), Shop(free_port(SHOP_PORT))
        async with mailbox() as post:
            links = {"Mailbox": post.page, "Phones": phones.url, "Shop": shop.url}
            slack = await _local_slack(given, Path(folder), links)
            try:
                return await _with_app(given, slack, post, phones, shop, Path(folder))
            finally:
                await slack.stop()


async def _with_app(
    given: argparse.Namespace, slack: LocalSlack, post: Mailbox, phones: Phones, shop: Shop, folder: Path
) -> int:
    facts = slack.facts
    database_url = os.environ.get("DATABASE_URL") or f"sqlite:///{folder / 'saksgang.db'}"
    groups = await leads_group(facts), await group_called("duty", facts)
    app = App(settings_for(facts, groups, folder, database_url, free_port(), post.smtp_url), host="127.0.0.1")
    try:
        await app.start()
        if await app.desk.ask(has_customers):
            raise SettingsError(NOT_EMPTY)
        lead = PersonId(facts["team_id"], facts["people"][LEAD])
        await plant(app.desk, app.house.slack, facts["team_id"], facts["channels"][SHARED], CUSTOMER, lead)
        await app.desk.do(write_to, CUSTOMER, *READER)
        await app.desk.do(agree_on_operation, CUSTOMER, local_date(app.house.hours, app.desk.now()))
        await phones.start()
        await shop.start()
        pages = {"mailbox": post.page, "phones": phones.url, "shop": shop.url}
        if given.play in WATCHED:
            await _give_duty(app, facts, phones)
            await app.desk.do(plant_site, CUSTOMER, SITE, shop.url, shop.checked)
        return await _show(given, app, facts, pages)
    finally:
        await app.stop()
        await phones.stop()
        await shop.stop()


async def _give_duty(app: App, facts: dict[str, Any], phones: Phones) -> None:
    """Who has duty, and a phone for each. What is played sets up its own."""
    turns = [facts["people"][name] for name in ON_DUTY]
    layers = [turns, turns[::-1]]
    ways = {facts["people"][name]: phones.address(name) for name in ON_DUTY}
    await plant_duty(app.desk, facts["team_id"], layers, ways)


async def _show(given: argparse.Namespace, app: App, facts: dict[str, Any], pages: dict[str, str]) -> int:
    shown = {"sandbox": facts["url"], "bot": f"http://127.0.0.1:{app.port}"} | pages
    patience = PATIENCE * 6 if given.faults else PATIENCE
    where = (shown["sandbox"], shown["bot"], patience)
    async with Control(*where, mailbox=pages["mailbox"], shop=pages["shop"]) as control:
        await control.idle()  # ready means that *Need help?* is posted and pinned
        kept = ("bot_token", "app_token", "signing_secret", "channels", "people")
        print(json.dumps(shown | {name: facts[name] for name in kept}), flush=True)
        if given.faults:
            await _make_faulty(control, given)
        if given.play:
            return 0 if await STORIES[given.play](control) else 1
    page = f"{facts['url']}/?as=kari"
    print(f"A local Slack is at {page} - press Ctrl+C to end it.", file=sys.stderr)
    print(f"What Kari is sent by mail is at {pages['mailbox']}", file=sys.stderr)
    print(f"Kari's shop is at {pages['shop']} - take it down there, and look at #on-call as Jonas", file=sys.stderr)
    print(f"What wakes who has duty is at {pages['phones']} - try /oncall drill as Jonas", file=sys.stderr)
    if not given.no_browser:
        webbrowser.open(page)
    await _until_stopped()
    return 0


async def _make_faulty(control: Control, given: argparse.Namespace) -> None:
    """Faults come after the start; the seed is printed, so that the same ones can come again."""
    seed = given.seed if given.seed is not None else int.from_bytes(os.urandom(4))
    print(f"Faults: {given.faults:.0%} of all calls, seed {seed}.", file=sys.stderr)
    await control.post("faults", kind="any", rate=given.faults, seed=seed)


async def _until_stopped() -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    await stopped.wait()


async def _local_slack(given: argparse.Namespace, folder: Path, links: dict[str, str]) -> LocalSlack:
    port = given.port if given.port is not None else free_port(DEFAULT_PORT)
    words = ["--calls", str(given.calls)] if given.calls else []
    try:
        return await local_slack.start(folder, port, *words, cast=local_slack.cast_with(links, folder))
    except CouldNotStart as failure:
        raise SettingsError(str(failure)) from failure
