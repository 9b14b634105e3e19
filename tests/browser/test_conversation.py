"""In Chromium, from both sides: a customer writes and sends a picture, staff talk among themselves and reply."""

import re
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from bot.plays.control import everything
from tests.browser.chromium import PICTURE, SeenBy, enter, leave_thread, needs_chromium
from tests.office import DESK, SHARED, Office

pytestmark = needs_chromium

PROBLEM = "Kassen gjør ingenting"
REPLIES = re.compile(r"\d+ repl")


async def test_a_conversation_seen_from_both_sides(seen_by: SeenBy, office: Office, tmp_path: Path) -> None:
    picture = tmp_path / "kassen.png"
    picture.write_bytes(PICTURE)
    await office.opens_a_case(office.kari, PROBLEM)
    await office.control.idle()
    kari, anna = await seen_by("kari"), await seen_by("anna")
    await kari.get_by_role("dialog", name="SG-1001").get_by_role("button", name="Close").first.click()

    hers = await _thread(kari, SHARED, PROBLEM)
    await _writes(hers, "Det skjer på mobil også", picture)
    ours = await _thread(anna, DESK, PROBLEM)
    mirrored = ours.get_by_role("article", name="Kari Nes (Fjordmat)")
    await expect(mirrored.get_by_text("Det skjer på mobil også")).to_be_visible()
    await expect(ours.get_by_text("kassen.png").first).to_be_visible()

    await _writes(ours, "Sikkert den gamle modulen igjen")
    await leave_thread(anna)
    await _replies(anna, "Takk, vi ser på det nå", picture)
    await expect(hers.get_by_text("Takk, vi ser på det nå")).to_be_visible()
    await expect(hers.get_by_text("kassen.png")).to_have_count(2)
    assert "gamle modulen" not in str([everything(one) for one in await office.customer_thread("SG-1001")])


async def _thread(page: Page, channel: str, about: str) -> Locator:
    """The thread of what is about this, opened as a person opens it."""
    await enter(page, channel)
    root = page.get_by_role("article").filter(has_text=about).first
    await root.get_by_role("button", name=REPLIES).first.click()
    return page.get_by_label("Thread", exact=True)


async def _writes(thread: Locator, text: str, picture: Path | None = None) -> None:
    await thread.get_by_role("textbox", name="Reply").fill(text)
    if picture is not None:
        await thread.locator("input[type=file]").set_input_files(picture)
    await thread.get_by_role("button", name="Send").click()
    await expect(thread.get_by_text(text)).to_be_visible()


async def _replies(page: Page, text: str, picture: Path) -> None:
    """*Reply to customer*: written, previewed, sent."""
    await page.get_by_role("button", name="Reply to customer").first.click()
    form = page.get_by_role("dialog", name="Reply to customer")
    await form.get_by_label("Your reply").fill(text)
    await form.locator("input[type=file]").set_input_files(picture)
    await form.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("dialog", name="What the customer sees")
    await expect(preview.get_by_text(text)).to_be_visible()
    await preview.get_by_role("button", name="Send to customer").click()
    await expect(preview).to_have_count(0)
