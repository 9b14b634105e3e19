"""The staff thread: what was said stands there whole, or says where the rest is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from handlers.views.parts import LONGEST_TOGETHER, MOST_BLOCKS, Message
from handlers.views.said import characters
from handlers.views.steps import step
from handlers.views.words import LANGUAGES, Words, words
from rules.cases import Action
from rules.records import Spoken
from tests.handlers.views.told import KARI, Wrote, facts, shown

REST = "… the rest is in the customer's thread"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_fits_no_message_says_where_the_rest_is(language: str) -> None:
    t = words(language)
    message = step(t, facts(Wrote(), Action.WRITE, {"text": "x" * 12_000}))
    assert LONGEST_TOGETHER - 100 < characters(message.blocks) <= LONGEST_TOGETHER
    assert shown(message.blocks[-1:]) == t(REST)


def test_what_just_fits_is_whole() -> None:
    text = "x" * 11_900
    blocks = step(words("en"), facts(Wrote(), Action.WRITE, {"text": text})).blocks
    assert "".join(block["text"]["text"] for block in blocks[1:]) == text


@pytest.mark.parametrize("answer", ["", "\u00a0"])
def test_a_picture_alone_is_told_without_empty_words(answer: str) -> None:
    told = facts(Wrote(), Action.ANSWER, {"answer": answer, "text": ""})
    assert len(step(words("en"), told).blocks) == 1


SAID_AT = datetime(2026, 3, 30, 7, 14, tzinfo=UTC)
SAID = Spoken(1, "CFJORD", f"{SAID_AT.timestamp():.6f}", KARI, "<b>It broke", history_id=1)


def _said(t: Words, **known: Any) -> Message:
    return step(t, replace(facts(Wrote(), Action.WRITE, {"message": 1, "text": ""}), spoken=replace(SAID, **known)))


@pytest.mark.parametrize(
    ("language", "known", "marks"),
    [
        ("en", {}, []),
        ("en", {"edited_ts": "1.0"}, ["(edited)"]),
        ("nb", {"edited_ts": "1.0"}, ["(redigert)"]),
        ("en", {"is_late": True}, ["sent <!date^1774854840^{time}|09:14>"]),
        ("nb", {"is_late": True, "edited_ts": "1.0"}, ["sendt <!date^1774854840^{time}|09:14>", "(redigert)"]),
        (
            "en",
            {"is_late": True, "ts": f"{(SAID_AT - timedelta(days=1)).timestamp():.6f}"},
            ["sent <!date^1774768440^{date_long} {time}|Sunday 29 March 09:14>"],
        ),
    ],
)
def test_what_is_said_shows_whether_it_came_late_or_was_edited(
    language: str, known: dict[str, Any], marks: list[str]
) -> None:
    said, *after = _said(words(language), **known).blocks
    assert said["text"]["text"] == "<b>It broke"
    assert [block["elements"][0]["text"] for block in after] == marks


@pytest.mark.parametrize(("language", "stub"), [("en", "{} deleted a message."), ("nb", "{} slettet en melding.")])
def test_a_deleted_message_leaves_who_and_nothing_else(language: str, stub: str) -> None:
    message = _said(words(language), text="", edited_ts="1.0", is_late=True, deleted_at=SAID_AT)
    assert shown(message.blocks) == message.text == stub.format("Kari Nordmann")


def test_the_longest_words_fit_with_all_their_marks() -> None:
    marked = {"edited_ts": "1.0", "is_late": True}
    assert characters(_said(words("en"), text="x" * 150_000, **marked).blocks) <= LONGEST_TOGETHER
    assert len(_said(words("en"), text="> x\ny\n" * 500, **marked).blocks) == MOST_BLOCKS
