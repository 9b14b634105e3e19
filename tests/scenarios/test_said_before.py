"""What a case was made from is taken back: nothing of it stays with us, wherever it stood."""

from typing import Any

from bot.plays.control import everything
from rules.people import Mode
from tests.office import DESK, SHARED, Office


async def _read(office: Office) -> str:
    """All that staff can read."""
    roots: list[dict[str, Any]] = await office.control.messages(DESK)
    threads = [await office.control.messages(DESK, root["ts"]) for root in roots]
    return "\n".join(everything(message) for thread in threads for message in thread)


async def test_a_case_that_made_itself_forgets_what_was_taken_back(office: Office) -> None:
    await office.sets_mode(Mode.AUTOMATIC)
    root = await office.says("The password is hunter2", files=[{"name": "kasse.png", "content_base64": "aGVp"}])
    await office.control.idle()
    assert "hunter2" in await _read(office)
    await office.control.post("edit", user="kari", channel=SHARED, message_ts=root, text="The password is hunter3")
    await office.control.idle()
    read = await _read(office)
    assert "hunter2" not in read
    assert "(edited)" in read
    await office.control.post("delete", user="kari", channel=SHARED, message_ts=root)
    await office.control.idle()
    read = await _read(office)
    assert "hunter3" not in read
    assert "(the customer took their words back)" in read
    staff = [message for card in await office.cards() for message in await office.control.messages(DESK, card["ts"])]
    assert [file for message in staff for file in message.get("files", []) if file.get("name") == "kasse.png"] == []
