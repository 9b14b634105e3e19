"""What Slack says of people and channels is kept and shown as it can be, whatever they call themselves."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.slack import LONGEST_SHOWN, Slack
from rules.forms import one_line
from services.desk import Desk
from services.people import remember
from storage.tx import Tx

NASTY = [
    ("Kari\0Nes", "Kari Nes"),
    ("Kari\nNes\r\n", "Kari Nes"),
    ("Kari \x1b[31mNes", "Kari [31mNes"),
    ("Kari \ud83d", "Kari \ufffd"),
    ("Kari \u202eseN", "Kari seN"),
    ("K" * 1000, "K" * LONGEST_SHOWN),
    ("\0\n", "U1"),
    ("Kåre Ødegård 🛒", "Kåre Ødegård 🛒"),
]


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> tuple[Slack, dict[str, Any]]:
    """A Slack that answers every question with what a test puts in."""
    said: dict[str, Any] = {}
    found = Slack("xoxb-none", "http://127.0.0.1:9/api/")

    async def answer(**_question: Any) -> dict[str, Any]:
        return said

    for method in ("users_info", "team_info", "conversations_info"):
        monkeypatch.setattr(found.steady, method, answer)
    return found, said


@pytest.mark.parametrize(("called", "shown"), NASTY)
async def test_whoever_they_say_they_are_they_can_be_kept_and_named(
    desk: Desk, slack: tuple[Slack, dict[str, Any]], called: str, shown: str
) -> None:
    asked, said = slack
    said["user"] = {"id": "U1", "team_id": "T1", "profile": {"real_name": called}, "name": ""}
    person = await asked.person("U1")
    await desk.do(remember, [person])
    assert await desk.ask(lambda tx: _shown(tx, person.id)) == shown


async def test_names_of_workspaces_and_channels_are_cleaned_too(slack: tuple[Slack, dict[str, Any]]) -> None:
    asked, said = slack
    said |= {"team": {"name": "Fjord\0mat"}, "channel": {"name": "kunde\0fjordmat"}}
    assert await asked.team_name("T1") == "Fjord mat"
    assert (await asked.channel("C1")).name == "kunde fjordmat"
    said |= {"team": {"name": "\0"}}
    assert await asked.team_name("T1") is None, "then the channel's name is suggested"


@given(st.text(), st.integers(1, 50))
def test_a_name_is_one_line_that_can_be_encoded(text: str, longest: int) -> None:
    name = one_line(text, longest)
    assert len(name) <= longest
    assert not any(char in name for char in "\0\n\r\t\x1b\u2028\u202e")
    assert name.encode("utf-8").decode("utf-8") == name


def _shown(tx: Tx, who: Any) -> str:
    person = tx.people.find(who)
    assert person is not None
    return person.shown
