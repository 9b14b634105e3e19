"""The link that a page over SMS or push carries: looking is harmless, the button acknowledges, others learn nothing."""

import time
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.plays.control import PATIENCE, everything
from rules.people import PersonId
from services import wakeups
from tests.duty import ingrid_has_duty_too, sets_up, types
from tests.gateway import Gateway, open_gateway
from tests.office import ONCALL, Office


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    async with open_gateway() as found:
        yield found


@pytest.fixture
async def web() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def _is_drilled(office: Office, gateway: Gateway, arrive: int = 2) -> str:
    """Jonas, who has two ways, is paged by a drill; his link."""
    jonas = PersonId(office.facts["team_id"], office.facts["people"]["Jonas"])
    for name in ("SMS", "Push"):
        typed = {"way_name": name, "way_address": gateway.address(name.lower())}
        await office.app.desk.do(wakeups.add, jonas, typed)
    await sets_up(office, "Jonas Lie")
    await types(office, "ingrid", "drill")
    until = time.monotonic() + PATIENCE
    while len(gateway.arrived) < arrive:
        assert time.monotonic() < until, gateway.asked
        await office.control.recover()
    return gateway.arrived[0][1].rsplit(" ", 1)[1]


async def _drill(office: Office) -> str:
    """The drill's message in the on-call channel, and its thread."""
    await office.control.idle()
    return await _thread(office)


async def _thread(office: Office) -> str:
    roots = [one for one in await office.control.messages(ONCALL) if "*Drill:*" in everything(one)]
    if not roots:
        return ""
    (root,) = roots
    return "\n".join(everything(one) for one in await office.control.messages(ONCALL, root["ts"]))


async def test_looking_acknowledges_nothing_and_the_button_does(
    office: Office, gateway: Gateway, web: aiohttp.ClientSession
) -> None:
    link = await _is_drilled(office, gateway)
    assert "2 wake-up ways" in await _drill(office)
    for _prefetch in range(3):
        async with web.get(link) as seen:
            assert seen.status == 200
            page = await seen.text()
            assert seen.headers["Cache-Control"] == "no-store"
            assert seen.headers["Referrer-Policy"] == "no-referrer"
    async with web.head(link) as seen:
        assert seen.status == 200
    assert '<form method="post"><button' in page
    assert "<script" not in page
    assert "answered the drill" not in await _drill(office)
    async with web.post(link) as pressed:
        assert pressed.status == 200
        assert "Thank you" in await pressed.text()
    assert "Jonas Lie answered the drill" in (await _drill(office)).replace("*", "")
    async with web.get(link) as seen:
        assert "<form" not in await seen.text()


async def test_a_link_that_was_never_made_is_a_friendly_page_and_asked_too_often_it_waits(
    office: Office, gateway: Gateway, web: aiohttp.ClientSession
) -> None:
    link = await _is_drilled(office, gateway)
    start, token = link.rsplit("/", 1)
    statuses = []
    for wrong in [token[:-1], "1-" + "a" * 24, "nothing"] + ["x"] * 20:
        async with web.post(f"{start}/{wrong}") as pressed:
            statuses.append(pressed.status)
            assert "Slack" in await pressed.text()
    assert statuses[:3] == [404] * 3
    assert statuses[-1] == 429
    assert "answered the drill" not in await _drill(office)
    async with web.get(link) as seen:
        assert seen.status == 200, "right links wait in no row with wrong ones"


async def test_once_somebody_else_has_it_the_link_says_so(
    office: Office, gateway: Gateway, web: aiohttp.ClientSession
) -> None:
    await ingrid_has_duty_too(office)
    link = await _is_drilled(office, gateway)
    await office.ingrid.clicks("Acknowledge", channel=ONCALL)
    await office.control.idle()
    async with web.post(link) as pressed:
        assert pressed.status == 410
        assert "You can go on sleeping" in await pressed.text()


async def test_who_is_not_on_call_any_more_reads_why_the_link_does_nothing(
    office: Office, gateway: Gateway, web: aiohttp.ClientSession
) -> None:
    link = await _is_drilled(office, gateway)
    await office.control.post("leave", user="jonas", channel=ONCALL)
    await office.control.idle()
    for ask in (web.get, web.post):
        async with ask(link) as answered:
            page = await answered.text()
            assert answered.status == 403
            assert "You are not on call with us any more" in page
            assert "<form" not in page
    assert "answered the drill" not in await _drill(office)


async def test_a_way_that_fails_is_told_in_the_thread_and_tried_again(office: Office, gateway: Gateway) -> None:
    gateway.refuses_phone = "sms"
    await _is_drilled(office, gateway, arrive=1)
    assert "SMS to Jonas Lie failed (it was not taken); ways left: 1." in await _heard(office, "failed")
    gateway.refuses_phone = ""
    while len(gateway.arrived) < 2:
        await office.control.recover()
    assert "failed" in await _drill(office)


async def test_who_is_on_quiet_without_a_way_is_passed_by_at_once(office: Office) -> None:
    await ingrid_has_duty_too(office)
    await sets_up(office, "Jonas Lie")
    await office.control.post("dnd", user="jonas", until_s=3600)
    await types(office, "ingrid", "drill")
    drill = await _heard(office, "The next step comes at once")
    assert "Slack is quiet for Jonas Lie, and there is no other way" in drill
    assert "Step 2" in (await _drill(office)).replace("*", "")


async def _heard(office: Office, words: str) -> str:
    """The drill, once these words are in it."""
    until = time.monotonic() + PATIENCE
    while words not in (seen := await _thread(office)):
        assert time.monotonic() < until, seen
        await office.control.recover()
    return seen
