"""Three hours in which nobody listened: all that was said, changed and asked meanwhile is there afterwards, once."""

from typing import Any

from bot.plays.control import everything
from tests.office import DESK, SHARED, Office


async def _says(office: Office, text: str, who: str = "kari", **more: Any) -> str:
    """Without waiting: the app is down."""
    said = await office.control.post("say", user=who, channel=SHARED, text=text, **more)
    return str(said["ts"])


async def _root(office: Office, number: str) -> str:
    return str((await office.customer_thread(number))[0]["ts"])


async def _three_hours(office: Office, thread: str, old_thread: str, edited: str) -> None:
    """The app is down, and they go on."""
    await office.goes_down()
    await _says(office, "First meanwhile", thread_ts=thread)
    await _says(office, "It is old again", thread_ts=old_thread)
    await office.control.advance(hours=1)
    await _says(office, "The form is broken too", who="ola")
    await office.control.post("edit", user="kari", channel=SHARED, ts=edited, text="Before")
    await office.control.advance(hours=1, minutes=50)
    second = await _says(office, "Secnd meanwhile", thread_ts=thread)
    await office.control.post("edit", user="kari", channel=SHARED, ts=second, text="Second meanwhile")
    await _says(office, "We are at it", who="anna", thread_ts=thread)
    await office.control.advance(minutes=10)


async def test_everything_said_meanwhile_is_there(office: Office) -> None:
    people: Any = office
    going_on, over = await office.opens_a_case(office.kari), await office.opens_a_case(office.kari, "The logo is old")
    form = await people.anna.opens("Withdraw", channel=DESK, containing=over)
    await people.anna.fills_in(form, {"Reason": "It is new"})
    thread, old_thread = await _root(office, going_on), await _root(office, over)
    edited = await office.says("Befor", thread_ts=thread)
    await _three_hours(office, thread, old_thread, edited)
    await office.comes_up()
    await office.control.idle()
    said = [(name, words.split("\n")[0]) for name, words in await office.mirrored(going_on)]
    assert said == [
        ("Kari Nes (Fjordmat)", "Before"),
        ("Kari Nes (Fjordmat)", "First meanwhile"),
        ("Kari Nes (Fjordmat)", "Second meanwhile"),
        ("Anna Berg to the customer", "We are at it"),
    ]
    assert [words for _name, words in await office.mirrored(over)] == ["It is old again"]
    assert "they wrote" in everything(await office.card(over)), "it is our turn"
    items = [everything(message) for message in await office.control.messages(DESK)]
    assert len([one for one in items if "The form is broken too" in one]) == 1, "not yet a case, for staff to decide"
