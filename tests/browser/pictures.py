"""Pictures of the page for the documents: `python -m tests.browser.pictures`, wherever Chromium is."""

import asyncio
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.async_api import Browser, async_playwright

from tests.browser.chromium import CHROMIUM, QUIET
from tests.browser.morning import a_morning
from tests.browser.sights import Sight, sights
from tests.office import open_office

FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
COLOURS = 192  # enough for a page, and a third of the bytes
DESK, PHONE = (1400, 850), (360, 740)
WELCOMED = "localStorage.setItem('welcomed', 'yes')"


@dataclass(frozen=True)
class Picture:
    """A sight, the window it is seen in (pixels), and the light."""

    name: str
    sight: str
    window: tuple[int, int] = DESK
    light: Literal["light", "dark"] = "light"


PICTURES = [
    Picture("customer", "customer-thread"),
    Picture("form", "form"),
    Picture("desk", "staff-thread"),
    Picture("home", "home"),
    Picture("oncall", "oncall", (1400, 1000)),
    Picture("dark", "staff-thread", light="dark"),
    Picture("phone-channel", "customer", PHONE),
    Picture("phone-form", "errors", PHONE),
    Picture("inspector", "inspector"),  # the last: a fault is on from then
]


async def take_all(folder: Path) -> None:
    """Each as PNG into the folder."""
    with tempfile.TemporaryDirectory() as place:
        async with (
            open_office(f"sqlite:///{place}/saksgang.db", Path(place)) as office,
            async_playwright() as playwright,
        ):
            seen = {sight.name: sight for sight in sights(await a_morning(office))}
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
            for picture in PICTURES:
                taken = await _taken(browser, picture, seen[picture.sight], office.facts["url"])
                (folder / f"{picture.name}.png").write_bytes(taken)
            await browser.close()


async def _taken(browser: Browser, picture: Picture, sight: Sight, url: str) -> bytes:
    width, height = picture.window
    page = await browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme=picture.light,
        device_scale_factor=2 if picture.window == PHONE else 1,
    )
    await page.add_init_script(WELCOMED)
    await sight.seen(page, url)
    await page.mouse.move(0, 0)
    taken = await page.screenshot()
    if await page.get_by_role("dialog").count():
        await page.keyboard.press("Escape")
        await page.get_by_role("dialog").wait_for(state="hidden")
    await page.close()
    return _small(taken)


def _small(png: bytes) -> bytes:
    kept = BytesIO()
    Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    asyncio.run(take_all(FOLDER))
