"""The look at customers' channels: it finds what no event told of, each channel by itself."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from handlers import presence
from handlers.slack import ChannelInfo
from services import leaving, reach
from services.desk import Desk
from tests.cast import BREMUSEET, CHANNEL, FJORDMAT, HOME, KARI, OLA, OTHER_CHANNEL, agency
from tests.conftest import TestClock

TEAMS = {CHANNEL: FJORDMAT, OTHER_CHANNEL: BREMUSEET}


class ToldSlack:
    """Says who is in each channel; one it is not in does not exist for it; `away` questions get no answer."""

    def __init__(self) -> None:
        self.there = {CHANNEL: [KARI.user_id, OLA.user_id], OTHER_CHANNEL: ["USIRI"]}
        self.is_open, self.refusal, self.away = True, "channel_not_found", 0

    async def channel(self, channel_id: str) -> ChannelInfo:
        if self.away:
            self.away -= 1
            raise TimeoutError
        if channel_id not in self.there:
            raise refused(self.refusal)
        return ChannelInfo(channel_id, "shared", True, (HOME, TEAMS[channel_id]), self.is_open)

    async def members(self, channel_id: str) -> list[str]:
        return self.there[channel_id]


def refused(code: str) -> SlackApiError:
    return SlackApiError(code, SimpleNamespace(data={"error": code}))  # type: ignore[no-untyped-call]


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> ToldSlack:
    monkeypatch.setattr(presence, "BETWEEN", 0.0)
    monkeypatch.setattr(presence, "AGAIN", 0.01)
    return ToldSlack()


async def looks(desk: Desk, clock: TestClock, slack: ToldSlack, seconds: float = 0.2) -> None:
    clock.advance(seconds=1)
    house: Any = SimpleNamespace(slack=slack, desk=desk, gap=asyncio.Event())
    looking = asyncio.create_task(presence.keep_looking(house))
    await asyncio.sleep(seconds)
    assert not looking.done()
    looking.cancel()


async def is_there(desk: Desk, channel_id: str = CHANNEL) -> bool:
    return await desk.ask(reach.is_there, channel_id)


async def has_left(desk: Desk) -> bool:
    return (await desk.ask(lambda tx: tx.contacts.of_person(OLA)))[0].left_at is not None


async def test_an_app_that_was_invited_again_meanwhile_speaks_again(
    desk: Desk, clock: TestClock, slack: ToldSlack
) -> None:
    await agency(desk)
    await desk.do(reach.gone, CHANNEL)
    await looks(desk, clock, slack)
    assert await is_there(desk)


@pytest.mark.parametrize("refusal", ["channel_not_found", "internal_error"])
async def test_an_app_that_was_removed_meanwhile_waits_in_that_channel_alone(
    desk: Desk, clock: TestClock, slack: ToldSlack, refusal: str
) -> None:
    await agency(desk)
    slack.refusal = refusal
    del slack.there[OTHER_CHANNEL]
    await looks(desk, clock, slack)
    assert await is_there(desk)
    assert await is_there(desk, OTHER_CHANNEL) is (refusal == "internal_error"), "an answer that says nothing"


async def test_a_channel_that_was_archived_or_left_is_out_of_reach(
    desk: Desk, clock: TestClock, slack: ToldSlack
) -> None:
    await agency(desk)
    slack.is_open = False
    await looks(desk, clock, slack)
    assert not await is_there(desk)


async def test_who_left_and_came_back_while_nobody_listened(desk: Desk, clock: TestClock, slack: ToldSlack) -> None:
    await agency(desk)
    await looks(desk, clock, slack)
    slack.there[CHANNEL] = [KARI.user_id]
    await looks(desk, clock, slack)
    assert await has_left(desk)
    slack.there[CHANNEL] = [KARI.user_id, OLA.user_id]
    await looks(desk, clock, slack)
    assert not await has_left(desk)


async def test_while_nobody_of_theirs_can_read_the_channel_nobody_has_left(
    desk: Desk, clock: TestClock, slack: ToldSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    await agency(desk)
    await looks(desk, clock, slack)
    slack.there[CHANNEL] = []
    monkeypatch.setitem(TEAMS, CHANNEL, HOME)
    await looks(desk, clock, slack)
    await desk.do(leaving.left_channel, CHANNEL, OLA.user_id)
    assert not await is_there(desk)
    assert not await has_left(desk)


async def test_a_slack_that_is_away_is_asked_again(desk: Desk, clock: TestClock, slack: ToldSlack) -> None:
    await agency(desk)
    await desk.do(reach.gone, CHANNEL)
    slack.away = 2
    await looks(desk, clock, slack, 0.4)
    assert await is_there(desk)
