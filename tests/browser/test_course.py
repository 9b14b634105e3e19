"""The course of a case as its people see and work it: opened, taken, made, tested, approved, published, closed."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, async_playwright, expect

from tests.browser.chromium import CHROMIUM, QUIET, needs_chromium
from tests.browser.hands import Hands, Keyboard, Mouse
from tests.browser.morning import screenshot
from tests.office import DEGRADED, DESK, SHARED, Office

pytestmark = needs_chromium

PROBLEM = "Kassen gjør ingenting 🐟"
NUMBER = "SG-1001"
TEST_LINK = "https://test.fjordmat.no/1"
WAYS: dict[str, tuple[int, type[Mouse] | type[Keyboard]]] = {
    "at a desk": (1400, Mouse),
    "on a phone": (360, Mouse),
    "with the keyboard alone": (1400, Keyboard),
}


@pytest.fixture(params=WAYS)
async def hands(request: pytest.FixtureRequest, office: Office) -> AsyncIterator[Hands]:
    """One tab in which one is now this person, now that; anything the browser complains of fails the test."""
    width, kind = WAYS[request.param]
    complaints: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page(viewport={"width": width, "height": 850})
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        await page.goto(office.facts["url"])
        yield kind(page)
        await browser.close()
    assert complaints == []


async def test_the_whole_course_on_the_page(hands: Hands, office: Office, tmp_path: Path) -> None:
    picture = tmp_path / "skjermbilde.png"
    picture.write_bytes(screenshot())
    course = Course(hands)
    await course.kari_opens_it(picture)
    await course.anna_takes_and_starts_it()
    await course.jonas_makes_it_ready()
    await course.kari_approves()
    await course.jonas_publishes()
    await course.anna_closes()
    await course.kari_reads_all_of_it()


class Course:
    """One case, and who does what next."""

    def __init__(self, hands: Hands) -> None:
        self.hands = hands
        self.page: Page = hands.page

    async def kari_opens_it(self, picture: Path) -> None:
        await self._is("Kari Nes", SHARED)
        await self.hands.press(self.page.get_by_role("button", name="Open a case"))
        form = self.page.get_by_role("dialog", name="New case")
        problem = form.get_by_label("What is the problem or task?")
        await expect(problem).to_be_focused()
        await self.hands.press(form.get_by_role("button", name="Send"))
        await expect(problem).to_be_focused()
        await expect(problem).to_have_accessible_description(re.compile("Please complete this required field"))
        await self.hands.fill(problem, PROBLEM)
        await self.hands.choose(form.get_by_label(DEGRADED))
        await self.hands.fill(form.get_by_label("Link to the page"), "fjordmat.no/handlekurv")
        await self.hands.attach(form, picture)
        await self.hands.press(form.get_by_role("button", name="Send"))
        receipt = self.page.get_by_role("dialog", name=NUMBER)
        await expect(receipt.get_by_text("You get an answer by")).to_be_visible()
        await self.hands.press(receipt.get_by_role("button", name="Close").last)
        await expect(receipt).to_have_count(0)
        await expect(self.page.get_by_role("button", name="Open a case")).to_be_focused()

    async def anna_takes_and_starts_it(self) -> None:
        await self._is("Anna Berg", DESK)
        thread = await self._thread()
        await expect(thread.get_by_role("img", name="skjermbilde.png")).to_be_visible()
        await self._leaves_the_thread()
        await self.hands.press(self._card().get_by_role("button", name="Take it"))
        await self._shows("In review")
        await self._moves("Start", {"Expected hours": "2"}, "In progress")

    async def jonas_makes_it_ready(self) -> None:
        await self._is("Jonas Lie", DESK)
        await self._moves("Ready for test", {"Test link": TEST_LINK, "What to look at": "Betal for én fisk"}, "In test")

    async def kari_approves(self) -> None:
        await self._is("Kari Nes", SHARED)
        thread = await self._thread()
        await expect(thread.get_by_text("Betal for én fisk")).to_be_visible()
        await self.hands.press(thread.get_by_role("button", name="Approve"))
        await expect(thread.get_by_role("button", name="Approve")).to_have_count(0)

    async def jonas_publishes(self) -> None:
        await self._is("Jonas Lie", DESK)
        await self._shows("Approved")
        await self._moves("Publish", {"What was published": "Knappen virker igjen"}, "Live")

    async def anna_closes(self) -> None:
        await self._is("Anna Berg", DESK)
        await self._moves("Close", {"Summary": "Et ødelagt skript"}, "Closed")

    async def kari_reads_all_of_it(self) -> None:
        await self._is("Kari Nes", SHARED)
        thread = await self._thread()
        for said in ("You get an answer by", "Knappen virker igjen", "Et ødelagt skript"):
            await expect(thread.get_by_text(said).first).to_be_visible()

    async def _is(self, name: str, channel: str) -> None:
        """One becomes somebody, and goes to the channel."""
        await self._leaves_the_thread()
        if await (back := self.page.get_by_role("button", name="Channels")).is_visible():
            await self.hands.press(back)
        await self.hands.press(self.page.get_by_role("button", name="You are"))
        await self.hands.press(self.page.get_by_role("menuitemradio", name=name))
        await expect(self.page.get_by_role("button", name=f"You are {name}")).to_be_visible()
        channels = self.page.get_by_role("navigation", name="Channels")
        await self.hands.press(channels.get_by_role("button", name=channel))
        await expect(self.page.get_by_role("textbox", name=f"Message #{channel}")).to_be_focused()

    def _card(self) -> Locator:
        return self.page.get_by_role("main").get_by_role("article").filter(has_text=NUMBER).last

    async def _shows(self, state: str) -> None:
        await expect(self._card().get_by_text(state, exact=True)).to_be_visible()

    async def _moves(self, move: str, values: dict[str, str], to: str) -> None:
        """Presses the button on the card, fills in its form, and the card shows the state."""
        await self.hands.press(self._card().get_by_role("button", name=move, exact=True))
        form = self.page.get_by_role("dialog")
        for label, value in values.items():
            await self.hands.fill(form.get_by_label(label), value)
        await self.hands.press(form.get_by_role("button", name=move, exact=True).last)
        await expect(form).to_have_count(0)
        await self._shows(to)

    def _replies(self) -> Locator:
        return self._card().get_by_role("button", name=re.compile(r"\d repl"))

    async def _leaves_the_thread(self) -> None:
        for way in ("Close thread", "Back to the channel"):
            if await (button := self.page.get_by_role("button", name=way)).is_visible():
                await self.hands.press(button)
                await expect(self._replies()).to_be_focused()

    async def _thread(self) -> Locator:
        """The case's thread, opened."""
        await self.hands.press(self._replies())
        thread = self.page.get_by_label("Thread", exact=True)
        await expect(thread.get_by_role("textbox", name="Reply")).to_be_focused()
        return thread
