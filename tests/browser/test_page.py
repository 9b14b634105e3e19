"""The sandbox's page in Chromium, with a small app of its own: what any Slack app's people would see and do."""

from typing import Any

from playwright.async_api import BrowserContext, Locator, expect

from sandbox.limits_blocks import IN_MESSAGES
from sandbox.server import running
from sandbox.world import Call
from tests.browser.axe import faults
from tests.browser.chromium import needs_chromium
from tests.browser.small_app import holds_all, plans, tab
from tests.ports import free_port
from tests.sandbox import payload_rows, payloads
from tests.sandbox.house import QUICK, House

WELCOME = "This is a local Slack."

pytestmark = needs_chromium


async def test_what_was_typed_survives_an_updated_form_and_one_on_top(browser: BrowserContext, house: House) -> None:
    page = await tab(browser, house, "kari")
    trip = await plans(page)
    await trip.get_by_label("Where to?").fill("Å i Lofoten")
    await trip.get_by_label("By bus").check()
    await trip.locator("input[type=file]").set_input_files({"name": "kart.txt", "mimeType": "", "buffer": b"nord"})
    await trip.get_by_role("button", name="Add a line").click()
    await expect(trip.get_by_text("A new line")).to_be_visible()
    await trip.get_by_role("button", name="Look closer").click()
    await expect(page.get_by_role("dialog", name="Closer")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(trip.get_by_label("Where to?")).to_have_value("Å i Lofoten")
    await expect(trip.get_by_label("By bus")).to_be_checked()
    await expect(trip.get_by_text("kart.txt")).to_be_visible()


async def test_errors_stand_under_their_fields_and_the_first_has_the_focus(
    browser: BrowserContext, house: House, sent: list[dict[str, Any]]
) -> None:
    page = await tab(browser, house, "kari")
    trip = await plans(page)
    where = trip.get_by_label("Where to?")
    await where.fill("nowhere")
    await trip.get_by_role("button", name="Send").click()
    await expect(trip.get_by_text("Please complete this required field.")).to_have_count(1)
    await expect(trip.get_by_label("By bus")).to_be_focused()
    await trip.get_by_label("On foot").check()
    await trip.get_by_role("button", name="Send").click()
    await expect(where).to_have_accessible_description("There is no such place.")
    await expect(where).to_be_focused()
    await where.fill("home")
    await expect(trip.get_by_text("There is no such place.")).to_have_count(0)
    await trip.get_by_role("button", name="Send").click()
    await expect(trip).to_have_count(0)
    assert [each["how"]["entered"]["selected_option"]["value"] for each in sent] == ["foot"]
    await expect(page.get_by_role("button", name="Plan a trip")).to_be_focused()


async def test_a_form_nobody_answers_stays_open_with_all_that_was_typed(browser: BrowserContext, house: House) -> None:
    page = await tab(browser, house, "kari")
    trip = await plans(page)
    await trip.get_by_label("Where to?").fill("silence")
    await trip.get_by_label("On foot").check()
    await trip.get_by_role("button", name="Send").click()
    await expect(trip.get_by_role("alert")).to_contain_text("We had some trouble connecting. Try again?")
    await expect(trip.get_by_label("Where to?")).to_have_value("silence")


async def test_a_thread_that_stands_alone_is_the_main_thing(browser: BrowserContext, house: House) -> None:
    root = await house.posted("A question")
    await house.control.do("say", user="Kari", channel=house.shared, text="An answer", thread_ts=root)
    page = await browser.new_page()
    await page.set_viewport_size({"width": 360, "height": 850})
    await page.goto(f"{house.facts['url']}/?as=kari&channel=fjord-foods&thread={root}")
    await expect(page.get_by_role("main", name="Thread").get_by_text("An answer")).to_be_visible()
    await page.set_viewport_size({"width": 1400, "height": 850})
    await expect(page.get_by_role("complementary", name="Thread").get_by_text("An answer")).to_be_visible()
    await expect(page.get_by_role("main")).to_have_accessible_name("Channel fjord-foods")


async def test_the_app_is_told_that_its_home_is_opened_by_whichever_way(browser: BrowserContext, house: House) -> None:
    page = await browser.new_page()
    await page.goto(f"{house.facts['url']}/?as=kari&home=1")
    await expect(page.get_by_role("button", name="Home")).to_have_attribute("aria-current", "page")
    await page.get_by_role("button", name="Messages").click()
    await expect(page.get_by_label("Message Robot")).to_be_visible()
    await house.control.idle()
    assert len(await house.control.events("app_home_opened")) == 1
    await page.go_back()
    await expect(page.get_by_role("main", name="Robot home")).to_be_visible()
    await house.control.idle()
    opened = [each["event"] for each in await house.control.events("app_home_opened")]
    assert [(each["user"], each["tab"]) for each in opened] == [(house.kari, "home")] * 2


async def test_two_tabs_are_two_people(browser: BrowserContext, house: House) -> None:
    anna, kari = await tab(browser, house, "anna"), await tab(browser, house, "kari")
    await anna.get_by_label("Message #fjord-foods").fill("<script>alert(1)</script> & *hello* @Kari Nordmann")
    await anna.keyboard.press("Enter")
    heard = kari.get_by_role("article", name="Anna Berg")
    await expect(heard).to_contain_text("<script>alert(1)</script> & hello @Kari Nordmann")
    await expect(heard.get_by_title("From Northern Web")).to_be_visible()
    await expect(anna.get_by_role("article", name="Anna Berg").get_by_title("From Northern Web")).to_have_count(0)
    await anna.keyboard.press("ArrowUp")
    await anna.get_by_label("Edit message").fill("Never mind")
    await anna.keyboard.press("Enter")
    await expect(heard).to_contain_text("Never mind(edited)")
    await kari.get_by_label("Message #fjord-foods").fill("/plan")
    await kari.keyboard.press("Enter")
    await expect(kari.get_by_text("/plan is not a valid command.")).to_be_visible()
    await expect(anna.get_by_text("/plan is not a valid command.")).to_have_count(0)


async def test_one_can_become_somebody_else_with_the_keyboard_alone(browser: BrowserContext, house: House) -> None:
    page = await tab(browser, house, "anna")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Skip to the newest message")).to_be_focused()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.keyboard.press("End")
    await expect(page.get_by_role("menuitemradio", name="Kari Nordmann")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("navigation")).to_contain_text("Fjord Foods")
    assert "as=kari" in page.url
    await page.get_by_role("button", name="Plan a trip").focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_label("Where to?")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.get_by_role("button", name="Plan a trip")).to_be_focused()


