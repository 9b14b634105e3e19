"""The courier: order, tries, pauses and giving up, with a Slack that behaves as told."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import ClientResponseError, ServerDisconnectedError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from handlers.courier import FEW_IN_FLIGHT, Courier
from handlers.earlier import InDoubt, LookLost
from handlers.outgoing import RootWaits
from handlers.outlets import Failed, Outlets, Refused
from handlers.places import NoThread
from rules.notices import DESK, MAIL, ONCALL, Item, Kind, Notice, mail_lane
from rules.retries import LOOKED
from services import outbox
from services.desk import Desk
from services.outbox import Sent
from storage.database import Database
from storage.errors import Unavailable
from storage.tx import Tx
from tests.conftest import TestClock

Trouble = Callable[[], Exception]


class ToldSlack:
    """Sends by remembering; for each thread it first raises the troubles it was told."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.doubts: list[bool] = []
        self.reasons: list[str | None] = []
        self.troubles: dict[str, list[Trouble]] = {}
        self.gate: asyncio.Event | None = None

    async def send(self, item: Item, held_until: float) -> Sent:
        thread = item.notice.thread
        if self.gate is not None:
            await self.gate.wait()
        if self.troubles.get(thread):
            raise self.troubles[thread].pop(0)()
        self.sent.append(thread)
        self.doubts.append(item.doubtful)
        self.reasons.append(item.reason)
        return Sent("C1")

    def stop_waiting(self) -> None:
        """Nobody waits here."""


def refusal(code: str, **headers: str) -> Trouble:
    answer: Any = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="chat.postMessage",
        req_args={},
        data={"ok": False, "error": code},
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        status_code=200,
    )
    return lambda: SlackApiError(code, answer)  # type: ignore[no-untyped-call]


@pytest.fixture
def slack() -> ToldSlack:
    return ToldSlack()


@pytest.fixture
async def desk(database: Database, clock: TestClock, slack: ToldSlack) -> AsyncIterator[Desk]:
    """A desk with a courier at work."""
    couriers: list[Courier] = []
    found = Desk(database, clock.now, lambda: couriers[0].wake())
    couriers.append(Courier(found, slack))
    work = asyncio.create_task(couriers[0].run())
    yield found
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work
    await couriers[0].finish()


def put(tx: Tx, *threads: str) -> None:
    tx.outbox.put(*(Notice(DESK, thread, Kind.STEP) for thread in threads), at=tx.now)


async def rest(desk: Desk) -> None:
    async with asyncio.timeout(8):
        while await desk.ask(outbox.waiting):  # noqa: ASYNC110 - the outbox is looked at from outside
            await asyncio.sleep(0.01)


async def test_each_thread_keeps_its_order(desk: Desk, slack: ToldSlack) -> None:
    await desk.do(put, "a", "b", "a", "a", "b")
    await rest(desk)
    assert sorted(slack.sent) == ["a", "a", "a", "b", "b"]
    assert set(slack.sent[:2]) == {"a", "b"}


async def test_a_lost_answer_is_tried_again_in_doubt_and_blocks_only_its_thread(desk: Desk, slack: ToldSlack) -> None:
    slack.troubles["a"] = [ServerDisconnectedError]
    await desk.do(put, "a", "a", "b")
    await rest(desk)
    assert slack.sent == ["b", "a", "a"]
    assert slack.doubts == [False, True, False]


async def test_each_lane_has_its_outlet_and_an_outlet_its_own_refusals(
    database: Database, clock: TestClock, slack: ToldSlack
) -> None:
    mail, lane = ToldSlack(), mail_lane(1)
    mail.troubles = {"hopeless": [lambda: Refused("550 no such user")], "later": [lambda: Failed("451 try later")]}
    desk = Desk(database, clock.now, lambda: courier.wake())
    courier = Courier(desk, Outlets(slack, {MAIL: mail}))
    work = asyncio.create_task(courier.run())
    letters = [Notice(lane, thread, Kind.STEP) for thread in ("hopeless", "later")]
    await desk.do(lambda tx: tx.outbox.put(*letters, Notice(DESK, "a", Kind.STEP), at=tx.now))
    await rest(desk)
    assert (mail.sent, mail.doubts) == (["later"], [True])
    assert sorted(slack.sent) == ["a", "gave_up:1"]
    assert [item.reason for item in await desk.ask(outbox.stuck)] == ["550 no such user"]
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work
    await courier.finish()


