"""What customers say, change and take back, while Slack delivers it out of order, late and twice."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.office import DESK, SHARED, Office, open_office


@pytest.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(database_url, tmp_path, mirror_wait=0.6) as found:
        yield found
        await found.nothing_unexpected()


async def _thread(office: Office) -> tuple[str, str]:
    """A case of Kari's: its number, and the root of the customer's thread."""
    number = await office.opens_a_case(office.kari)
    return number, str((await office.customer_thread(number))[0]["ts"])


async def _says(office: Office, root: str, text: str, who: str = "kari", **more: Any) -> str:
    said = await office.control.post("say", user=who, channel=SHARED, text=text, thread_ts=root, **more)
    return str(said["ts"])


async def _breaks(office: Office, kind: str, **more: Any) -> None:
    await office.control.post("faults", kind=kind, method="events_api", **more)


async def _mirrored(office: Office, number: str) -> list[str]:
    """The words in the staff thread, in order."""
    return [words for _name, words in await office.mirrored(number) if not words.endswith("deleted a message.")]


async def _shows(office: Office, number: str, text: str) -> None:
    """Waits until it stands in the staff thread, however late it is delivered."""
    await office.anna.sees(text, channel=DESK, thread_ts=(await office.card(number))["ts"])


async def test_one_persons_messages_stand_in_order_though_the_first_comes_last(office: Office) -> None:
    number, root = await _thread(office)
    await _breaks(office, "reorder", count=1)
    for text in ("One", "Two", "Three"):
        await _says(office, root, text)
    assert await _mirrored(office, number) == ["One", "Two", "Three"]


async def test_what_comes_when_later_words_have_gone_on_says_when_it_was_sent(office: Office) -> None:
    number, root = await _thread(office)
    await _breaks(office, "late", count=1, delay_s=1.5)
    await _says(office, root, "One")
    await _says(office, root, "Two")
    await _shows(office, number, "One")
    two, one = await _mirrored(office, number)
    assert two == "Two"
    assert one.startswith("One\nsent <!date^")


async def test_everything_twice_is_there_once(office: Office) -> None:
    number, root = await _thread(office)
    await _breaks(office, "duplicate")
    ts = await _says(office, root, "One")
    await _says(office, root, "Two")
    await office.control.post("edit", user="kari", channel=SHARED, ts=ts, text="First")
    assert await _mirrored(office, number) == ["First\n(edited)", "Two"]


async def test_an_edit_and_a_deletion_are_followed(office: Office) -> None:
    number, root = await _thread(office)
    edited = await _says(office, root, "The menu <b>brok")
    gone = await _says(office, root, "My password is fisk", files=[{"name": "a.png", "content_base64": "aGVp"}])
    assert len(await _mirrored(office, number)) == 2
    assert len(list(office.settings.attachments_dir.iterdir())) == 1
    await office.control.post("edit", user="kari", channel=SHARED, ts=edited, text="The menu <b>broke")
    await office.control.post("delete", user="kari", channel=SHARED, ts=gone)
    steps = await office.staff_thread(number)
    assert await _mirrored(office, number) == ["The menu <b>broke\n(edited)"]
    assert len([step for step in steps if step.startswith("Kari Nes deleted a message.")]) == 1
    assert "fisk" not in str(steps)
    card = await office.card(number)
    assert not [file for one in await office.control.messages(DESK, card["ts"]) for file in one.get("files", [])]
    assert list(office.settings.attachments_dir.iterdir()) == []


@pytest.mark.parametrize("kind", ["reorder", "late"])
async def test_an_edit_that_comes_before_its_message_waits_for_it(office: Office, kind: str) -> None:
    number, root = await _thread(office)
    await _breaks(office, kind, count=1, delay_s=1.0)
    ts = await _says(office, root, "It brok")
    await office.control.post("edit", user="kari", channel=SHARED, ts=ts, text="It broke")
    await _shows(office, number, "It broke")
    assert await _mirrored(office, number) == ["It broke\n(edited)"]


async def test_a_deletion_that_comes_before_its_message_waits_for_it(office: Office) -> None:
    number, root = await _thread(office)
    await _breaks(office, "reorder", count=1)
    ts = await _says(office, root, "My password is fisk")
    await office.control.post("delete", user="kari", channel=SHARED, ts=ts)
    await office.control.idle()
    steps = await office.staff_thread(number)
    assert steps[-1].startswith("Kari Nes deleted a message.")
    calls = (await office.control.get("calls"))["calls"]
    assert "fisk" not in str([call["args"] for call in calls]), "it was never said to anybody"


async def test_edits_made_while_nobody_listened_are_there(office: Office) -> None:
    number, root = await _thread(office)
    before = await _says(office, root, "Before")
    assert await _mirrored(office, number) == ["Before"]
    await office.goes_down()
    meanwhile = await _says(office, root, "Meanwhile")
    for ts in (before, meanwhile):
        await office.control.post("edit", user="kari", channel=SHARED, ts=ts, text="Better words")
    await office.comes_up()
    await office.control.idle()
    assert await _mirrored(office, number) == ["Better words\n(edited)", "Better words\n(edited)"]


async def test_what_the_app_and_others_say_and_change_is_not_listened_to(office: Office) -> None:
    number, root = await _thread(office)
    ts = await _says(office, root, "One")
    await office.control.post("say", user="kari", channel=SHARED, text="Lunch?")
    await office.anna.clicks("Take it", channel=DESK, containing=number)
    assert await _mirrored(office, number) == ["One"]
    await office.control.post("react", user="anna", channel=SHARED, ts=ts, name="eyes")
    assert await _mirrored(office, number) == ["One"]