async def test_the_welcome_is_read_once(browser: BrowserContext, house: House) -> None:
    page = await tab(browser, house, "kari")
    await expect(page.get_by_text(WELCOME)).to_be_visible()
    await page.get_by_role("button", name="Got it").click()
    await page.reload()
    await expect(page.get_by_role("log")).to_be_visible()
    await expect(page.get_by_text(WELCOME)).to_have_count(0)


async def test_a_lost_line_is_told_and_comes_back(browser: BrowserContext) -> None:
    port = free_port()
    async with running(QUICK, port=port):
        page = await browser.new_page()
        await page.goto(f"http://127.0.0.1:{port}/?as=kari")
        await expect(page.get_by_role("log")).to_be_visible()
    await expect(page.get_by_text("Reconnecting…")).to_be_visible()
    async with running(QUICK, port=port):
        await expect(page.get_by_text("Reconnecting…")).to_have_count(0)


async def test_every_kind_of_field_holds_what_was_entered(
    browser: BrowserContext, house: House, sent: list[dict[str, Any]]
) -> None:
    page = await tab(browser, house, "kari")
    await page.get_by_role("button", name="More", exact=True).click()
    more = page.get_by_role("dialog", name="More")
    await expect(more.get_by_label("Why")).to_be_focused()
    await _picks(more)
    assert not await faults(page)
    await expect(more.get_by_label("Leave")).to_have_value("2026-11-18T12:06")
    await more.get_by_label("Leave").fill("2026-11-18T13:06")
    why = more.get_by_label("Why")
    await why.fill("sun")
    await why.select_text()
    await more.get_by_role("button", name="Bold").click()
    await expect(why).to_have_value("*sun*")
    await why.press("Control+i")
    await expect(why).to_have_value("*_sun_*")
    await more.get_by_label("Nights").fill("12")
    await more.get_by_label("Answer to").fill("kari@fjord.no")
    await more.get_by_role("checkbox", name="Bodø").check()
    await more.get_by_role("button", name="Send").click()
    await expect(more.get_by_text("Must be 9 or less.")).to_be_visible()
    await more.get_by_label("Nights").fill("2")
    await more.get_by_role("button", name="Send").click()
    await expect(more).to_have_count(0)
    holds_all(sent[-1], house.anna)


