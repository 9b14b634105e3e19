"""In Chromium, with real clicks: the page is how every newcomer meets the app."""

from pathlib import Path

from playwright.async_api import expect

from bot.plays.control import everything
from tests.browser.chromium import PICTURE, SeenBy, enter, needs_chromium
from tests.office import DEGRADED, DESK, SHARED, Office

pytestmark = needs_chromium


async def test_kari_opens_a_case(seen_by: SeenBy, office: Office, tmp_path: Path) -> None:
    picture = tmp_path / "skjermbilde.png"
    picture.write_bytes(PICTURE)
    page = await seen_by("kari")
    await enter(page, SHARED)
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
