"""Who acted, by ids as Slack sends them, and what is the same when a delivery comes again."""

from typing import Any

import pytest

from handlers.middleware import delivery_key, who_acts
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
