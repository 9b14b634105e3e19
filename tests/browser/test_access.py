"""axe-core looks at every state of the page: at a desk and on a phone, in the light and in the dark."""

from pathlib import Path

from playwright.async_api import Page, async_playwright, expect

from tests.browser.axe import CONTRAST, faults
from tests.browser.chromium import CHROMIUM, QUIET, WIDTHS, needs_chromium
from tests.browser.morning import a_morning
from tests.browser.sights import Sight, sights
from tests.office import Office

pytestmark = needs_chromium

HEIGHT = 850  # pixels


async def test_nothing_on_the_page_shuts_anybody_out(office: Office, tmp_path: Path) -> None:
    roots = await a_morning(office)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page()
        wrong = [fault for sight in sights(roots) for fault in await _looked_at(page, sight, office.facts["url"])]
        await browser.close()
    await office.control.post("faults", clear=True)
    assert not wrong, "\n".join(wrong)


async def _looked_at(page: Page, sight: Sight, url: str) -> list[str]:
    """What is wrong with it; light and dark differ in nothing but colours."""
    await page.set_viewport_size({"width": WIDTHS[0], "height": HEIGHT})
    await sight.seen(page, url)
    found = []
    for width in WIDTHS:
        await page.set_viewport_size({"width": width, "height": HEIGHT})
        await page.emulate_media(color_scheme="light")
        found += [f"{sight.name}, {width}, light: {fault}" for fault in await faults(page)]
        await page.emulate_media(color_scheme="dark")
        found += [f"{sight.name}, {width}, dark: {fault}" for fault in await faults(page, CONTRAST)]
    while await page.get_by_role("dialog").count():
        before = await page.get_by_role("dialog").count()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(before - 1)
    return found
