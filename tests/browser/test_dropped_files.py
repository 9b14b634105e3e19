"""Files that somebody drops on a form or on the composer."""

from typing import Any

from playwright.async_api import BrowserContext, expect

from tests.browser.chromium import needs_chromium
from tests.browser.small_app import plans, tab
from tests.sandbox.house import House

pytestmark = needs_chromium

DRAGS = """(place, [kind, name, type, base64]) => {
  const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0)), dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name, { type }));
  place.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
}"""
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


async def test_files_that_are_dropped_are_shown_and_sent(
    browser: BrowserContext, house: House, sent: list[dict[str, Any]]
) -> None:
    page = await tab(browser, house, "kari")
    trip = await plans(page)
    await trip.locator(".drop").evaluate(DRAGS, ["dragover", "dot.png", "image/png", DOT])
    await expect(trip.locator(".drop")).to_have_class("drop over")
    await trip.locator(".drop").evaluate(DRAGS, ["drop", "dot.png", "image/png", DOT])
    await expect(trip.locator(".drop")).to_have_class("drop")
    preview = trip.locator(".chosen img")
    await expect(preview).to_be_visible()
    assert await preview.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") == 1
    await trip.get_by_label("Where to?").fill("home")
    await trip.get_by_label("On foot").check()
    await trip.get_by_role("button", name="Send").click()
    await expect(trip).to_have_count(0)
    assert [[file["name"] for file in each["map"]["entered"]["files"]] for each in sent] == [["dot.png"]]

    composer = page.locator(".composer").first
    await composer.evaluate(DRAGS, ["drop", "ærlig.txt", "text/plain", "w6Y="])
    await expect(composer.get_by_text("ærlig.txt")).to_be_visible()
    await composer.get_by_role("textbox").press("Enter")
    await expect(page.get_by_role("log").get_by_text("ærlig.txt")).to_be_visible()
