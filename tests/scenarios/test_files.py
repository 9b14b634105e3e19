"""Screenshots on bad days: Slack stumbles at one of their five calls, and only that step is done again."""

import random
from typing import Any

import pytest

from tests.office import DESK, Office

PICTURE: Any = [{"name": "skjermbilde.png", "content_base64": "aGVp"}]
WAY = ("files.info", "files.download", "files.getUploadURLExternal", "files.upload", "files.completeUploadExternal")
FETCH, UPLOAD, SHARE = WAY[:2], WAY[2:4], WAY[4:]


def seed_of(*, happens: bool) -> int:
    """A seed whose first connection reset comes after the effect, or before it."""
    for seed in range(100):
        dice = random.Random(seed)
        dice.random()
        if (dice.random() < 0.5) is happens:
            return seed
    raise AssertionError("no such seed")


async def shared_by(office: Office) -> list[dict[str, Any]]:
    """The calls about the picture, once it stands in the staff thread exactly once."""
    number = await office.opens_a_case(office.kari, **{"Screenshots or examples": PICTURE})
    card = await office.card(number)
    thread = await office.control.messages(DESK, card["ts"])
    assert [file["name"] for message in thread for file in message.get("files", [])] == ["skjermbilde.png"]
    calls = (await office.control.get("calls"))["calls"]
    return [call for call in calls if call["method"] in WAY]


@pytest.mark.parametrize("step", [FETCH, UPLOAD, SHARE])
async def test_only_the_step_that_failed_is_done_again(office: Office, step: tuple[str, ...]) -> None:
    office.expected_refusals |= set(step)
    await office.control.post("faults", kind="server_error", method=step[-1], count=1)
    calls = [call["method"] for call in await shared_by(office)]
    again = {method for method in WAY if calls.count(method) > 1}
    assert again <= {*step, "files.info"}, "what was fetched and what was uploaded is kept"
    assert calls.count(step[-1]) == 2


@pytest.mark.parametrize("happens", [True, False])
async def test_a_lost_answer_shares_nothing_twice(office: Office, happens: bool) -> None:
    [share] = SHARE
    office.expected_refusals.add(share)
    seed = seed_of(happens=happens)
    await office.control.post("faults", kind="connection_reset", method=share, count=1, seed=seed)
    calls = await shared_by(office)
    assert [call["effect"] for call in calls if call["method"] == share] == ([True] if happens else [False, True])
