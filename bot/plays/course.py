"""The course of a case, played by the cast: opened, made, sent back once, approved, published, closed."""

import base64
import re
from typing import Any

from bot.plays.control import Control, NotSeen, buttons, everything

SHARED, DESK = "kunde-fjordmat", "customer-success"
PROBLEM = "The checkout button does nothing\nNobody can pay since this morning."
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def course(control: Control) -> bool:
    """Plays it, a line for each step; true when every expectation held."""
    try:
        await Course(control).play()
    except NotSeen as failure:
        print(f"  FAILED  {failure}", flush=True)
        return False
    print("The whole course held.", flush=True)
    return True


class Course:
    """One case from opening to closing."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self._kari, self._anna, self._jonas = (control.person(name) for name in ("kari", "anna", "jonas"))
        self._number = ""
        self._card_ts = ""
        self._root_ts = ""

    async def play(self) -> None:
        """All of it."""
        await self._kari_opens_a_case()
        await self._anna_takes_and_starts_it()
        await self._jonas_makes_it_ready("https://test.fjordmat.no/1")
        await self._kari_asks_for_changes()
        await self._jonas_makes_it_ready("https://test.fjordmat.no/2")
        await self._kari_approves()
        await self._jonas_publishes()
        await self._anna_closes()

    async def _kari_opens_a_case(self) -> None:
        form = await self._kari.opens("Open a case", channel=SHARED)
        answer = await self._kari.fills_in(
            form,
            {
                "What is the problem or task?": PROBLEM,
                "How urgent is it?": "An important function fails or is much slower than normal",
                "Link to the page": "https://fjordmat.no/handlekurv",
                "Screenshots or examples": [
                    {"name": "checkout.png", "content_base64": base64.b64encode(PIXEL).decode()}
                ],
            },
        )
        found = re.search(r"SG-\d+", str(answer.get("view")))
        self._expect(found is not None, f"the form answers with a case number, not {answer}")
        self._number = found[0] if found else ""
        receipt = await self._kari_reads("You get an answer by")
        self._root_ts = receipt["thread_ts"]
        card = await self._anna.sees(self._number, channel=DESK)
        self._card_ts = card["ts"]
        await self._anna.sees("checkout.png", channel=DESK, thread_ts=self._card_ts)
        self._step(f"Kari opens {self._number} and is told when she is answered")

    async def _anna_takes_and_starts_it(self) -> None:
        await self._card_shows("Received", "Take it")
        await self._anna.clicks("Take it", channel=DESK, containing=self._number)
        await self._card_shows("In review", "Start")
        self._step("Anna takes it")
        form = await self._anna.opens("Start", channel=DESK, containing=self._number)
        await self._anna.fills_in(form, {"Expected hours": "2"})
        await self._card_shows("In progress", "Ready for test")
        self._step("Anna starts it")

    async def _jonas_makes_it_ready(self, link: str) -> None:
        form = await self._jonas.opens("Ready for test", channel=DESK, containing=self._number)
        await self._jonas.fills_in(form, {"Test link": link, "What to look at": "Please pay for one fish."})
        await self._card_shows("In test", "Record approval")
        message = await self._kari_reads(link)
        self._expect(buttons(message) == ["Approve", "Ask for changes"], f"Kari may judge it: {buttons(message)}")
        self._step(f"Jonas makes it ready for test at {link}")

    async def _kari_asks_for_changes(self) -> None:
        form = await self._kari.opens("Ask for changes", channel=SHARED, containing="https://test.fjordmat.no/1")
        await self._kari.fills_in(form, {"What should be different?": "The button is still grey."})
        await self._card_shows("In progress", "Ready for test")
        await self._anna.sees("The button is still grey.", channel=DESK, thread_ts=self._card_ts)
        self._step("Kari asks for changes, and it is back in progress")

    async def _kari_approves(self) -> None:
        await self._kari.clicks("Approve", channel=SHARED, containing="https://test.fjordmat.no/2")
        await self._card_shows("Approved", "Publish")
        await self._anna.sees("approved test round 2", channel=DESK, thread_ts=self._card_ts)
        self._step("Kari approves")

    async def _jonas_publishes(self) -> None:
        form = await self._jonas.opens("Publish", channel=DESK, containing=self._number)
        await self._jonas.fills_in(form, {"What was published": "The button works again."})
        await self._card_shows("Live", "Close")
        await self._kari_reads("is published")
        self._step("Jonas publishes")

    async def _anna_closes(self) -> None:
        form = await self._anna.opens("Close", channel=DESK, containing=self._number)
        await self._anna.fills_in(form, {"Summary": "A broken script blocked the checkout; mended."})
        await self._card_shows("Closed", "Reopen")
        await self._kari_reads("is closed")
        await self._control.idle()
        await self._nothing_twice()
        self._step("Anna closes the case")

    async def _kari_reads(self, text: str) -> dict[str, Any]:
        """A message in the thread of Kari's case."""
        if not self._root_ts:
            root = await self._kari.sees(self._number, channel=SHARED)
            self._root_ts = root["ts"]
        return await self._kari.sees(text, channel=SHARED, thread_ts=self._root_ts)

    async def _card_shows(self, state: str, button: str) -> None:
        """The card comes to show the state and the button."""
        await self._control.idle()
        card = await self._anna.sees(self._number, channel=DESK)
        self._expect(f"*{state}*" in everything(card), f"the card shows {state}: {everything(card)}")
        self._expect(button in buttons(card), f"the card offers {button}: {buttons(card)}")

    async def _nothing_twice(self) -> None:
        for channel, root in ((DESK, self._card_ts), (SHARED, self._root_ts)):
            said = [everything(message) for message in await self._control.messages(channel, root)]
            self._expect(len(said) == len(set(said)), f"nothing is said twice in #{channel}")

    def _expect(self, held: bool, what: str) -> None:
        if not held:
            raise NotSeen(f"expected that {what}")

    def _step(self, line: str) -> None:
        print(f"  ok  {line}", flush=True)
