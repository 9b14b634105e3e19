"""What newcomers see behind the page: what the app and Slack say to each other, faults, and what rings a phone."""

from playwright.async_api import expect

from tests.browser.chromium import SeenBy, enter, needs_chromium
from tests.office import DESK, SHARED, Office

pytestmark = needs_chromium

NARROW = 1099  # pixels: from here on what is looked at stands alone, and is the main thing on the page


async def test_calls_and_faults_stand_in_plain_view(office: Office, seen_by: SeenBy) -> None:
    page = await seen_by("anna")
    await page.get_by_role("button", name="Inspector").click()
    wide = await page.evaluate("innerWidth") > NARROW
    inspector = page.get_by_role("complementary" if wide else "main", name="Inspector")
    await expect(page.get_by_role("main")).to_have_count(1)
    posted = inspector.locator("summary").filter(has_text="chat.postMessage").first
    await posted.click()
    await expect(inspector.locator("details[open] pre").first).to_contain_text('"channel"')
    switch = inspector.get_by_role("button", name="Slack errors")
    await switch.click()
    await expect(switch).to_have_attribute("aria-pressed", "true")
    assert [fault["kind"] for fault in (await office.control.get("faults"))["faults"]] == ["server_error"]
    await switch.click()
    await expect(switch).to_have_attribute("aria-pressed", "false")
    await inspector.get_by_role("button", name="Close inspector").click()
    await expect(inspector).to_have_count(0)


async def test_a_mention_rings_where_it_is_not_read_and_in_do_not_disturb_nothing_does(
    office: Office, seen_by: SeenBy
) -> None:
    page = await seen_by("anna")
    await enter(page, DESK)
    await expect(page.get_by_label(f"Message #{DESK}")).to_be_visible()
    await office.says("@Anna Berg the shop is *slow*", who="jonas")
    rung = page.get_by_role("status", name="Notifications")
    await expect(rung).to_contain_text(f"Jonas Lie in #{SHARED}")
    await expect(rung).to_contain_text("@Anna Berg the shop is slow")
    await rung.get_by_role("button", name="Dismiss").first.click()
    await office.control.post("dnd", user="anna", until_s=3600)
    await office.says("@Anna Berg are you there?", who="jonas")
    await expect(page.get_by_label(f"Message #{DESK}")).to_be_visible()
    await expect(rung).not_to_contain_text("are you there")
