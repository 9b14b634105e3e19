"""Other monitors: a lead makes an address, a monitor sends to it, and what nobody can read is set aside and told."""

import asyncio
import json
import re
import time
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.plays.control import everything
from handlers.webhooks import door
from rules.monitors import MOST_SET_ASIDE, Kept, Monitor, hashed
from services.monitors import forget_set_aside
from storage.tx import Tx
from tests.handlers.webhooks.samples import recorded
from tests.office import ONCALL, Office
from tests.scenarios.test_manage import Lead

DOWN = {"key": "shop", "state": "firing", "title": "The shop is down", "site": "https://shop.fjordmat.example"}
TOKEN = "t" * 43


async def sends(office: Office, where: str, body: Any = None, method: str = "POST", **given: Any) -> tuple[int, Any]:
    """A monitor's request; status and answer."""
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    address = where if where.startswith("http") else f"http://127.0.0.1:{office.app.port}{where}"
    async with aiohttp.ClientSession() as session, session.request(method, address, data=data, **given) as answer:
        return answer.status, await answer.json()


async def admits(office: Office, source: str, secret: str = "", name: str = "") -> str:
    """A monitor with a token of its own; the path it sends to."""
    token = f"{source}-{name}-{TOKEN}"

    def add(tx: Tx) -> None:
        tx.monitors.add(Monitor(0, source, name, tx.now, secret=secret), hashed(token))

    await office.app.desk.do(add)
    return f"/hooks/{source}/{token}"


async def told(office: Office) -> list[str]:
    """What the on-call channel was told of messages that could not be read."""
    await office.control.idle()
    return [text for one in await office.control.messages(ONCALL) if "cannot read" in (text := everything(one))]


@pytest.fixture
async def ingrid(office: Office) -> Lead:
    lead = Lead(office)
    await lead.opens_home()
    return lead


async def test_a_lead_makes_an_address_and_revokes_it(office: Office, ingrid: Lead) -> None:
    assert "No monitor sends to me yet" in await ingrid.presses("Monitors")
    listed = ingrid.view
    await ingrid.presses("Add a monitor")
    await ingrid.saves(**{"Which monitor?": "Another monitor", "Name": "Oslo"})
    shown = await ingrid.told()
    (path,) = re.findall(r"/hooks/generic/[\w-]{43}", shown)
    assert await sends(office, path, DOWN) == (200, {"ok": True, "signals": 1})
    kept = await office.app.desk.ask(lambda tx: (tx.monitors.all(), tx.monitors.by_token(hashed(path[-43:]))))
    assert [(one.voice, one.heard_at is not None) for one in kept[0]] == [("generic:Oslo", True)]
    assert path[-43:] not in repr(kept)
    ingrid.view = listed
    assert "No monitor" in await ingrid.presses("Revoke")
    await admits(office, "generic", name="Bergen")  # which may get the row of the one that is gone
    every = ((DOWN, "POST"), (b"?", "POST"), (b"", "GET"))
    refused = [await sends(office, path, body, method) for body, method in every]
    assert refused == [(401, {"ok": False, "reason": "This address is not known."})] * 3
    assert await office.app.desk.ask(lambda tx: tx.set_asides.counts()) == {}


async def test_a_wrong_address_says_the_same_whatever_is_wrong(office: Office) -> None:
    path = await admits(office, "generic")
    token = path.rsplit("/", 1)[-1]
    wrong = [f"{path}x", f"/hooks/grafana/{token}", f"/hooks/nothing/{token}", "/hooks/generic/%00", "/hooks/æ/ø"]
    answers = [await sends(office, one, DOWN) for one in wrong] + [await sends(office, wrong[0], method="GET")]
    assert answers == [(401, {"ok": False, "reason": "This address is not known."})] * 6


async def test_what_cannot_be_read_is_kept_and_told_once_an_hour(office: Office) -> None:
    path = await admits(office, "pagerduty", name="Oslo")
    status, answer = await sends(office, path, {"routing_key": "R0UTING", "what": "<!channel> is this?"})
    assert (status, answer["reason"]) == (422, "It has no status: event_action is missing.")
    (card,) = await told(office)
    assert "PagerDuty Events (Oslo)" in card
    assert "event_action is missing" in card
    assert "R0UTING" not in card
    for number in range(MOST_SET_ASIDE + 5):
        assert (await sends(office, path, f"nonsense {number}".encode()))[0] == 422
    assert len(await told(office)) == 1
    await office.winds_to(office.now + timedelta(hours=1, minutes=1))
    await sends(office, path, b"once more")
    assert f"{MOST_SET_ASIDE + 6} such messages" in (await told(office))[-1]
    assert len(await told(office)) == 2
    kept = await office.app.desk.ask(lambda tx: tx.set_asides.counts())
    assert list(kept.values()) == [Kept(MOST_SET_ASIDE, MOST_SET_ASIDE)]
    await office.winds_to(office.now + timedelta(days=31))
    assert await office.app.desk.do(forget_set_aside) == MOST_SET_ASIDE


