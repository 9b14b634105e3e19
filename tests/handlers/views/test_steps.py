"""The staff thread: what was said stands there whole, or says where the rest is."""

import pytest

from handlers.views.parts import MOST_BLOCKS
from handlers.views.steps import step
from handlers.views.words import LANGUAGES, words
from rules.cases import Action
from tests.handlers.views.told import Wrote, facts, shown

REST = "… the rest is in the customer's thread"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_fits_no_message_says_where_the_rest_is(language: str) -> None:
    t = words(language)
    message = step(t, facts(Wrote(), Action.WRITE, {"text": "x" * 3000 * (MOST_BLOCKS - 1)}))
    assert len(message.blocks) == MOST_BLOCKS
    assert shown(message.blocks[-1:]) == t(REST)


def test_what_just_fits_is_whole() -> None:
    text = "x" * 3000 * (MOST_BLOCKS - 2)
    blocks = step(words("en"), facts(Wrote(), Action.WRITE, {"text": text})).blocks
    assert "".join(block["text"]["text"] for block in blocks[1:]) == text


@pytest.mark.parametrize("answer", ["", "\u00a0"])
def test_a_picture_alone_is_told_without_empty_words(answer: str) -> None:
    told = facts(Wrote(), Action.ANSWER, {"answer": answer, "text": ""})
    assert len(step(words("en"), told).blocks) == 1
