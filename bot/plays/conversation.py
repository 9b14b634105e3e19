"""The conversation, played by the cast: customers write, change and take back; we talk among ourselves, and answer.

Slack delivers half of all events twice meanwhile.
"""

import base64
import re
from typing import Any

from bot.plays.control import Control, NotSeen, everything
from bot.plays.course import DESK, PIXEL, SHARED
from bot.plays.seen import leaked

CODE = "This is in the console:\n```TypeError: basket is null```"
QUOTE = "> Nobody can pay\nis what the shop says"


async def conversation(control: Control) -> bool:
    """Plays it, a line for each step; true when every expectation held."""
    try:
        await Conversation(control).play()
    except NotSeen as failure:
        print(f"  FAILED  {failure}", flush=True)
        return False
    print("The whole conversation held.", flush=True)
    return True


class Conversation:
    """One case that is talked about, and a second one that goes on in it."""

    def __init__(self, control: Control) -> None:
        self._control = control
        self._kari, self._ola, self._anna = (control.person(name) for name in ("kari", "ola", "anna"))
        self._number = ""
        self._card_ts = ""
        self._root_ts = ""
        self._said: dict[str, list[str]] = {"kari": [], "ola": []}  # what must stand in the staff thread, in order
        self._internal: list[str] = []

    async def play(self) -> None:
        """All of it."""
        self._number, self._root_ts = await self._opens_a_case("kari", "The checkout fails")
        self._card_ts = (await self._anna.sees(self._number, channel=DESK))["ts"]
        await self._control.post("faults", kind="duplicate", method="events_api", rate=0.5, seed=7)
        await self._customers_write()
        await self._we_talk_among_ourselves()
        await self._they_change_their_words()
        await self._anna_replies()
        await self._anna_passes_a_message_on()
        await self._a_question_is_read_and_answered()
        await self._anna_writes_where_they_hear_it()
        await self._a_program_is_refused()
        await self._another_case_goes_on_in_this_one()
        await self._everything_stands_where_it_belongs()

    async def _opens_a_case(self, who: str, problem: str) -> tuple[str, str]:
        """The case's number, and the root of its thread."""
        person = self._control.person(who)
        form = await person.opens("Open a case", channel=SHARED)
        answer = await person.fills_in(
            form, {"What is the problem or task?": problem, "How urgent is it?": "Urgent, but it works"}
        )
        found = re.search(r"SG-\d+", str(answer.get("view")))
        self._expect(found is not None, f"the form answers with a case number, not {answer}")
        number = found[0] if found else ""
        root = await person.sees(number, channel=SHARED)
        self._step(f"{who.title()} opens {number}")
        return number, root["ts"]

    async def _customers_write(self) -> None:
        await self._says("kari", CODE)
        await self._says("ola", QUOTE)
        await self._says("kari", "<!channel> it is *all* of them & more")
        await self._says("kari", "This is how it looks", files=[_file("checkout.png", PIXEL)])
        await self._says("ola", "Only on phones, I think")
        await self._staff_read("Only on phones, I think")
        picture = await self._staff_read("checkout.png")
        self._expect("Screenshot from Kari" in everything(picture), "the picture says whose it is")
        self._step("Kari and Ola write, quote, and send a picture")

    async def _we_talk_among_ourselves(self) -> None:
        for who, text in (("anna", "They never update their shop"), ("jonas", "Our script broke it, I fear")):
            self._internal.append(text)
            await self._among_us(who, text)
        self._step("Anna and Jonas talk among themselves")

    async def _they_change_their_words(self) -> None:
        wrong = await self._says("kari", "It began on Tuseday", counts=False)
        secret = await self._says("ola", "My password is fisk1", counts=False)
        await self._control.post("edit", user="kari", channel=SHARED, ts=wrong, text="It began on Tuesday")
        await self._control.post("delete", user="ola", channel=SHARED, ts=secret)
        self._said["kari"].append("It began on Tuesday")
        await self._staff_read("It began on Tuesday")
        await self._staff_read("deleted a message")
        await self._control.idle()
        thread = str(await self._staff_thread())
        self._expect("fisk1" not in thread and "Tuseday" not in thread, "what was changed and taken back is gone")
        self._step("Kari edits a message, Ola takes one back")

    async def _anna_replies(self) -> None:
        words = "We found it: the script & the <shop> disagree.\nIt is mended in an hour."
        form = await self._anna.opens("Reply to customer", channel=DESK, containing=self._number)
        preview = await self._anna.fills_in(form, {"Your reply": words})
        self._expect("mended in an hour" in str(preview.get("view")), "Anna sees what the customer will see")
        self._expect("mended in an hour" not in str(await self._customer_thread()), "nothing leaves before she says so")
        await self._anna.fills_in(preview, {})
        reply = await self._kari_reads("mended in an hour")
        self._expect(reply["blocks"][-1]["text"]["text"] == words, f"it comes as it was written: {reply['blocks']}")
        await self._staff_read("replied to the customer")
        self._step("Anna replies, after she saw what the customer will see")

    async def _anna_passes_a_message_on(self) -> None:
        words = "The new checkout looks like this"
        ts = await self._among_us("jonas", words, files=[_file("mended.png", PIXEL)])
        form = await self._anna.picks("send_to_customer", channel=DESK, message_ts=ts)
        await self._anna.fills_in(await self._anna.fills_in(form, {}), {})
        await self._kari_reads(words)
        await self._kari_reads("mended.png")
        self._step("Anna passes on what Jonas wrote, with his picture")

    async def _a_question_is_read_and_answered(self) -> None:
        await self._anna.clicks("Take it", channel=DESK, containing=self._number)
        await self._anna.sees("*In review*", channel=DESK)
        form = await self._anna.opens("Ask the customer", channel=DESK, containing=self._number)
        await self._anna.fills_in(form, {"Your question": "Does it work on your phone now?"})
        question = await self._kari_reads("Does it work on your phone now?")
        await self._control.post("react", user="kari", channel=SHARED, ts=question["ts"], name="eyes")
        await self._anna.sees("read by Kari", channel=DESK)
        await self._says("kari", "Yes, it does")
        await self._staff_read("Yes, it does")
        await self._anna.sees("*In review*", channel=DESK)
        self._step("Kari reads a question, and answers it")

    async def _anna_writes_where_they_hear_it(self) -> None:
        await self._control.post("say", user="anna", channel=SHARED, text="Glad to hear", thread_ts=self._root_ts)
        mirrored = await self._staff_read("Glad to hear")
        self._expect(mirrored["name"].endswith(" to the customer"), f"staff see to whom: {mirrored['name']}")
        self._step("Anna writes in the customer's thread")

    async def _a_program_is_refused(self) -> None:
        await self._says("ola", "Try this tool", files=[_file("tool.png", b"MZ\x90\x00")])
        await self._kari_reads("We cannot take the file tool.png: it is a program.")
        await self._staff_read("The file tool.png was not taken: it is a program.")
        self._step("A program that Ola sends is refused, and all know")

    async def _another_case_goes_on_in_this_one(self) -> None:
        other, root = await self._opens_a_case("ola", "Nobody can pay")
        await self._anna.sees(other, channel=DESK)
        form = await self._anna.opens("Merge", channel=DESK, containing=other)
        await self._anna.fills_in(form, {"The other case": self._number})
        await self._ola.sees("goes on in", channel=SHARED, thread_ts=root)
        await self._says("ola", "It is on my laptop too", root=root)
        await self._staff_read("It is on my laptop too")
        self._step(f"{other} goes on in {self._number}, and so does what is said in its thread")

    async def _everything_stands_where_it_belongs(self) -> None:
        await self._control.idle()
        thread = [everything(message | {"text": ""}) for message in await self._staff_thread()]
        for who, texts in self._said.items():
            places = [[nth for nth, shown in enumerate(thread) if _bare(text) in shown] for text in texts]
            once = all(len(found) == 1 for found in places)
            self._expect(
                once, f"what {who} said stands in the staff thread once: {list(zip(texts, places, strict=True))}"
            )
            self._expect(places == sorted(places), f"and in the order it was said: {places}")
        out = await leaked(self._control, self._internal)
        self._expect(out == [], f"nothing internal was ever shown to a customer: {out}")
        self._step("Everything the customer said is there once, in order, and nothing internal left")

    async def _says(self, who: str, text: str, *, root: str = "", counts: bool = True, **more: Any) -> str:
        if counts:
            self._said[who].append(text)
        thread_ts = root or self._root_ts
        said = await self._control.post("say", user=who, channel=SHARED, text=text, thread_ts=thread_ts, **more)
        return str(said["ts"])

    async def _among_us(self, who: str, text: str, **more: Any) -> str:
        said = await self._control.post("say", user=who, channel=DESK, text=text, thread_ts=self._card_ts, **more)
        return str(said["ts"])

    async def _staff_read(self, text: str) -> dict[str, Any]:
        return await self._anna.sees(text, channel=DESK, thread_ts=self._card_ts)

    async def _kari_reads(self, text: str) -> dict[str, Any]:
        return await self._kari.sees(text, channel=SHARED, thread_ts=self._root_ts)

    async def _staff_thread(self) -> list[dict[str, Any]]:
        return (await self._control.messages(DESK, self._card_ts))[1:]

    async def _customer_thread(self) -> list[dict[str, Any]]:
        return await self._control.messages(SHARED, self._root_ts)

    def _expect(self, held: bool, what: str) -> None:
        if not held:
            raise NotSeen(f"expected that {what}")

    def _step(self, line: str) -> None:
        print(f"  ok  {line}", flush=True)


def _file(name: str, content: bytes) -> dict[str, str]:
    return {"name": name, "content_base64": base64.b64encode(content).decode()}


def _bare(text: str) -> str:
    """The last line, without what makes it a quote, code or a broadcast."""
    return text.split("\n")[-1].replace("<!channel>", "@channel").strip("`")
