"""Should Slack refuse to change a message under a borrowed name, what it reads now is posted under it."""

from types import SimpleNamespace
from typing import Any

from slack_sdk.errors import SlackApiError

from tests.office import DESK, SHARED, Office


def _refuse(office: Office, borrowed: set[str]) -> None:
    """Slack changes cards, and no message of these."""
    steady = office.app.house.slack.steady
    change = steady.chat_update

    async def update(**call: Any) -> Any:
        if call["ts"] in borrowed:
            answer = SimpleNamespace(data={"ok": False, "error": "cant_update_message"})
            raise SlackApiError("not yours", answer)  # type: ignore[no-untyped-call]
        return await change(**call)

    setattr(steady, "chat_update", update)  # noqa: B010 - a method of somebody else's class


async def test_edits_and_stubs_are_posted_under_it(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    root = (await office.customer_thread(number))[0]["ts"]
    edited = await office.says("It brok", thread_ts=root)
    gone = await office.says("My password is fisk", thread_ts=root)
    await office.control.idle()
    thread = await office.control.messages(DESK, (await office.card(number))["ts"])
    _refuse(office, {message["ts"] for message in thread[1:]})
    await office.control.post("edit", user="kari", channel=SHARED, ts=edited, text="It broke")
    await office.control.idle()
    await office.control.post("delete", user="kari", channel=SHARED, ts=gone)
    said = [words for _name, words in await office.mirrored(number)]
    assert said == ["It brok", "My password is fisk", "It broke\n(edited)", "Kari Nes deleted a message."]