async def test_staff_look_at_what_could_not_be_read_and_delete_it(office: Office, ingrid: Lead) -> None:
    path = await admits(office, "grafana", name="Oslo")
    secret = {"api_key": "K3Y", "message": json.dumps({"token": "T0KEN"}), "url": "https://me:passw0rd@example.no"}
    await sends(office, path, {**secret, "padding": "x" * 3000})
    await sends(office, path, b"nonsense")
    await told(office)

    seen = await office.control.post("click", user="jonas", text="Look at it", channel=ONCALL)
    shown = everything(seen["view"])
    assert "Grafana (Oslo)" in shown
    assert "neither alerts nor a rule" in shown
    assert "first 2900 of" in shown
    assert not [one for one in ("K3Y", "T0KEN", "passw0rd") if one in shown]
    assert "Nobody has looked at it yet" in shown

    assert "of which nobody has looked at 2" in await ingrid.presses("Monitors")
    assert "nonsense" in await ingrid.presses("Look at them")
    read = await ingrid.presses("Mark as read")
    assert "Nobody has looked" not in read
    assert "Mark as read" not in read
    assert "K3Y" not in await ingrid.presses("Older")
    assert "nonsense" in await ingrid.presses("Delete")
    assert "Nothing else of this monitor" in await ingrid.presses("Delete")
    gone = await office.control.post("click", user="jonas", text="Look at it", channel=ONCALL)
    assert "not kept any more" in str(gone["shown"])


async def test_bodies_that_are_too_large_or_packed_wrongly(office: Office) -> None:
    path = await admits(office, "generic")
    assert (await sends(office, path, b" " * 1_048_577))[0] == 413
    assert (await sends(office, path, b"no gzip at all", headers={"Content-Encoding": "gzip"}))[0] == 400
    large = {**DOWN, "message": "x" * 1_000_000}
    assert await sends(office, path, large) == (200, {"ok": True, "signals": 1})


async def test_a_body_that_never_comes_is_not_waited_for(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "PATIENCE", 0.1)
    path = await admits(office, "generic")
    assert office.app.port is not None
    reader, writer = await asyncio.open_connection("127.0.0.1", office.app.port)
    writer.write(f"POST {path} HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\n{{".encode())
    async with asyncio.timeout(5):
        assert (await reader.readline()).split()[1] == b"408"
    writer.close()


async def test_by_get_only_where_a_monitor_does_so(office: Office) -> None:
    robot, prometheus = await admits(office, "uptimerobot"), await admits(office, "alertmanager")
    query = "?monitorID=7&alertType=1&monitorURL=https://shop.fjordmat.example"
    assert await sends(office, robot + query, method="GET") == (200, {"ok": True, "signals": 1})
    assert await sends(office, robot + query) == (200, {"ok": True, "signals": 1})
    assert (await sends(office, prometheus + query, method="GET"))[0] == 405
    async with aiohttp.ClientSession() as session:
        for path in (robot + query, prometheus, prometheus + query):
            async with session.head(f"http://127.0.0.1:{office.app.port}{path}") as answer:
                assert answer.status == 200, "a look is no message"
    assert await sends(office, prometheus, {"alerts": []}, method="PUT") == (200, {"ok": True, "signals": 0})
    assert await sends(office, prometheus, method="GET") == (200, {"ok": True, "source": "alertmanager", "signals": 0})
    assert await told(office) == []


async def test_what_is_signed_wrongly_is_set_aside(office: Office) -> None:
    path = await admits(office, "checkly", secret="s3cret")
    status, answer = await sends(office, path, {"check_id": "c", "alert_type": "ALERT_FAILURE"})
    assert (status, answer["reason"]) == (401, "It carries no signature.")
    assert len(await told(office)) == 1
    amazon = await admits(office, "sns")
    status, answer = await sends(office, amazon, {"Type": "SubscriptionConfirmation", "SigningCertURL": "http://evil"})
    assert status == 401
    assert "amazonaws.com" in answer["reason"]


async def test_who_speaks_to_pagerduty_gets_its_answer(office: Office) -> None:
    path = await admits(office, "pagerduty")
    event = {"routing_key": "R", "event_action": "trigger", "dedup_key": "k", "payload": {"summary": "Down"}}
    assert await sends(office, path, event) == (202, {"status": "success", "dedup_key": "k"})


async def test_a_storm_is_answered_soon(office: Office) -> None:
    path = await admits(office, "generic")

    async def one(number: int) -> float:
        began = time.perf_counter()
        assert (await sends(office, path, {**DOWN, "key": f"shop-{number % 7}", "since": number}))[0] == 200
        return time.perf_counter() - began

    took: list[float] = []
    for start in range(0, 100, 10):
        took += await asyncio.gather(*(one(start + number) for number in range(10)))
    assert sorted(took)[len(took) // 2] < 0.2  # with the client and its connections; the machine is shared


async def test_what_a_monitor_says_is_one_card_however_often_it_says_it(office: Office) -> None:
    path = await admits(office, "alertmanager")
    samples = {sample.file.rsplit("/", 1)[-1][:2]: sample for sample in recorded() if sample.source == "alertmanager"}
    for number in ("01", "07", "07"):
        assert (await sends(office, path, samples[number].body))[0] == 200
    await office.control.idle()
    cards = [one for one in await office.control.messages(ONCALL) if "www.example.no is down" in everything(one)]
    assert len(cards) == 1


async def test_a_certificate_that_runs_out_wakes_nobody(office: Office) -> None:
    path = await admits(office, "uptimerobot")
    await sends(office, path, {"monitorID": 7, "alertType": 3, "monitorFriendlyName": "Certificate of the shop"})
    await office.control.idle()
    (alert,) = (await office.app.desk.ask(lambda tx: tx.alerts.latest("uptimerobot", ["7:certificate"]))).values()
    assert alert.severity == "warning"
    assert not alert.is_outage
    await sends(office, path, {"monitorID": 7, "alertType": 1, "monitorFriendlyName": "The shop"})
    (down,) = (await office.app.desk.ask(lambda tx: tx.alerts.latest("uptimerobot", ["7"]))).values()
    assert down.is_outage  # whatever was said of its certificate
