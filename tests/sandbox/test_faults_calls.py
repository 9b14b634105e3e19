"""Calls broken on purpose, as Slack's own client meets them; the record says what really happened."""

import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable
from dataclasses import replace
from time import monotonic
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.server import running
from tests.sandbox.house import QUICK, House

HOLD_S = 0.3
CALL_KINDS = ["ratelimited", "server_error", "timeout_before", "timeout_after", "connection_reset"]
LOST = (aiohttp.ClientError, TimeoutError, ConnectionError)
Said = dict[str, Any]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with running(replace(QUICK, fault_hold_s=HOLD_S)) as server, aiohttp.ClientSession() as session:
        yield House(server, session)


async def post(house: House, text: str = "Hello") -> Any:
    return await house.web.chat_postMessage(channel=house.shared, text=text)


async def calls(house: House) -> list[Said]:
    told: list[Said] = (await house.control.see("calls"))["calls"]
    return told


async def said(house: House) -> list[str]:
    return [each["text"] for each in (await house.control.see("messages", channel=house.shared))["messages"]]


async def outcome(call: Awaitable[Any]) -> str:
    try:
        await call
    except SlackApiError as error:
        return f"{error.response.status_code} {error.response['error']}"
    except LOST:
        return "lost"
    return "ok"


def impatient(house: House) -> AsyncWebClient:
    base_url = f"{house.facts['url']}/api/"
    # slack_sdk types its time-out as whole seconds but hands it to aiohttp as it is.
    return AsyncWebClient(token=house.facts["bot_token"], base_url=base_url, retry_handlers=[], timeout=0.1)  # type: ignore[arg-type]


async def test_too_many_calls(house: House) -> None:
    await house.control.breaks(kind="ratelimited", method="chat.postMessage")
    with pytest.raises(SlackApiError) as refused:
        await post(house)
    assert (refused.value.response.status_code, refused.value.response["error"]) == (429, "ratelimited")
    assert refused.value.response.headers["Retry-After"] == "1"
    (call,) = await calls(house)
    assert (call["effect"], call["fault"], call["visible_to"]) == (False, "ratelimited", [])
    assert await said(house) == []


async def test_slack_breaks(house: House) -> None:
    await house.control.breaks(kind="server_error")
    assert await outcome(post(house)) == "500 internal_error"
    (call,) = await calls(house)
    assert (call["effect"], call["fault"]) == (False, "server_error")
    assert await said(house) == []


@pytest.mark.parametrize(("kind", "happened"), [("timeout_before", False), ("timeout_after", True)])
async def test_an_answer_beyond_the_clients_patience(house: House, kind: str, happened: bool) -> None:
    await house.control.breaks(kind=kind, count=1)
    with pytest.raises(TimeoutError):
        await impatient(house).chat_postMessage(channel=house.shared, text="Hello")
    (call,) = await calls(house)
    assert (call["effect"], call["fault"], call["response"]["ok"]) == (happened, kind, happened)
    assert await said(house) == (["Hello"] if happened else [])
    if happened:
        assert call["response"]["ts"] in str(await house.control.see("messages", channel=house.shared))


@pytest.mark.parametrize("kind", ["timeout_before", "timeout_after"])
async def test_a_patient_client_is_hung_up_on(house: House, kind: str) -> None:
    await house.control.breaks(kind=kind)
    began = monotonic()
    with pytest.raises(aiohttp.ClientError):
        await post(house)
    assert HOLD_S <= monotonic() - began < HOLD_S + 1


async def test_a_connection_is_reset_before_or_after_as_the_seed_has_it(house: House) -> None:
    await house.control.breaks(kind="connection_reset", seed=1)
    for number in range(12):
        with pytest.raises((aiohttp.ClientError, ConnectionResetError)):
            await post(house, str(number))
    effects = [each["effect"] for each in await calls(house)]
    assert {each["fault"] for each in await calls(house)} == {"connection_reset"}
    assert set(effects) == {True, False}
    assert await said(house) == [str(number) for number, happened in enumerate(effects) if happened]


async def test_what_slack_would_have_refused_has_no_effect_either(house: House) -> None:
    await house.control.breaks(kind="timeout_after")
    assert await outcome(impatient(house).chat_postMessage(channel="nowhere", text="x")) == "lost"
    (call,) = await calls(house)
    assert (call["effect"], call["response"]["error"]) == (False, "channel_not_found")


async def test_a_lost_answer_to_a_form_that_opened(house: House) -> None:
    """The second try says that the first one worked."""
    trigger = house.slack.triggers.make(house.kari)
    view = {"type": "modal", "title": {"type": "plain_text", "text": "New"}, "blocks": [{"type": "divider"}]}
    await house.control.breaks(kind="timeout_after", method="views.open", count=1)
    assert await outcome(impatient(house).views_open(trigger_id=trigger.id, view=view)) == "lost"
    assert await outcome(house.web.views_open(trigger_id=trigger.id, view=view)) == "200 exchanged_trigger_id"
    assert len((await house.control.see("views", user="Kari"))["views"]) == 1


@pytest.mark.parametrize("kind", ["server_error", "any"])
async def test_what_an_app_starts_with_is_hit_only_when_named(house: House, kind: str) -> None:
    await house.control.breaks(kind=kind)
    app = AsyncWebClient(base_url=f"{house.facts['url']}/api/", retry_handlers=[])

    def connect() -> Awaitable[Any]:
        return app.apps_connections_open(app_token=house.facts["app_token"])

    assert [await outcome(house.web.auth_test()), await outcome(connect())] == ["ok", "ok"]
    assert await outcome(house.web.team_info()) != "ok"
    for method, call in {"auth.test": house.web.auth_test, "apps.connections.open": connect}.items():
        await house.control.breaks(kind="server_error", method=method, count=1)
        assert [await outcome(call()), await outcome(call())] == ["500 internal_error", "ok"]