async def _picks(more: Locator) -> None:
    """With the keyboard: what is offered is found by typing, taken with Enter, and taken back with Backspace."""
    towns = more.get_by_role("combobox", name="Towns")
    await towns.press_sequentially("o")
    await towns.press("Enter")
    await towns.press_sequentially("berg")
    await towns.press("Enter")
    await towns.press("Backspace")
    await expect(more.get_by_role("option", name="Bergen")).to_be_visible()
    await towns.press("Tab")  # one goes on, though what was offered goes with the focus
    await expect(more.get_by_label("Friend")).to_be_focused()
    await towns.press_sequentially("osl")
    await more.get_by_role("option", name="Oslo").click()
    await expect(more.get_by_role("button", name="Remove Bodø")).to_be_visible()
    await more.get_by_label("Friend").select_option("Anna Berg")
    await more.get_by_role("combobox", name="Hotel").press_sequentially("Sea")
    await more.get_by_role("option", name="Sea Palace").click()


async def test_no_kind_of_block_or_field_shuts_anybody_out(browser: BrowserContext, house: House) -> None:
    house.slack.world.calls["R1"] = Call("R1", "1", "https://x.no", 0)
    one_of_each = {good["type"]: good for _, good, *_ in payload_rows.BLOCKS if "slack_file" not in str(good)}
    for kind in IN_MESSAGES:
        await house.web.chat_postMessage(channel=house.shared, text=kind, blocks=[one_of_each[kind]])
    page = await tab(browser, house, "kari&channel=fjord-foods")
    await page.set_viewport_size({"width": 360, "height": 850})
    assert await faults(page) == []
    await page.get_by_role("button", name="More", exact=True).click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await faults(page, "dialog") == []


LINE = {"type": "rich_text_section", "elements": [payloads.words("inside")]}
SHOWN = [
    payloads.rich(LINE, kind="rich_text_list", style="ordered"),
    payloads.table(),
    payloads.data_table(),
    payloads.video(),
    {"type": "markdown", "text": "# Said\n| a | b |\n|---|---|\n| 1 | 2 |"},
    payloads.actions(payloads.workflow()),
]


async def test_what_blocks_say_is_shown_and_pressed(browser: BrowserContext, house: House) -> None:
    await house.posted(blocks=SHOWN)
    await house.posted(
        "Look", attachments=[{"color": "good", "title": "Attached", "fields": [{"title": "F", "value": "1"}]}]
    )
    page = await tab(browser, house, "anna")
    said = page.get_by_role("article").nth(1)
    await expect(said.get_by_role("table")).to_have_count(3)
    await expect(said.get_by_role("heading", name="Said")).to_be_visible()
    await expect(said.get_by_role("listitem").filter(has_text="inside")).to_be_visible()
    await expect(said.get_by_role("link", name="Play Film")).to_have_attribute("href", "https://x.no/")
    await expect(page.get_by_role("article").nth(2)).to_contain_text("Attached")
    await said.get_by_role("button", name="Run").click()
    await expect(
        page.get_by_role("status").filter(has_text="Here the workflow at https://x.no/ starts")
    ).to_be_visible()
