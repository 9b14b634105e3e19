"""Chromium, where it is; and how one gets about in the page."""

import shutil
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = [1400, 360]  # pixels: a desk's, and a phone's, where channels and threads are screens of their own
PICTURE = b"\x89PNG\r\n"
SeenBy = Callable[[str], Awaitable[Page]]

needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="Chromium is not on this machine (Debian: apt install chromium)"
)


async def enter(page: Page, channel: str) -> None:
    """Goes to the channel, as one must on a phone."""
    await page.get_by_role("navigation", name="Channels").get_by_text(channel, exact=True).click()


async def leave_thread(page: Page) -> None:
    """Back to the channel, as one must on a phone."""
    back = page.get_by_role("button", name="Back to the channel")
    if await back.is_visible():
        await back.click()
