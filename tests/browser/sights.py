"""What there is to see on the page, and how to bring each part of it before one's eyes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from playwright.async_api import FilePayload, Page, expect

from tests.browser.morning import screenshot
from tests.office import DEGRADED, DESK, ONCALL, SHARED


@dataclass(frozen=True)
class Sight:
    """Who sees what: where on the page, what they do there until it stands before them, and what of the page is then
    to be looked at, where the rest is a sight of its own."""

    name: str
    who: str
    look: dict[str, str]
    then: Callable[[Page], Awaitable[None]] | None = None
    part: str | None = None

    def address(self, url: str) -> str:
        """Where it is on the page of this sandbox."""
        return f"{url}/?" + "&".join(f"{name}={value}" for name, value in ({"as": self.who} | self.look).items())

    async def seen(self, page: Page, url: str) -> None:
        """Brings it before the person's eyes."""
        if page.url != self.address(url):
            await page.goto(self.address(url))
        await expect(page.locator("main:not([aria-busy])")).to_be_attached()
        if "thread" in self.look:
            await expect(page.locator(".thread")).to_be_attached()
        if self.then is not None:
            await self.then(page)


def pressing(name: str) -> Callable[[Page], Awaitable[None]]:
    """They press this button, and then see it."""

    async def presses(page: Page) -> None:
        await page.get_by_role("button", name=name).first.click()
        await expect(page.get_by_role("menu").or_(page.get_by_role("dialog")).first).to_be_visible()

    return presses


def writing(text: str, seen: str) -> Callable[[Page], Awaitable[None]]:
    """They write this, and see that it may become something else."""

    async def writes(page: Page) -> None:
        await page.get_by_role("textbox").first.fill(text)
        await expect(page.get_by_text(seen).first).to_be_visible()

    return writes


async def _from_its_beginning(page: Page) -> None:
    await expect(page.locator(".thread .message").first).to_be_visible()
    await page.locator(".main .scroller, .thread .scroller").evaluate_all(
        "each => each.map((one) => one.scrollTo(0, 0))"
    )


async def _form_with_errors(page: Page) -> None:
    await page.get_by_role("button", name="Open a case").click()
    form = page.get_by_role("dialog", name="New case")
    await form.get_by_label("Link to the page").fill("no page at all")
    await form.get_by_role("button", name="Send").click()
    await expect(form.locator(".error").first).to_be_visible()


async def _form_filled(page: Page) -> None:
    await page.get_by_role("button", name="Open a case").click()
    form = page.get_by_role("dialog", name="New case")
    await form.get_by_label("What is the problem or task?").fill("Bestillingene kommer ikke fram til lageret.")
    await form.get_by_label(DEGRADED).check()
    await form.get_by_label("Link to the page").fill("fjordmat.no/handlekurv")
    shot = FilePayload(name="kassen.png", mimeType="image/png", buffer=screenshot())
    await form.locator("input[type=file]").set_input_files(shot)
    await expect(form.get_by_text("kassen.png")).to_be_visible()
    await form.get_by_label("Link to the page").focus()


async def _inspected(page: Page) -> None:
    inspector = page.get_by_role("complementary", name="Inspector")
    await inspector.get_by_role("button", name="Comes late").click()
    await expect(inspector.get_by_role("button", name="Comes late")).to_have_attribute("aria-pressed", "true")
    await inspector.locator("summary").filter(has_text="chat.postMessage").first.click()


async def _refused(page: Page) -> None:
    await page.get_by_role("textbox").first.fill("/case")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status").get_by_text("is not a valid command")).to_be_visible()


async def _own(page: Page, entry: str) -> None:
    mine = page.get_by_role("article", name="Anna Berg").last
    await mine.hover()
    await mine.get_by_role("button", name="More actions").click()
    await page.get_by_role("menuitem", name=entry).click()


async def _edits(page: Page) -> None:
    await _own(page, "Edit message")


async def _deletes(page: Page) -> None:
    await _own(page, "Delete message")
    await expect(page.get_by_role("dialog", name="Delete message")).to_be_visible()


async def _alert_thread(page: Page) -> None:
    alert = page.get_by_role("article").filter(has=page.get_by_role("button", name="Acknowledge")).first
    await alert.get_by_role("button", name="repl").last.click()
    await expect(page.get_by_label("Thread", exact=True).get_by_role("article").first).to_be_visible()


async def _app_messages(page: Page) -> None:
    await page.get_by_role("button", name="Messages").click()
    await expect(page.get_by_text("turned off")).to_be_visible()


def sights(roots: dict[str, str]) -> list[Sight]:
    """All of them; `roots` is what `a_morning` told."""
    shared = {"channel": SHARED}
    theirs = shared | {"thread": roots["customer"]}
    return [
        Sight("channels", "kari", {}),
        Sight("customer", "kari", shared),
        Sight("customer-thread", "kari", theirs, _from_its_beginning),
        Sight("placeholder", "kari", {"home": "1"}),
        Sight("refused", "kari", shared, _refused, ".notices"),
        Sight("form", "kari", shared, _form_filled, "dialog"),
        Sight("errors", "kari", shared, _form_with_errors, "dialog"),
        *_of_the_agency(theirs, roots["staff"]),
    ]


def _of_the_agency(theirs: dict[str, str], root: str) -> list[Sight]:
    """What its people see; `root` is a card's."""
    desk = {"channel": DESK}
    ours = desk | {"thread": root}
    return [
        Sight("staff-thread", "anna", ours, _from_its_beginning),
        Sight("edit", "anna", theirs, _edits, ".thread"),
        Sight("delete", "anna", theirs, _deletes, "dialog"),
        Sight("person", "anna", desk, pressing("You are"), ".menu"),
        Sight("clock", "anna", desk, pressing("Let time pass"), ".menu"),
        Sight("shortcuts", "anna", desk, pressing("Shortcuts"), ".menu"),
        Sight("message-menu", "anna", desk, pressing("More actions"), ".menu"),
        Sight("reactions", "anna", desk, pressing("Add a reaction"), ".menu"),
        Sight("names", "anna", desk, writing("Ask @", "@Jonas Lie"), ".composer"),
        Sight("commands", "anna", desk, writing("/", "/oncall"), ".composer"),
        Sight("reply", "anna", desk, pressing("Reply to customer"), "dialog"),
        Sight("oncall", "jonas", {"channel": ONCALL}),
        Sight("alert-thread", "jonas", {"channel": ONCALL}, _alert_thread),
        Sight("home", "ingrid", {"home": "1"}),
        Sight("app-messages", "ingrid", {"home": "1"}, _app_messages),
        Sight("home-inspected", "ingrid", {"home": "1", "inspect": "1"}),
        Sight("manage", "ingrid", {"home": "1"}, pressing("Manage"), "dialog"),
        Sight("inspector", "anna", desk | {"inspect": "1"}, _inspected, ".inspector"),
    ]
