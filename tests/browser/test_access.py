"""axe-core looks at every state of the page: at a desk in the light, and on a phone in the dark."""

from typing import Literal

from playwright.async_api import Page, async_playwright, expect

from tests.browser.axe import faults
from tests.browser.chromium import CHROMIUM, QUIET, needs_chromium
from tests.browser.morning import a_morning
from tests.browser.sights import Sight, sights
from tests.office import Office

pytestmark = needs_chromium

HEIGHT = 850  # pixels
# No colour depends on the width, so these two stand for all four.
SEEN: list[tuple[int, Literal["light", "dark"]]] = [(1400, "light"), (360, "dark")]


async def test_nothing_on_the_page_shuts_anybody_out(office: Office) -> None:
    all_of_them = sights(await a_morning(office))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page()
        wrong = [fault for sight in all_of_them for fault in await _looked_at(page, sight, office.facts["url"])]
        await browser.close()
    await office.control.post("faults", clear=True)
    assert not wrong, "\n".join(wrong)


async def _looked_at(page: Page, sight: Sight, url: str) -> list[str]:
    """What is wrong with it."""
    await page.set_viewport_size({"width": SEEN[0][0], "height": HEIGHT})
    await sight.seen(page, url)
    found = []
    for width, light in SEEN:
        await page.set_viewport_size({"width": width, "height": HEIGHT})
        await page.emulate_media(color_scheme=light)
        found += [f"{sight.name}, {width}, {light}: {fault}" for fault in await faults(page, sight.part)]
    await page.keyboard.press("Escape")
    await expect(page.locator("dialog, .menu")).to_have_count(0)
    return found
