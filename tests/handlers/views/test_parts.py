"""What Slack would refuse is met where it is drawn, and nothing is drawn empty."""

from collections.abc import Callable

import pytest

from handlers.views import parts
from handlers.views.parts import OverLimit, button, section
from handlers.views.words import Mrkdwn

LONG = Mrkdwn("x" * 3001)
BLOCK = section(Mrkdwn("x"))
OPTION = parts.option("x", "x")


@pytest.mark.parametrize(
    "draw",
    [
        lambda: section(LONG),
        lambda: parts.fields([Mrkdwn("x")] * 11),
        lambda: parts.fields([Mrkdwn("x" * 2001)]),
        lambda: parts.Message(Mrkdwn("x" * 4001)),
        lambda: parts.Message(Mrkdwn("x"), [BLOCK] * 51),
        lambda: parts.actions("row", [button("x", str(place), "x") for place in range(26)]),
        lambda: button("x", "x", "x" * 2001),
        lambda: parts.option("x", "x" * 76),
        lambda: parts.menu("more", [OPTION] * 6),
        lambda: parts.radio([OPTION] * 11),
        lambda: parts.select("x", [OPTION] * 101),
        lambda: parts.grouped_select("x", [("x", [OPTION])] * 101),
        lambda: parts.modal("x", "x", [BLOCK] * 101, submit=None, close="x"),
        lambda: parts.modal("x", "x", [BLOCK], submit=None, close="x", metadata=LONG),
        lambda: parts.modal("x", "x", [parts.entry("a", "A", parts.text_input())] * 2, submit="x", close="x"),
    ],
)
def test_what_is_over_a_limit_is_our_bug(draw: Callable[[], object]) -> None:
    with pytest.raises(OverLimit):
        draw()


def test_nothing_is_drawn_empty() -> None:
    assert parts.actions("row", []) == parts.menu("more", []) == []
    assert parts.quotes("") == parts.quotes(" \n\u00a0") == []


@pytest.mark.parametrize(
    "text", ["x", " x\n", "x" * 3000, "x" * 3001, "x" * 40_000, "word " * 3000, "line\n" * 3000, " " * 3500 + "x"]
)
def test_somebodys_words_are_shown_whole(text: str) -> None:
    shown = [block["text"]["text"] for block in parts.quotes(text)]
    assert "".join(shown) == text
    assert max(map(len, shown)) <= 3000


def test_long_words_are_cut_after_a_line_or_a_word() -> None:
    shown = [block["text"]["text"] for block in parts.quotes("four " * 1000)]
    assert {piece[-1] for piece in shown} == {" "}


@pytest.mark.parametrize(("text", "cut"), [("abcde", "abcde"), ("abcdef", "abcd…"), ("abc def", "abc…")])
def test_what_is_cut_shows_it(text: str, cut: str) -> None:
    assert parts.shorten(text, 5) == cut
