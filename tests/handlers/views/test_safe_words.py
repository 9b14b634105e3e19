"""Whatever people write, every message of ours fits Slack and says nothing on its own: it is shown, never obeyed."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.views.parts import Message
from handlers.views.words import LANGUAGES, escape_within, link, words
from rules.forms import Checks
from tests.handlers.views.told import EN, Wrote, everything, foreign, formatted, parts

NASTY = {
    "broadcast": "<!channel> <!here> <@UANNA> <#CDESK> <!subteam^S1>",
    "formatting": "*_~ `code` ```block``` > quote",
    "entities": "&lt;!channel&gt; & &amp;",
    "link": "<https://evil.no|fjordmat.no>",
    "emoji": "🛒🔥👩‍👩‍👧 :fire:",
    "right to left": "עגלה ריקה \u202e<!channel>",
    "ampersands": "&" * 3000,
    "long": "x" * 3000,
    "lines": "\n" * 10 + "x\ny",
    "braces": "{number} {0} %s %(x)s {",
}
ODD = st.text(alphabet="<>!@#&|*_~`{}^ \n:/.channelUKARI🛒ע\u202e", min_size=1, max_size=200) | st.sampled_from(
    [*NASTY.values()]
)


def is_a_link(address: str) -> bool:
    checks = Checks()
    return checks.link("link", address) == address and not checks.problems


ADDRESSES = st.text(alphabet="&|?=%#/_*~@!<>ø", max_size=40).map("https://fjordmat.no/".__add__).filter(is_a_link)


def too_much(message: Message) -> list[str]:
    """What Slack would refuse of it (docs/slack.md 4.1)."""
    most = {"header": 150, "plain_text": 3000, "mrkdwn": 3000, "button": 75}
    found = ["text"] * (len(message.text) > 4000) + ["blocks"] * (len(message.blocks) > 50)
    for part in parts(message.blocks):
        kind = part.get("type", "")
        words = part["text"]["text"] if isinstance(part.get("text"), dict) else part.get("text", "x")
        found += [kind] * (not 0 < len(words) <= most.get(kind, 3000))
        found += ["field" for field in part.get("fields", []) if not 0 < len(field["text"]) <= 2000]
        found += ["value"] * (len(part.get("value", "")) > 2000)
    texts = [part["text"] for part in parts(message.blocks) if isinstance(part.get("text"), str)]
    found += ["together"] * (sum(map(len, texts)) > 12_000)
    named = Counter(block["block_id"] for block in message.blocks if "block_id" in block)
    return found + [name for name, count in named.items() if count > 1 or len(name) > 255]


def in_every_place(text: str) -> Wrote:
    return Wrote(text, text[:80].strip() or "x", text[:60].strip() or "x", "https://fjordmat.no/?a=1&b=|")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("nasty", NASTY)
def test_every_message_is_within_slacks_limits(nasty: str, language: str) -> None:
    for name, message in everything(words(language), in_every_place(NASTY[nasty])):
        assert too_much(message) == [], name


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", ["https://fjordmat.no/" + "x" * 1980, "https://fjordmat.no/?" + "&" * 1979])
def test_the_longest_links_fit(address: str, language: str) -> None:
    assert is_a_link(address)
    for name, message in everything(words(language), Wrote("&" * 3000, address=address)):
        assert too_much(message) == [], name


@given(st.sampled_from(LANGUAGES), ODD, ODD, ODD, ADDRESSES)
@settings(max_examples=60, deadline=None)
def test_nothing_people_wrote_is_read_as_markup(
    language: str, text: str, name: str, customer: str, address: str
) -> None:
    wrote = Wrote(text, name[:80], customer[:60], address)
    for which, message in everything(words(language), wrote):
        for told in formatted(message):
            assert foreign(told, wrote) == [], which
        assert too_much(message) == [], which


@pytest.mark.parametrize("language", LANGUAGES)
def test_slack_links_nothing_by_itself(language: str) -> None:
    for name, message in everything(words(language), in_every_place("fjordmat.no #general @here")):
        formattings = [part for part in parts(message.blocks) if part.get("type") == "mrkdwn"]
        assert all(part["verbatim"] for part in formattings), name


@given(st.text(), st.integers(6, 300))
def test_words_cut_to_fit_stay_whole_entities(text: str, longest: int) -> None:
    cut = escape_within(text, longest)
    assert len(cut) <= longest
    assert foreign(cut, Wrote()) == []


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://a.no/?b=1&c=2", "<https://a.no/?b=1&amp;c=2>"),
        ("https://a.no/|b", "<https://a.no/%7Cb>"),
        ("mailto:kari@fjordmat.no", "<mailto:kari@fjordmat.no>"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("", ""),
    ],
)
def test_only_what_is_a_link_becomes_one(address: str, shown: Any) -> None:
    assert link(address) == shown


def test_a_label_cannot_leave_its_link() -> None:
    assert link("https://a.no", "a <b>") == "<https://a.no|a &lt;b&gt;>"
    assert EN.md("{who} & {what}", who="<@UANNA>", what=link("https://a.no")) == "&lt;@UANNA&gt; & <https://a.no>"
