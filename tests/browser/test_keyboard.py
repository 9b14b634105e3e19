"""Without a mouse one always knows where one is, and comes back to where one was."""

from playwright.async_api import Locator, Page, expect

from tests.browser.axe import faults
from tests.browser.chromium import SeenBy, needs_chromium
from tests.browser.hands import Keyboard
from tests.office import DESK, SHARED, Office

pytestmark = needs_chromium


async def test_the_keyboard_is_never_lost(seen_by: SeenBy, office: Office) -> None:
    await office.opens_a_case(office.kari)
    await office.opens_a_case(office.ola, "A new picture")
    await office.control.idle()
    page = await seen_by(f"anna&channel={DESK}")
    hands = Keyboard(page)
    older = await _walks_to_the_older(hands, page)
    await hands.press(older.get_by_role("button", name="Take it"))
    await expect(older.get_by_text("In review")).to_be_visible()
    await expect(older).to_be_focused()
    await _comes_back_from_the_thread(hands, older)
    await _comes_back_from_a_menu(hands, older)
    await _chooses_with_arrows(hands)
    await hands.press(page.get_by_role("button", name="Inspector"))
    await hands.press(page.get_by_role("button", name="Close inspector"))
    await expect(page.get_by_role("button", name="Inspector")).to_be_focused()


async def test_one_goes_anywhere_by_name_and_finds_what_is_new(seen_by: SeenBy, office: Office) -> None:
    page = await seen_by(f"anna&channel={SHARED}")
    writes, desk = (page.get_by_role("textbox", name=f"Message #{name}") for name in (SHARED, DESK))
    await expect(writes).to_be_visible()
    await _goes(page, "customer-s")
    await expect(desk).to_be_focused()
    await office.control.post("say", user="kari", channel=SHARED, text="Er noen der?")
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("option").first).to_contain_text(f"#{SHARED}")
    assert await faults(page, "dialog") == []
    await page.keyboard.press("Escape")
    await expect(desk).to_be_focused()
    await _goes(page, "kunde-fj")
    await expect(writes).to_be_focused()
    await expect(page.get_by_role("heading", name="New", exact=True)).to_be_visible()
    await _goes(page, "home")
    await expect(page.get_by_role("heading", name="The queue")).to_be_visible()


async def _goes(page: Page, name: str) -> None:
    await page.keyboard.press("Control+k")
    await expect(page.get_by_role("combobox", name="Go to")).to_be_focused()
    await page.keyboard.type(name)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def _walks_to_the_older(hands: Keyboard, page: Page) -> Locator:
    older, newer = (page.get_by_role("article").filter(has_text=f"SG-100{number}").first for number in (1, 2))
    await expect(newer.get_by_role("button", name="Take it")).to_be_visible()
    await hands.hit("Tab")
    await hands.press(page.get_by_role("button", name="Skip to the newest message"))
    await expect(newer).to_be_focused()
    await hands.hit("ArrowUp")
    await expect(older).to_be_focused()
    return older


async def _comes_back_from_the_thread(hands: Keyboard, card: Locator) -> None:
    replies = card.get_by_role("button", name="replies")
    await hands.press(replies)
    await expect(hands.page.get_by_role("textbox", name="Reply…")).to_be_focused()
    at_a_desk, on_a_phone = (hands.page.get_by_role("button", name=name) for name in ("Close thread", "Back to the"))
    await hands.press(at_a_desk.or_(on_a_phone))
    await expect(replies).to_be_focused()


async def _comes_back_from_a_menu(hands: Keyboard, card: Locator) -> None:
    more = card.get_by_role("button", name="More actions").last
    await hands.press(more)
    await expect(hands.page.get_by_role("menuitem", name="Reply in thread")).to_be_focused()
    await hands.hit("Escape")
    await expect(more).to_be_focused()


async def _chooses_with_arrows(hands: Keyboard) -> None:
    """What is offered while one writes."""
    field = hands.page.get_by_role("textbox", name=f"Message #{DESK}")
    await hands.fill(field, "Ask @")
    offered = hands.page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    second = await offered.nth(1).inner_text()
    await hands.hit("ArrowDown")
    await expect(offered.nth(1)).to_have_attribute("aria-selected", "true")
    await hands.hit("Enter")
    await expect(field).to_have_value(f"Ask {second} ")
    await hands.page.keyboard.type("see #kunde-f")
    await hands.page.keyboard.press("Tab")
    await expect(field).to_have_value(f"Ask {second} see #{SHARED} ")
    await hands.page.keyboard.type("and @")
    await hands.hit("Escape")
    await expect(offered).to_have_count(0)
    await hands.hit("Tab")
    await expect(hands.page.get_by_role("button", name="Attach files")).to_be_focused()
