"""The office seen through Chromium, at a desk's width and at a phone's; and the local Slack alone, with a small app."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import BrowserContext, Page, async_playwright
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from sandbox.server import running
from tests.browser.chromium import CHROMIUM, QUIET, WIDTHS, SeenBy
from tests.browser.small_app import listen, presses
from tests.office import Office, open_office
from tests.sandbox.house import QUICK, House


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(f"sqlite:///{tmp_path / 'saksgang.db'}", tmp_path) as found:
        yield found
        await found.nothing_unexpected()


@pytest.fixture(params=WIDTHS)
async def seen_by(request: pytest.FixtureRequest, office: Office) -> AsyncIterator[SeenBy]:
    """Opens the page as this person; anything the browser complains of fails the test."""
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)

        async def page(person: str) -> Page:
            found = await browser.new_page(viewport={"width": request.param, "height": 850})
            found.on("pageerror", lambda error: complaints.append(str(error)))
            found.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
            await found.goto(f"{office.facts['url']}/?as={person}")
            return found

        yield page
        await browser.close()
    assert complaints == []


@pytest.fixture
def sent() -> list[dict[str, Any]]:
    """The `state.values` of every form the app took."""
    return []


@pytest.fixture
async def house(sent: list[dict[str, Any]]) -> AsyncIterator[House]:
    async with running(QUICK) as server, aiohttp.ClientSession() as session:
        found = House(server, session)
        app = AsyncApp(client=found.web, signing_secret=found.facts["signing_secret"], process_before_response=True)
        listen(app, sent)
        handler = AsyncSocketModeHandler(app, found.facts["app_token"], web_client=found.web)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await found.web.chat_postMessage(
            channel=found.shared,
            text="Where shall we go?",
            blocks=[{"type": "actions", "elements": [presses("Plan a trip", "plan"), presses("More", "more")]}],
        )
        yield found
        await handler.close_async()  # type: ignore[no-untyped-call]


@pytest.fixture
async def browser(house: House) -> AsyncIterator[BrowserContext]:
    """Tabs of one browser; an error on a page fails the test."""
    complaints: list[str] = []
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = await chromium.new_context(viewport={"width": 1200, "height": 850}, locale="en-GB")
        context.set_default_timeout(8000)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        yield context
        await chromium.close()
    assert complaints == []
