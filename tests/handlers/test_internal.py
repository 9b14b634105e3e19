"""The look at who reads the internal channels: it finds what no event told of, and outlasts a Slack that is away."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from handlers import internal
from handlers.slack import ChannelInfo
from rules.notices import DESK, ONCALL, Kind
from rules.people import Place
from services import outbox
from services.desk import Desk
from services.internal import is_shared_outside
from tests.cast import HOME, agency
from tests.conftest import TestClock

SEEN = {"CDESK": Place.DESK, "CCALL": Place.ONCALL}


class ToldSlack:
    """Says which channels are shared; `away` questions get no answer."""

    def __init__(self) -> None:
        self.shared: set[str] = set()
        self.away = 0

    async def channel(self, channel_id: str) -> ChannelInfo:
        if self.away:
            self.away -= 1
            raise TimeoutError
        return ChannelInfo(channel_id, channel_id.lower(), channel_id in self.shared, (HOME,))


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> ToldSlack:
    monkeypatch.setattr(internal, "EVERY", 0.02)
    monkeypatch.setattr(internal, "AGAIN", 0.01)
    return ToldSlack()


async def looks_for(seconds: float, desk: Desk, slack: ToldSlack) -> None:
    house: Any = SimpleNamespace(slack=slack, desk=desk, places=SEEN)
    look = asyncio.create_task(internal.keep_looking(house))
    await asyncio.sleep(seconds)
    look.cancel()


async def lanes(desk: Desk) -> list[str]:
    return [item.notice.lane for item in await desk.ask(outbox.stuck) if item.notice.kind is Kind.SHARED_OUTSIDE]


async def test_an_invitation_no_event_told_of_is_found_and_told_once(
    desk: Desk, clock: TestClock, slack: ToldSlack
) -> None:
    await agency(desk)
    await looks_for(0.1, desk, slack)
    assert await lanes(desk) == []
    clock.advance(seconds=1)
    slack.shared = {"CDESK"}
    await looks_for(0.2, desk, slack)
    assert await desk.ask(is_shared_outside, Place.DESK)
    assert not await desk.ask(is_shared_outside, Place.ONCALL)
    told = await lanes(desk)
    assert told[:2] == [DESK, ONCALL]
    assert [lane.partition(":")[0] for lane in told[2:]] == ["person"], "Ingrid leads"


async def test_the_end_is_found_too_and_a_new_beginning_is_told_again(
    desk: Desk, clock: TestClock, slack: ToldSlack
) -> None:
    for shared in ({"CCALL"}, set(), {"CCALL"}):
        clock.advance(seconds=1)
        slack.shared = shared
        await looks_for(0.1, desk, slack)
        assert await desk.ask(is_shared_outside, Place.ONCALL) is bool(shared)
    assert await lanes(desk) == [DESK, ONCALL] * 2


async def test_a_slack_that_is_away_is_asked_again(
    desk: Desk, slack: ToldSlack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.away, slack.shared = 2, {"CDESK"}
    await looks_for(0.3, desk, slack)
    assert await desk.ask(is_shared_outside, Place.DESK)
    assert "could not look who reads the internal channels" in caplog.text
