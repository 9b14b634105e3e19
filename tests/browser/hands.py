"""Two ways to work on the page: with a mouse, and with the keyboard alone."""

from pathlib import Path
from typing import Protocol

from playwright.async_api import Locator, Page, expect

MOST = 80  # presses of a key after which nobody would go on

SEEN = """() => {
    const at = document.activeElement, box = at.getBoundingClientRect();
    const ring = (each) => [getComputedStyle(each)].some((is) => is.outlineStyle !== "none" || is.boxShadow !== "none");
    const near = [at, at.closest(".composer, .drop, .item, .picks")].filter(Boolean);
    const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return at === document.body ? "nowhere" : !near.some(ring) ? "unmarked" : inside ? "" : "outside";
}"""
SAID = """() => {
    const at = document.activeElement;
    const words = at.ariaLabel || at.labels?.[0]?.textContent || at.textContent;
    return words.trim().slice(0, 50) || at.outerHTML.slice(0, 200);
}"""
HERE = "each => each === document.activeElement"
BEFORE = "each => Boolean(document.activeElement.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING)"
SAME_GROUP = "each => each.name !== '' && each.name === document.activeElement.name"


class Hands(Protocol):
    """What a person does with what they see."""

    page: Page

    async def press(self, what: Locator) -> None:
        """Presses a button, or a line of a menu."""

    async def fill(self, field: Locator, text: str) -> None:
        """Writes this into the field, instead of what is there."""

    async def choose(self, choice: Locator) -> None:
        """Chooses this one of several."""

    async def attach(self, form: Locator, file: Path) -> None:
        """Adds the file to the form."""


class Mouse:
    """Real clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def press(self, what: Locator) -> None:
        """Clicks."""
        await what.click()

    async def fill(self, field: Locator, text: str) -> None:
        """Clicks into it, and writes."""
        await field.click()
        await field.fill(text)

    async def choose(self, choice: Locator) -> None:
        """Clicks."""
        await choice.check()

    async def attach(self, form: Locator, file: Path) -> None:
        """Clicks, and picks it."""
        async with self.page.expect_file_chooser() as chosen:
            await form.get_by_text("Add files").click()
        await (await chosen.value).set_files(file)


class Keyboard:
    """Tab, arrows, Enter and Escape. After each key it must be seen where one is."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def press(self, what: Locator) -> None:
        """Goes there, and Enter."""
        await self._go(what)
        await self.page.keyboard.press("Enter")

    async def fill(self, field: Locator, text: str) -> None:
        """Goes there, takes what is there, and writes."""
        await self._go(field)
        await self.page.keyboard.press("Control+a")
        await self.page.keyboard.type(text)

    async def choose(self, choice: Locator) -> None:
        """Goes to its group, and with the arrows to this one."""
        await self._until(choice, SAME_GROUP, "Tab")
        if not await choice.evaluate(HERE):
            await self._until(choice, HERE, "ArrowDown")
        elif not await choice.is_checked():
            await self.hit("Space")
        await expect(choice).to_be_checked()

    async def attach(self, form: Locator, file: Path) -> None:
        """Goes there, Enter, and picks it."""
        async with self.page.expect_file_chooser() as chosen:
            await self.press(form.locator("input[type=file]"))
        await (await chosen.value).set_files(file)

    async def hit(self, key: str) -> None:
        """The key; something then has the focus, and shows it."""
        await self.page.keyboard.press(key)
        where = await self.page.evaluate(SEEN)
        assert not where, f"after {key} the focus is {where}: {await self.page.evaluate(SAID)}"

    async def _go(self, what: Locator) -> None:
        await expect(what).to_be_visible()
        menu = (await what.get_attribute("role") or "").startswith("menuitem")
        back = await what.evaluate(BEFORE)
        await self._until(what, HERE, ("ArrowUp" if back else "ArrowDown") if menu else "Shift+Tab" if back else "Tab")

    async def _until(self, what: Locator, is_there: str, key: str) -> None:
        passed: list[str] = []
        while not await what.evaluate(is_there):
            assert len(passed) < MOST, f"{what} is not reached with {key}, only {passed}"
            await self.hit(key)
            passed.append(await self.page.evaluate(SAID))
