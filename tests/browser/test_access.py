"""axe-core looks at every state of the page: at a desk in the light, and on a phone in the dark."""

from collections.abc import Iterable
from typing import Literal

import pytest
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


@pytest.mark.parametrize("people", [("kari",), ("anna", "jonas", "ingrid")], ids=" and ".join)
async def test_nothing_on_the_page_shuts_anybody_out(office: Office, people: Iterable[str]) -> None:
    theirs = [sight for sight in sights(await a_morning(office)) if sight.who in people]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page()
        wrong = [fault for sight in theirs for fault in await _looked_at(page, sight, office.facts["url"])]
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
        found += [f"{sight.name}, {width}, {light}: {fault}" for fault in await faults(page)]
    while before := await page.get_by_role("dialog").count():
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(before - 1)
    return found
