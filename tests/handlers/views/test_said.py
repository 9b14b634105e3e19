"""The mirror: whose words they are, and that they are shown and never obeyed."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.views.parts import MOST_BLOCKS
from handlers.views.said import as_said, mirror
from handlers.views.words import LANGUAGES, words
from rules.cases import Action
from rules.people import Person
from rules.records import Spoken
from tests.handlers.views.test_safe_words import too_much
from tests.handlers.views.told import ANNA, EN, KARI, NB, Wrote, facts, parts, shown

SAID = Spoken(1, "CFJORD", "1774854840.000000", KARI, "It broke", history_id=1)
PICTURE = "https://avatars.slack-edge.com/kari.png"


def _mirrored(action: Action = Action.WRITE, name: str = "Kari Nes", **known: Any) -> Any:
    told = facts(Wrote(), action, {"message": 1})
    people = {KARI: Person(KARI, name, picture=PICTURE), ANNA: Person(ANNA, "Anna Berg", picture="")}
    spoken = replace(SAID, **known)
    return mirror(EN, replace(told, people=people, spoken=spoken), spoken)


def test_a_customers_words_are_under_their_name_and_picture_marked_with_the_customer() -> None:
    message = _mirrored()
    assert (message.author.name, message.author.picture) == ("Kari Nes (Fjordmat)", PICTURE)
    assert message.text == shown(message.blocks) == "It broke"


def test_our_words_to_the_customer_say_so() -> None:
    message = _mirrored(author=ANNA, is_ours=True)
    assert (message.author.name, message.author.picture) == ("Anna Berg to the customer", "")


def test_a_name_of_any_length_fits() -> None:
    assert len(_mirrored(name="K" * 200).author.name) == 80


def test_files_alone_are_told_in_words_and_an_answer_says_that_it_is_one() -> None:
    assert shown(_mirrored(text=" ").blocks) == "Kari Nes posted in the customer's thread."
    assert shown(_mirrored(Action.ANSWER).blocks) == "It broke\nanswers the question"


def test_quotes_and_code_look_as_such_and_nothing_refers() -> None:
    text = "Look:\n> <!channel> said\n> twice\n```\nif a < b:\n```\nand <@UANNA>"
    blocks = as_said(text)
    elements = [element for block in blocks for element in block["elements"]]
    assert [(one["type"], one["elements"][0]["text"]) for one in elements] == [
        ("rich_text_section", "Look:"),
        ("rich_text_quote", "<!channel> said\ntwice"),
        ("rich_text_preformatted", "if a < b:"),
        ("rich_text_section", "and <@UANNA>"),
    ]
    assert {part["type"] for element in elements for part in element["elements"]} == {"text"}


@given(st.text(alphabet="ab`> \n<!channel>&", max_size=400))
def test_whatever_is_written_none_of_its_words_are_lost(text: str) -> None:
    told = "".join(
        part["text"] for block in as_said(text) for part in parts([block]) if isinstance(part.get("text"), str)
    )
    for letter in "abchnel!&":
        assert told.count(letter) == text.count(letter), letter


def test_of_words_beyond_what_a_message_holds_nearly_all_is_there_and_where_the_rest_is() -> None:
    *told, rest, mark = _mirrored(Action.ANSWER, text="word " * 2399 + "end.").blocks
    assert sum(len(block["text"]["text"]) for block in told) > 11_900
    assert shown([rest, mark]) == "… the rest is in the customer's thread\nanswers the question"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "text", ["x" * 200_000, "> x\n" * 500, "```x```y" * 300, "```" + "x" * 9000 + "```", "&" * 12000]
)
def test_however_much_is_said_it_fits_slack(text: str, language: str) -> None:
    spoken = replace(SAID, text=text, edited_ts="1.0", is_late=True)
    message = mirror(words(language), replace(facts(Wrote(), Action.WRITE), spoken=spoken), spoken)
    assert too_much(message) == []
    assert len(message.blocks) <= MOST_BLOCKS


def test_a_deleted_message_says_who_in_both_languages() -> None:
    spoken = replace(SAID, text="", deleted_at=facts(Wrote()).case.submitted_at)
    told = replace(facts(Wrote(), Action.WRITE), spoken=spoken)
    assert mirror(NB, told, spoken).text == "Kari Nordmann slettet en melding."