async def test_a_second_look_that_got_no_answer_is_still_the_second(
    desk: Desk, slack: ToldSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.courier.SECOND_LOOK", 0.0)
    slack.troubles["a"] = [ServerDisconnectedError, InDoubt, LookLost]
    await desk.do(put, "a")
    await rest(desk)
    assert slack.reasons == [LOOKED]


async def test_a_pause_that_slack_asks_for_is_kept_and_is_no_doubt(desk: Desk, slack: ToldSlack) -> None:
    slack.troubles["a"] = [refusal("ratelimited", Retry_After="1")]
    began = asyncio.get_running_loop().time()
    await desk.do(put, "a")
    await rest(desk)
    assert asyncio.get_running_loop().time() - began >= 1.0
    assert slack.doubts == [False]


async def test_a_pause_asked_for_a_files_bytes_is_kept_and_is_no_doubt(desk: Desk, slack: ToldSlack) -> None:
    headers: Any = {"Retry-After": "1"}
    slack.troubles["a"] = [lambda: ClientResponseError(None, (), status=429, headers=headers)]  # type: ignore[arg-type]
    began = asyncio.get_running_loop().time()
    await desk.do(put, "a")
    await rest(desk)
    assert asyncio.get_running_loop().time() - began >= 1.0
    assert slack.doubts == [False]


async def test_while_our_token_is_refused_everything_waits_and_nothing_is_given_up(
    desk: Desk, slack: ToldSlack, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("rules.retries.GIVE_UP_AFTER", 0.0)
    monkeypatch.setattr("handlers.courier.HELD_WAIT", 0.3)
    slack.troubles |= {"a": [refusal("token_revoked")] * 3, "b": [refusal("token_revoked")] * 2}
    await desk.do(put, "a", "b")
    await asyncio.sleep(0.2)
    assert {item.reason for item in await desk.ask(outbox.stuck)} == {"our token is refused: token_revoked"}
    await rest(desk)
    assert (sorted(slack.sent), slack.doubts) == (["a", "b"], [False, False])
    assert caplog.text.count("refuses our token") == 1


async def test_a_channel_that_takes_long_keeps_nobody_elses_waiting(desk: Desk, slack: ToldSlack) -> None:
    gate = slack.gate = asyncio.Event()
    await desk.do(put, *(f"t{n}" for n in range(100)))
    await asyncio.sleep(1.0)  # until as many are held as one channel may have
    slack.gate = None
    await desk.do(lambda tx: tx.outbox.put(Notice(ONCALL, "elsewhere", Kind.STEP), at=tx.now))
    await asyncio.sleep(0.5)
    assert slack.sent == ["elsewhere"]
    gate.set()
    await rest(desk)


async def test_never_is_never_and_the_on_call_channel_hears_of_it_once(desk: Desk, slack: ToldSlack) -> None:
    slack.troubles["a"] = [refusal("channel_not_found")]
    await desk.do(put, "a")
    await rest(desk)
    [gave_up] = await desk.ask(outbox.stuck)
    assert (gave_up.state, gave_up.reason) == ("gave_up", "channel_not_found")
    assert slack.sent == [f"gave_up:{gave_up.id}"]


async def test_a_reply_whose_root_gave_up_gives_up_too(desk: Desk, slack: ToldSlack) -> None:
    slack.troubles["a"] = [NoThread]
    await desk.do(put, "a")
    await rest(desk)
    [gave_up] = await desk.ask(outbox.stuck)
    assert "never posted" in (gave_up.reason or "")


async def test_a_card_waits_for_its_root(desk: Desk, slack: ToldSlack) -> None:
    slack.troubles["a"] = [RootWaits, RootWaits]
    await desk.do(put, "a")
    await rest(desk)
    assert slack.sent == ["a"]


async def test_our_own_bug_in_sending_ends_too(desk: Desk, slack: ToldSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rules.retries.GIVE_UP_AFTER", 0.5)
    slack.troubles["a"] = [KeyError] * 5
    await desk.do(put, "a", "b")
    await rest(desk)
    [gave_up] = await desk.ask(outbox.stuck)
    assert (gave_up.notice.thread, gave_up.reason) == ("a", "KeyError: ")
    assert "b" in slack.sent


async def test_an_answer_that_is_no_json_is_a_lost_answer(desk: Desk, slack: ToldSlack) -> None:
    slack.troubles["a"] = [lambda: SlackApiError("half a body", SimpleNamespace(status=200))]  # type: ignore[no-untyped-call]
    await desk.do(put, "a")
    await rest(desk)
    assert slack.doubts == [True]


async def test_a_database_that_is_away_stops_nothing_for_good(
    desk: Desk, slack: ToldSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    original, away = Desk.do, asyncio.Event()

    async def do(self: Desk, *args: Any, **kwargs: Any) -> Any:
        if away.is_set() and args[0] is not put:
            raise Unavailable("locked")
        return await original(self, *args, **kwargs)

    monkeypatch.setattr(Desk, "do", do)
    away.set()
    await desk.do(put, "a")
    await asyncio.sleep(1.2)
    assert slack.sent == []
    away.clear()
    await rest(desk)
    assert slack.sent == ["a"]


async def test_after_ten_minutes_it_gives_up(desk: Desk, slack: ToldSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rules.retries.GIVE_UP_AFTER", 0.2)
    slack.troubles["a"] = [refusal("internal_error")] * 5
    await desk.do(put, "a")
    await rest(desk)
    [gave_up] = await desk.ask(outbox.stuck)
    assert (gave_up.attempts, gave_up.reason) == (1, "internal_error")


async def test_what_waited_while_nobody_sent_is_sent_after_a_restart(
    database: Database, clock: TestClock, slack: ToldSlack
) -> None:
    before = Desk(database, clock.now, lambda: None)
    await before.do(put, "a", "b")
    courier = Courier(before, slack)
    work = asyncio.create_task(courier.run())
    await rest(before)
    work.cancel()
    with suppress(asyncio.CancelledError):
        await work
    assert sorted(slack.sent) == ["a", "b"]


async def test_what_goes_out_at_once_begins_small_and_grows_while_there_is_more(
    desk: Desk, slack: ToldSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[str] = []
    slack.gate = asyncio.Event()
    send = slack.send

    async def counted(item: Item, held_until: float) -> Sent:
        held.append(item.notice.lane)
        return await send(item, held_until)

    monkeypatch.setattr(slack, "send", counted)
    lanes = [Notice(f"person:{number}", f"page:{number}", Kind.PAGE) for number in range(20)]
    await desk.do(lambda tx: tx.outbox.put(*lanes, at=tx.now))
    await until(lambda: bool(held))
    assert len(held) == FEW_IN_FLIGHT
    await until(lambda: len(held) > FEW_IN_FLIGHT)
    slack.gate.set()
    await rest(desk)
    assert sorted(held) == sorted(one.lane for one in lanes), "each once"


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(8):
        while not holds():  # noqa: ASYNC110 - what is held is looked at from outside
            await asyncio.sleep(0.01)
