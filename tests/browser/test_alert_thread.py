"""In Chromium, a night in an alert's thread: a monitor raises it, the duty sees to it, and it is good again."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import Locator, Page, expect

from bot.plays.control import everything
from tests.browser.chromium import SeenBy, enter, needs_chromium
from tests.office import ONCALL, SHARED, Office
from tests.scenarios.test_alerts import watched
from tests.scenarios.test_monitors import admits, sends

pytestmark = needs_chromium

MINUTE = timedelta(minutes=1)
REPLIES = re.compile(r"\d+ repl")
FOUND = "500 from /handlekurv"
DOWN = {"key": "shop", "state": "firing", "title": FOUND, "site": "https://fjordmat.no"}
INTERNAL = "The disk of the database is full again"
UPDATE = "We have found the cause. The shop works again within the hour."


@pytest.mark.parametrize("seen_by", [1400], indirect=True)
async def test_the_duty_sees_an_alert_through_in_its_thread(seen_by: SeenBy, office: Office) -> None:
    await watched(office)
    monitor = await admits(office, "generic", name="Oslo")
    jonas = await seen_by("jonas")
    await enter(jonas, ONCALL)
    assert (await sends(office, monitor, DOWN))[0] == 200
    card, thread = await _opened(jonas)
    for told in ("Fjordmat", "https://wiki.example.no/fjordmat", "nobody yet", "Another monitor (Oslo)"):
        await expect(card.get_by_text(told).first).to_be_visible()

    await card.get_by_role("button", name="Acknowledge").click()
    await expect(card.get_by_text("Acknowledged: Jonas Lie")).to_be_visible()
    await expect(card.get_by_role("button", name="Acknowledge")).to_have_count(0)
    await expect(thread.get_by_text("has acknowledged this")).to_be_visible()
    await _writes(thread, INTERNAL)
    await _posts_an_update(jonas, card, thread)
    await _silences(jonas, card)
    number = await _makes_it_a_case(jonas, card)

    await sends(office, monitor, DOWN | {"state": "resolved"})
    await expect(card.get_by_text("good since")).to_be_visible()
    await office.winds_to(office.now + 6 * MINUTE)
    await expect(thread.get_by_text("It is over: good for long enough.")).to_be_visible()
    await expect(card).to_have_count(1)
    theirs = str([everything(one) for one in await office.control.messages(SHARED)])
    assert number in theirs
    assert INTERNAL not in theirs


async def _opened(page: Page) -> tuple[Locator, Locator]:
    """The alert's thread, opened from its card in the channel, and the card as it stands there."""
    channel = page.get_by_role("log", name=ONCALL)
    await channel.get_by_role("article").filter(has_text=FOUND).get_by_role("button", name=REPLIES).click()
    thread = page.get_by_label("Thread", exact=True)
    return thread.get_by_role("article").filter(has=page.get_by_role("heading", name=FOUND)), thread


async def _writes(thread: Locator, text: str) -> None:
    await thread.get_by_role("textbox", name="Reply").fill(text)
    await thread.get_by_role("button", name="Send").click()
    await expect(thread.get_by_text(text)).to_be_visible()


async def _posts_an_update(page: Page, card: Locator, thread: Locator) -> None:
    """Nothing is told before it was previewed."""
    await card.get_by_role("button", name="Post update").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("What do you want to tell Fjordmat?").fill(UPDATE)
    await form.get_by_role("button", name="Preview").click()
    preview = page.get_by_role("dialog")
    await expect(preview.get_by_text(UPDATE)).to_be_visible()
    await expect(thread.get_by_text(UPDATE)).to_have_count(0)
    await preview.get_by_role("button", name="Send to customer").click()
    await expect(thread.get_by_text(UPDATE)).to_be_visible()


async def _silences(page: Page, card: Locator) -> None:
    await card.get_by_role("button", name="Silence").click()
    await page.get_by_role("dialog").locator("footer").get_by_role("button").last.click()
    await expect(card.get_by_text("Silent until")).to_be_visible()


async def _makes_it_a_case(page: Page, card: Locator) -> str:
    await card.get_by_role("button", name="Make it a case").click()
    form = page.get_by_role("dialog")
    await form.get_by_label("What is the problem or task?").fill("The basket answers with an error")
    await form.locator("footer").get_by_role("button").last.click()
    case = card.get_by_text(re.compile(r"Case: SG-\d+"))
    await expect(case).to_be_visible()
    return str(re.findall(r"SG-\d+", await case.inner_text())[0])
