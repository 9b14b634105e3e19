"""What whoever looks after the app sees of it: /healthz, /readyz and /metrics over the running app."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from bot.app import App
from rules.cases import State
from rules.vitals import Part
from storage.errors import Unavailable
from tests.office import Office, open_office
from tests.ports import free_port

TOKEN = "what-prometheus-says"


@pytest.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    async with open_office(database_url, tmp_path, metrics_token=SecretStr(TOKEN)) as found:
        yield found
        await found.nothing_unexpected()


async def asks(office: Office, path: str, **headers: str) -> tuple[int, Any]:
    address = f"http://127.0.0.1:{office.app.port}{path}"
    async with aiohttp.ClientSession() as session, session.get(address, headers=headers) as answer:
        is_json = answer.content_type == "application/json"
        return answer.status, await answer.json() if is_json else await answer.text()


async def sends(office: Office, source: str) -> int:
    """A monitor's message to an address that nobody gave it; the answer's status."""
    address = f"http://127.0.0.1:{office.app.port}/hooks/{source}/nothing"
    async with aiohttp.ClientSession() as session, session.post(address, data=b"{}") as answer:
        return answer.status


async def numbers(office: Office) -> dict[tuple[str, ...], float]:
    """Every number, by its name and its labels' values, in the order of the labels' names."""
    status, text = await asks(office, "/metrics", Authorization=f"Bearer {TOKEN}")
    assert status == 200
    families = text_string_to_metric_families(text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


async def test_it_is_not_ready_before_its_first_socket_is_open(office: Office) -> None:
    other = App(office.settings.model_copy(update={"port": free_port()}))
    assert (await other.is_ready(), await office.app.is_ready()) == (False, True)
    await other.stop()


async def test_it_is_told_in_plain_words_and_names_nobody(office: Office) -> None:
    await office.opens_a_case(office.kari, "The checkout of Fjordmat does nothing")
    await office.control.idle()
    status, told = await asks(office, "/readyz")
    assert (status, told["ready"], told["quiet"]) == (200, True, [])
    assert set(told["parts"]) == {part.value for part in Part}
    assert told["parts"]["courier"] == "nothing waits"
    assert told["parts"]["slack"].startswith("2 connections are open; last heard ")
    assert "Fjordmat" not in str(told)
    status, told = await asks(office, "/healthz")
    assert (status, told["ok"]) == (200, True)


async def test_a_part_that_is_quiet_is_named_and_the_process_still_lives(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def rests() -> float:
        return 0.1

    with monkeypatch.context() as stopped:
        stopped.setattr(office.app._waiter, "_sweep", rests)
        office.app._scheduler.pause()  # its safety tick does what is due as well
        await office.control.advance(days=3)
        status, told = await asks(office, "/readyz")
        assert (status, told["quiet"]) == (503, ["duties"])
        assert told["parts"]["duties"].startswith("late by ")
        assert (await asks(office, "/healthz"))[0] == 200
    await office.control.idle()
    assert (await asks(office, "/readyz"))[0] == 200


async def test_while_the_database_is_away_it_says_so_and_tells_no_old_numbers(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def is_away(*_question: Any) -> None:
        raise Unavailable("gone")

    await office.control.idle()
    assert (await numbers(office))["saksgang_outbox_waiting", "slack"] == 0
    with monkeypatch.context() as away:
        away.setattr(office.app.desk, "ask", is_away)
        status, told = await asks(office, "/readyz")
        assert (status, told["quiet"]) == (503, ["database"])
        assert told["parts"]["database"] == "does not answer"
        assert [await sends(office, "generic") for _time in range(3)] == [503] * 3
        assert (await asks(office, "/readyz"))[1]["quiet"] == ["database", "webhooks"]
        now = await numbers(office)
        assert now["saksgang_database_up",] == 0
        assert ("saksgang_outbox_waiting", "slack") not in now
    assert (await numbers(office))["saksgang_database_up",] == 1


async def asks_with_bytes(office: Office, header: bytes) -> bytes:
    """The status of what is answered to a header that is no text."""
    reader, writer = await asyncio.open_connection("127.0.0.1", office.app.port)
    writer.write(b"GET /metrics HTTP/1.1\r\nHost: here\r\nConnection: close\r\n" + header + b"\r\n\r\n")
    status = (await reader.readline()).split()[1]
    writer.close()
    return status


async def test_numbers_are_for_who_knows_the_token(office: Office) -> None:
    assert (await asks(office, "/metrics"))[0] == 401
    assert (await asks(office, "/metrics", Authorization="Bearer guessed"))[0] == 401
    assert await asks_with_bytes(office, b"Authorization: Bearer \xff") == b"401"
    before = await numbers(office)
    await office.opens_a_case(office.kari)
    await office.control.idle()
    after = await numbers(office)
    grown = [("saksgang_deliveries_total", "press"), ("saksgang_deliveries_total", "form")]
    for name in [*grown, ("saksgang_courier_items_total", "said", "slack")]:
        assert after[name] > before.get(name, 0.0), name
    assert after["saksgang_cases_open", State.RECEIVED.value] == 1
    assert after["saksgang_outbox_waiting", "slack"] == 0
    assert after["saksgang_database_up",] == 1
    assert after["saksgang_delivery_seconds_count",] > 0


async def test_requests_of_monitors_are_counted_by_source_and_answer_and_never_by_what_somebody_made_up(
    office: Office,
) -> None:
    for source in ("generic", "made-up-1", "made-up-2"):
        assert await sends(office, source) == 401
    counted = {name[1:]: value for name, value in (await numbers(office)).items() if name[0].endswith("requests_total")}
    assert counted == {("generic", "401"): 1.0, ("unknown", "401"): 2.0}


async def test_without_a_token_there_are_no_numbers(office: Office) -> None:
    office.settings.metrics_token = None
    await office.goes_down()
    await office.comes_up()
    assert (await asks(office, "/metrics"))[0] == 404
    assert (await asks(office, "/metrics", Authorization="Bearer "))[0] == 404
