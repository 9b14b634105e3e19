"""The sandbox's page in Chromium, with a small app of its own: what any Slack app's people would see and do."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from playwright.async_api import BrowserContext, Locator, Page, async_playwright, expect
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from sandbox.server import running
from tests.browser.chromium import CHROMIUM, QUIET, needs_chromium
from tests.ports import free_port
from tests.sandbox.house import QUICK, House

WELCOME = "This is a local Slack."

pytestmark = needs_chromium


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def asks(block_id: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "entered", **element},
        **more,
    }


def presses(text: str, action_id: str) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain(text)}


def form(*first: dict[str, Any]) -> dict[str, Any]:
    lines = [{"text": plain(text), "value": value} for text, value in (("By bus", "bus"), ("On foot", "foot"))]
    return {
        "type": "modal",
        "callback_id": "trip",
        "title": plain("Plan a trip"),
        "submit": plain("Send"),
        "blocks": [
            *first,
            asks("where", "Where to?", {"type": "plain_text_input", "min_length": 3}),
            asks("how", "How?", {"type": "radio_buttons", "options": lines}),
            asks("map", "Map", {"type": "file_input"}, optional=True),
            {"type": "actions", "elements": [presses("Add a line", "line"), presses("Look closer", "closer")]},
        ],
    }


@pytest.fixture
def sent() -> list[dict[str, Any]]:
    """The `state.values` of every form the app took."""
    return []


@pytest.fixture
async def house(sent: list[dict[str, Any]]) -> AsyncIterator[House]:
    async with running(QUICK) as server, aiohttp.ClientSession() as session:
        found = House(server, session)
        app = AsyncApp(client=found.web, signing_secret=found.facts["signing_secret"], process_before_response=True)
        listen(app, sent)
        handler = AsyncSocketModeHandler(app, found.facts["app_token"], web_client=found.web)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        await found.web.chat_postMessage(
            channel=found.shared,
            text="Where shall we go?",
            blocks=[{"type": "actions", "elements": [presses("Plan a trip", "plan"), presses("Sleep", "sleep")]}],
        )
        yield found
        await handler.close_async()  # type: ignore[no-untyped-call]


def listen(app: AsyncApp, sent: list[dict[str, Any]]) -> None:
    @app.action("plan")
    async def _plan(ack: Any, body: Any, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form())
        await ack()

    @app.action("line")
    async def _line(ack: Any, body: Any, client: Any) -> None:
        line = {"type": "section", "text": plain("A new line")}
        await client.views_update(view_id=body["view"]["id"], view=form(line))
        await ack()

    @app.action("closer")
    async def _closer(ack: Any, body: Any, client: Any) -> None:
        view = {"type": "modal", "title": plain("Closer"), "blocks": [{"type": "divider"}]}
        await client.views_push(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.view("trip")
    async def _trip(ack: Any, view: Any) -> Any:
        values = view["state"]["values"]
        if values["where"]["entered"]["value"] == "nowhere":
            return await ack(response_action="errors", errors={"where": "There is no such place."})
        if values["where"]["entered"]["value"] == "silence":
            raise RuntimeError("the app says nothing")
        sent.append(values)
        return await ack()


@pytest.fixture
async def browser(house: House) -> AsyncIterator[BrowserContext]:
    """Tabs of one browser; an error on a page fails the test."""
    complaints: list[str] = []
    async with async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        context = await chromium.new_context(viewport={"width": 1200, "height": 850}, locale="en-GB")
        context.set_default_timeout(8000)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        yield context
        await chromium.close()
    assert complaints == []


async def tab(browser: BrowserContext, house: House, who: str) -> Page:
    page = await browser.new_page()
    await page.goto(f"{house.facts['url']}/?as={who}")
    await expect(page.get_by_role("log")).to_be_visible()
    return page


async def plans(page: Page) -> Locator:
    await page.get_by_role("button", name="Plan a trip").click()
    return page.get_by_role("dialog", name="Plan a trip")


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


async def test_two_tabs_are_two_people(browser: BrowserContext, house: House) -> None:
    anna, kari = await tab(browser, house, "anna"), await tab(browser, house, "kari")
    await anna.get_by_label("Message #fjord-foods").fill("<script>alert(1)</script> & *hello* @Kari Nordmann")
    await anna.keyboard.press("Enter")
    heard = kari.get_by_role("article", name="Anna Berg")
    await expect(heard).to_contain_text("<script>alert(1)</script> & hello @Kari Nordmann")
    await expect(heard.get_by_title("From Northern Web")).to_be_visible()
    await expect(anna.get_by_role("article", name="Anna Berg").get_by_title("From Northern Web")).to_have_count(0)
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


MARKUP = [
    ("2*3*4 snake_case a*b*", ["2*3*4 snake_case a*b*"]),
    ("*bold* _it_ ~gone~", ["bold", "italic", "strike"]),
    ("&amp;lt; &lt;b&gt;", ["&lt; <b>"]),
    ("`*x* <a>`", ["code"]),
    ("<javascript:alert(1)|press>", ["press"]),
    ("<https://example.com/?a=1&amp;b=2|site>", ["link"]),
    ("<@U1> <#C1> <!here> <!subteam^S1|@leads>", ["person", "channel", "everyone", "group"]),
    ("<!date^1795000000^{date_num}|later>", ["date"]),
    ("10:30:45 :tada:", ["10:30:45 ", "emoji"]),
]


async def test_markup_is_read_as_slack_reads_it(browser: BrowserContext, house: House) -> None:
    page = await tab(browser, house, "kari")
    read = """async (text) => (await import("/page/mrkdwn.js")).parse(text)
        .flatMap((block) => block.inline).map((part) => part.kind || part).filter((part) => part !== " ")"""
    assert [(text, await page.evaluate(read, text)) for text, _ in MARKUP] == MARKUP


async def test_every_reaction_has_a_face(browser: BrowserContext, house: House) -> None:
    page = await tab(browser, house, "kari")
    faceless = """async () => { const { emojiOf, REACTIONS } = await import("/page/emoji.js");
        return REACTIONS.filter((name) => !emojiOf(name)); }"""
    assert await page.evaluate(faceless) == []
