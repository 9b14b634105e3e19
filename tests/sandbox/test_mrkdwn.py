"""Markup is read as Slack reads it."""

import pytest

from sandbox.drawn.emoji import KNOWN, NAMES, named
from sandbox.drawn.mrkdwn import parse, unmarked

MARKUP = [
    ("2*3*4 snake_case a*b*", ["2*3*4 snake_case a*b*"]),
    ("*bold* _it_ ~gone~", ["bold", "italic", "strike"]),
    ("&amp;lt; &lt;b&gt;", ["&lt; <b>"]),
    ("`*x* <a>`", ["code"]),
    ("<javascript:alert(1)|press>", ["press"]),
    ("<https://example.com/?a=1&amp;b=2|site>", ["link"]),
    ("<@U1> <#C1> <!here> <!subteam^S1|@leads>", ["person", "channel", "everyone", "group"]),
    ("<!date^1795000000^{date_num}|later>", ["date"]),
    ("10:30:45 :tada:", ["10:30:45 ", "emoji"]),
]


@pytest.mark.parametrize(("text", "kinds"), MARKUP)
def test_each_piece_is_what_slack_takes_it_for(text: str, kinds: list[str]) -> None:
    parts = [part for paragraph in parse(text) for part in paragraph.parts]
    assert [part.text if part.kind == "text" else part.kind for part in parts if part.text != " "] == kinds


def test_what_is_not_to_be_formatted_keeps_its_marks() -> None:
    parts = unmarked("> *a* `b` _c_\n```~d~``` &lt; <https://x.no|e> <@U1> :tada: https://x.no.")
    kinds = [part.text if part.kind == "text" else part.kind for part in parts if part.text != " "]
    assert kinds == ["> *a* `b` _c_\n```~d~``` < ", "link", "person", "emoji", "link", "."]


def test_every_face_is_called_by_its_name() -> None:
    assert len(KNOWN) > 1900
    assert [face for face, name in NAMES.items() if named(f"1{face}2") != f"1:{name}:2"] == []
