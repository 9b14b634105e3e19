"""Words stand in handlers/views, each in both languages, and fit where Slack shows them."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from handlers.views import labels
from handlers.views.parts import LONGEST_OPTION, LONGEST_TITLE
from handlers.views.words import BOKMAL, LANGUAGES, LOCALE, words
from rules.monitors import SOURCES
from tests.architecture.source import ROOT, calls, files, nodes

KEYWORDS = {"t": None, "md": None, "N_": None}
SHOWN_OF_A_BUTTON = 30  # docs/slack.md 4.1: 75 are accepted, about 30 are seen
SAME_IN_BOTH = {"Slack", "Send", "Start", "Test", "{minutes} min"}
NEVER_WORDING = {"ValueError", "KeyError", "TypeError", "OverLimit", "TypeVar"}
# The reasons that a monitor, a program, is answered with.
NEVER_WORDING |= {"UnknownPayload", "Unreadable", "lenient.Unreadable", "NotAuthentic", "Refused"}
# What a number counts, for Prometheus.
NEVER_WORDING |= {"self._counter", "self.gauge", "Histogram"}
PRODUCTS = {name for name in SOURCES.values() if name}  # what monitors call themselves, in every language
VIEWS = Path("handlers/views")


@cache
def sentences() -> frozenset[str]:
    """Every sentence marked for the catalogue."""
    found = extract_from_dir(ROOT / "handlers", method_map=[("**.py", "python")], keywords=KEYWORDS)
    return frozenset(str(sentence) for _file, _line, sentence, _comments, _context in found)


@cache
def bokmal() -> Catalog:
    with (LOCALE / BOKMAL / "LC_MESSAGES" / "saksgang.po").open("rb") as source:
        return read_po(source, locale=BOKMAL)


def translated() -> dict[str, str]:
    return {str(message.id): str(message.string) for message in bokmal() if message.id}


def placeholders(sentence: str) -> Counter[str]:
    return Counter(name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name is not None)


def test_there_are_sentences_to_judge() -> None:
    assert len(sentences()) > 200


def test_every_sentence_is_in_bokmal() -> None:
    missing = {sentence for sentence in sentences() if not translated().get(sentence, "").strip()}
    assert not missing, f"Add to {LOCALE.relative_to(ROOT)}/nb/LC_MESSAGES/saksgang.po"


def test_nothing_in_bokmal_is_fuzzy_or_no_longer_said() -> None:
    assert [message.id for message in bokmal() if message.id and message.fuzzy] == []
    assert [*bokmal().obsolete] == []
    assert set(translated()) - sentences() == set()


def test_bokmal_is_not_english_again() -> None:
    worded = {sentence for sentence in sentences() if re.search(r"[A-Za-z]", re.sub(r"{\w+}", "", sentence))}
    assert {sentence for sentence in worded if translated()[sentence] == sentence} == SAME_IN_BOTH


@pytest.mark.parametrize("sentence", sorted(sentences()))
def test_bokmal_says_the_same_facts_with_the_same_emphasis(sentence: str) -> None:
    said = translated()[sentence]
    assert placeholders(said) == placeholders(sentence)
    assert said.count("*") == sentence.count("*")
    assert (said != said.strip()) == (sentence != sentence.strip())


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_and_the_ends_of_a_form_fit(language: str) -> None:
    shown = {words(language)(sentence) for sentence in _of_calls("modal", ("title", "submit", "close"))}
    assert len(shown) > 15
    assert {label for label in shown if len(label) > LONGEST_TITLE} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_are_seen_whole(language: str) -> None:
    shown = {words(language)(sentence) for sentence in _of_calls("button", ("text",))} | {
        words(language)(label) for label in labels.BUTTONS.values()
    }
    assert len(shown) > 15
    assert {label for label in shown if len(label) > SHOWN_OF_A_BUTTON} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_fit(language: str) -> None:
    tables = (labels.BUTTONS, labels.URGENCIES, labels.ORIGINS, labels.GIVEN)
    shown = {words(language)(label) for table in tables for label in table.values()}
    assert {label for label in shown if len(label) > LONGEST_OPTION} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_buttons_read_the_same(language: str) -> None:
    shown = Counter(words(language)(label) for label in labels.BUTTONS.values())
    assert [label for label, count in shown.items() if count > 1] == []


@pytest.mark.parametrize("path", list(files("handlers", "services", "storage", "rules")), ids=str)
def test_wording_stands_in_views_and_is_marked(path: Path) -> None:
    found = set(_wording(path))
    assert found - PRODUCTS - (sentences() if path.is_relative_to(VIEWS) else set()) == set()


def _of_calls(function: str, parameters: tuple[str, ...]) -> Iterator[str]:
    """The sentences these parameters of the function in parts.py are given, wherever a view calls it."""
    place = {"modal": {"title": 1}, "button": {"text": 0}}[function]
    for path in files(str(VIEWS)):
        for name, call in calls(path):
            if name == function:
                given = [call.args[place[one]] for one in parameters if one in place]
                given += [keyword.value for keyword in call.keywords if keyword.arg in parameters]
                for argument in given:
                    yield from _sentences_in(argument)


def _sentences_in(argument: ast.expr) -> Iterator[str]:
    for node in ast.walk(argument):
        if isinstance(node, ast.Constant) and node.value in sentences():
            yield str(node.value)
        if isinstance(node, ast.Name):
            meant = getattr(labels, node.id, None)
            yield from meant.values() if isinstance(meant, dict) else [meant] if isinstance(meant, str) else []


def _wording(path: Path) -> Iterator[str]:
    """Texts that look like a sentence for people: a capital first, and a space. What is all capitals is a pattern."""
    tree = list(nodes(path))
    skipped = set(_not_for_people(tree))
    for node in tree:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            first, _, rest = node.value.strip().partition(" ")
            if rest and first[:1].isupper() and not (first.isupper() and len(first) > 1):
                yield node.value


def _not_for_people(tree: list[ast.AST]) -> Iterator[int]:
    """Docstrings, log lines, asserts, and what errors of ours say in a traceback."""
    for node in tree:
        technical = isinstance(node, ast.Call) and _is_technical(ast.unparse(node.func))
        documents = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if technical or documents or isinstance(node, ast.Assert):
            yield from (id(part) for part in ast.walk(node))


def _is_technical(called: str) -> bool:
    return called in NEVER_WORDING or called.startswith("log.")
