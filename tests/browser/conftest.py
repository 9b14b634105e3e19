"""The office seen through Chromium, at a desk's width and at a phone's."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright

from tests.browser.chromium import CHROMIUM, QUIET, WIDTHS, SeenBy
from tests.office import Office, open_office


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
