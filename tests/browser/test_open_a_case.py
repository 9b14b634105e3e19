"""In Chromium, with real clicks: the page is how every newcomer meets the app."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.plays.control import everything
from tests.office import DEGRADED, DESK, Office, open_office

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not on this machine (Debian: apt install chromium)"
)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(f"sqlite:///{tmp_path / 'saksgang.db'}", tmp_path) as found:
        yield found
        await found.nothing_unexpected()


@pytest.fixture(params=[1400, 360])
async def page(request: pytest.FixtureRequest, office: Office) -> AsyncIterator[Page]:
    """The page at a desk's width and at a phone's; anything the browser complains of fails the test."""
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        found = await browser.new_page(viewport={"width": request.param, "height": 850})
        found.on("pageerror", lambda error: complaints.append(str(error)))
        found.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        yield found
        await browser.close()
    assert complaints == []


async def test_kari_opens_a_case(page: Page, office: Office, tmp_path: Path) -> None:
    picture = tmp_path / "skjermbilde.png"
    picture.write_bytes(b"\x89PNG\r\n")
    await page.goto(f"{office.facts['url']}/?as=kari")
    if (page.viewport_size or {"width": 0})["width"] < 600:
        # On a phone the channels are a screen of their own.
        await page.get_by_text("kunde-fjordmat").first.click()
    await page.get_by_role("button", name="Open a case").click()
    form = page.get_by_role("dialog", name="New case")
    await form.get_by_role("button", name="Send").click()
    await expect(form.get_by_text("Please", exact=False).or_(form.get_by_role("alert")).first).to_be_visible()
    await form.get_by_label("What is the problem or task?").fill("Kassen gjør ingenting 🐟")
    await form.get_by_label(DEGRADED).check()
    await form.get_by_label("Link to the page").fill("fjordmat.no/handlekurv")
    await form.locator("input[type=file]").set_input_files(picture)
    await form.get_by_role("button", name="Send").click()
    answer = page.get_by_role("dialog", name="SG-1001")
    await expect(answer.get_by_text("You get an answer by")).to_be_visible()
    await answer.get_by_role("button", name="Close").first.click()
    card = await office.card("SG-1001")
    assert "Kassen gjør ingenting 🐟" in everything(card)
    thread = await office.control.messages(DESK, card["ts"])
    assert [file["name"] for message in thread for file in message.get("files", [])] == ["skjermbilde.png"]
