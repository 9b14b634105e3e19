"""Who acted, by ids as Slack sends them, and what is the same when a delivery comes again."""

from types import SimpleNamespace
from typing import Any

import pytest
from slack_bolt.response import BoltResponse

from handlers.meters import Meters
from handlers.middleware import delivery_key, introduces, who_acts
from rules.people import PersonId

INSTALLED, THEIRS = "TAGENCY", "TFJORD"


@pytest.mark.parametrize(
    ("body", "who"),
    [
        # A click by an external: `team` is the installing workspace, the person's own is in `user` (2.3).
        ({"type": "block_actions", "team": {"id": INSTALLED}, "user": {"id": "U1", "team_id": THEIRS}}, (THEIRS, "U1")),
        ({"type": "view_submission", "team": {"id": THEIRS}, "user": {"id": "U1", "team_id": THEIRS}}, (THEIRS, "U1")),
        # A click that does not say whose: nobody's, never ours.
        ({"type": "block_actions", "team": {"id": INSTALLED}, "user": {"id": "U1"}}, ("", "U1")),
        ({"command": "/case", "team_id": INSTALLED, "user_id": "U1"}, (INSTALLED, "U1")),
        # Events: user_team, then source_team, then team (2.1); a mention's `team` is the installing one.
        (
            {"event": {"user": "U1", "team": INSTALLED, "user_team": THEIRS, "source_team": THEIRS}},
            (THEIRS, "U1"),
        ),
        ({"event": {"user": "U1", "team": THEIRS}}, (THEIRS, "U1")),
        ({"event": {"user": "U1", "channel": "C1"}}, ("", "U1")),
        ({"event": {"user": {"id": "U1", "team_id": THEIRS}}}, (THEIRS, "U1")),
    ],
)
def test_who_acts(body: dict[str, Any], who: tuple[str, str]) -> None:
    assert who_acts(body) == PersonId(*who)


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ({"event_id": "Ev1", "event": {}}, "Ev1"),
        ({"type": "block_actions", "trigger_id": "1.2.3"}, "1.2.3"),
        ({"command": "/case", "trigger_id": "1.2.3"}, "1.2.3"),
        ({"type": "view_submission", "trigger_id": "9", "view": {"id": "V1", "hash": "h1"}}, "V1:h1"),
    ],
)
def test_the_key_of_a_delivery(body: dict[str, Any], key: str) -> None:
    assert delivery_key(body) == key


def test_what_slack_gives_no_key_for_is_told_apart_by_what_it_says() -> None:
    nameless: list[dict[str, Any]] = [
        {},
        {"type": "block_actions", "trigger_id": "", "actions": [{"value": "1:v1"}]},
        {"type": "block_actions", "trigger_id": "", "actions": [{"value": "2:v1"}]},
        {"type": "view_submission", "view": {"private_metadata": "a"}},
        {"type": "view_submission", "view": {"private_metadata": "b"}},
        {"event_id": "", "event": {"text": "a"}},
        {"event_id": "", "event": {"text": "b"}},
        {"trigger_id": "9" * 5000},
    ]
    keys = [delivery_key(body) for body in nameless]
    assert len(set(keys)) == len(keys)
    assert all(0 < len(key) <= 200 for key in keys)
    assert keys == [delivery_key(dict(reversed(body.items()))) for body in nameless], "a repeat has the same key"


async def test_whatever_a_delivery_says_can_be_kept() -> None:
    body = {"event_id": "Ev1", "event": {"user": "U1", "text": "a\0b \ud83d", "files": [{"name": "\udd25.png"}]}}
    house: Any = SimpleNamespace(desk=SimpleNamespace(for_delivery=lambda key: key), meters=Meters())
    context: Any = {}

    async def goes_on() -> BoltResponse:
        return BoltResponse(status=200)

    await introduces(house)(body, context, goes_on)
    assert body["event"] == {"user": "U1", "text": "a\ufffdb \ufffd", "files": [{"name": "\ufffd.png"}]}