async def test_a_named_method_leaves_the_others_alone(house: House) -> None:
    await house.control.breaks(kind="server_error", method="chat.update")
    posted = await post(house)
    assert await outcome(house.web.chat_update(channel=house.shared, ts=posted["ts"], text="x")) == "500 internal_error"
    assert await said(house) == ["Hello"]


async def test_at_most_so_many(house: House) -> None:
    await house.control.breaks(kind="ratelimited", count=2)
    assert [await outcome(post(house)) for _ in range(4)] == ["429 ratelimited"] * 2 + ["ok"] * 2
    (fault,) = (await house.control.see("faults"))["faults"]
    assert (fault["count"], fault["hits"]) == (2, 2)


async def test_cleared(house: House) -> None:
    await house.control.breaks(kind="server_error")
    await house.control.breaks(kind="drop_socket", method="events_api")
    assert [each["kind"] for each in (await house.control.see("faults"))["faults"]] == ["server_error", "drop_socket"]
    assert (await house.control.do("faults", clear=True)) == {"ok": True, "faults": []}
    assert await outcome(post(house)) == "ok"


async def hit_by(**fault: Any) -> list[tuple[str | None, bool]]:
    """What became of 40 posts in a sandbox of their own."""
    async with running(replace(QUICK, fault_hold_s=0.0)) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        await house.control.breaks(**fault)
        for _ in range(40):
            await outcome(post(house))
        return [(each["fault"], each["effect"]) for each in await calls(house)]


async def test_a_seed_tells_all_that_will_happen() -> None:
    first = await hit_by(kind="any", rate=0.4, seed=7)
    assert first == await hit_by(kind="any", rate=0.4, seed=7)
    assert first != await hit_by(kind="any", rate=0.4, seed=8)
    assert {kind for kind, _ in first} == {None, *CALL_KINDS}
    assert 8 <= sum(kind is not None for kind, _ in first) <= 24


async def test_a_seed_of_its_own_is_told(house: House) -> None:
    told = await house.control.breaks(kind="any", rate=0.4)
    async with running(replace(QUICK, fault_hold_s=0.0)) as server, aiohttp.ClientSession() as session:
        other = House(server, session)
        again = await other.control.breaks(kind="any", rate=0.4, seed=told["seed"])
        house.slack.config = other.slack.config
        for each in (house, other):
            for _ in range(10):
                await outcome(post(each))
        assert again == told
        assert [each["fault"] for each in await calls(house)] == [each["fault"] for each in await calls(other)]


async def test_files_in_and_out(house: House) -> None:
    content = base64.b64encode(b"bytes").decode()
    sent = await house.control.do(
        "say", user="Kari", channel=house.shared, files=[{"name": "a.txt", "content_base64": content}]
    )
    file = (await house.web.files_info(file=sent["files"][0]))["file"]
    headers = {"Authorization": f"Bearer {house.facts['bot_token']}"}
    room = await house.web.files_getUploadURLExternal(filename="b.txt", length=4)
    for method in ("files.upload", "files.download"):
        await house.control.breaks(kind="server_error", method=method, count=1)
    for status in (500, 200):
        async with house.session.get(file["url_private"], headers=headers) as answer:
            assert answer.status == status
            assert (await answer.read() == b"bytes") is (status == 200)
        async with house.session.post(room["upload_url"], data=b"four") as answer:
            assert answer.status == status
    told = [(each["method"], each["fault"], each["effect"]) for each in (await calls(house))[-4:]]
    assert told == [
        ("files.download", "server_error", False),
        ("files.upload", "server_error", False),
        ("files.download", None, False),
        ("files.upload", None, True),
    ]


async def test_the_sandbox_does_not_wait_for_those_it_holds() -> None:
    async with aiohttp.ClientSession() as session:
        async with running(replace(QUICK, fault_hold_s=60)) as server:
            house = House(server, session)
            await house.control.breaks(kind="timeout_after")
            waiting = asyncio.create_task(outcome(post(house)))
            assert await house.slack.changes.until(lambda: bool(house.slack.record.calls) or None, 5)
            began = monotonic()
        assert monotonic() - began < 0.9
        assert await waiting == "lost"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ({}, "kind_is_needed"),
        ({"kind": "gremlins"}, "no_such_kind"),
        ({"kind": "late", "method": "chat.postMessage"}, "no_such_method"),
        ({"kind": "server_error", "method": "chat.postmessage"}, "no_such_method"),
        ({"kind": "any", "rate": 1.5}, "rate_must_be_from_0_to_1"),
        ({"kind": "any", "rate": "often"}, "rate_must_be_from_0_to_1"),
        ({"kind": "any", "count": 0}, "count_must_be_a_whole_number_from_1"),
        ({"kind": "any", "seed": "x"}, "seed_must_be_a_whole_number_from_0"),
        ({"kind": "late", "delay_s": -1}, "delay_s_must_not_be_negative"),
    ],
)
async def test_a_fault_that_could_never_be_is_refused(house: House, fault: Said, error: str) -> None:
    told = await house.control.do("faults", **fault)
    assert (told["ok"], told["error"]) == (False, error)
    assert (await house.control.see("faults"))["faults"] == []
