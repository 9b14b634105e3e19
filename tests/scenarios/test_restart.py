"""The app goes down and comes up again: nothing is lost, nothing is said twice."""

from tests.office import DESK, SHARED, Office


async def test_what_was_said_meanwhile_is_on_the_case_once(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    root = (await office.customer_thread(number))[0]["ts"]
    await office.control.post("say", user="kari", channel=SHARED, text="Before", thread_ts=root)
    await office.control.idle()
    await office.goes_down()
    for n in range(20):
        await office.control.post("say", user="kari", channel=SHARED, text=f"Meanwhile {n}", thread_ts=root)
    await office.comes_up()
    for n in range(20):
        await office.anna.sees(f"Meanwhile {n}", channel=DESK, thread_ts=(await office.card(number))["ts"])
    steps = await office.staff_thread(number)
    said = [words for step in steps if (words := step.splitlines()[-1]).startswith(("Before", "Meanwhile"))]
    assert sorted(said) == sorted(["Before", *(f"Meanwhile {n}" for n in range(20))]), "each once"


async def test_buttons_on_old_messages_work_after_a_restart(office: Office) -> None:
    number = await office.opens_a_case(office.kari)
    await office.brings_to_test(number)
    await office.goes_down()
    seen = await office.control.post(
        "click", user="kari", channel=SHARED, text="Approve", containing="test.fjordmat.no"
    )
    assert not seen["ok"], "Slack shows the person its own error"
    await office.comes_up()
    await office.kari.clicks("Approve", channel=SHARED, containing="test.fjordmat.no")
    await office.shows(number, "Approved", "Publish", "Reply to customer", "Back to work", "Merge")


async def test_a_lost_connection_is_replaced_and_nothing_is_lost(office: Office) -> None:
    connections = office.app.connections
    assert connections is not None
    number = await office.opens_a_case(office.kari)
    for _ in range(3):
        await connections.renew()
        await office.opens_a_case(office.kari)
    assert len(await office.cards()) == 4
    assert number in str(await office.card(number))
