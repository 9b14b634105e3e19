"""What people wrote, read back from Slack's notation: whole, and without anything that pings."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.markup import as_written
from handlers.views.words import escape


@pytest.mark.parametrize(
    ("sent", "written"),
    [
        ("", ""),
        ("The cart is empty", "The cart is empty"),
        ("two\nlines", "two\nlines"),
        ("*bold* _slanted_ ~gone~", "*bold* _slanted_ ~gone~"),
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("&amp;lt;", "&lt;"),
        ("see <https://fjordmat.no/kasse>", "see https://fjordmat.no/kasse"),
        ("see <https://fjordmat.no|fjordmat.no>", "see fjordmat.no"),
        ("<https://fjordmat.no/kasse|our checkout>", "our checkout (https://fjordmat.no/kasse)"),
        ("<https://a.no/?b=1&amp;c=2>", "https://a.no/?b=1&c=2"),
        ("<mailto:kari@fjordmat.no|kari@fjordmat.no>", "kari@fjordmat.no"),
        ("<!channel> hi", "@channel hi"),
        ("<!here>", "@here"),
        ("<!everyone>", "@everyone"),
        ("<!subteam^S12|@duty>", "@duty"),
        ("<!subteam^S12>", "@subteam"),
        ("<!date^1795625710^{date}|25 November>", "25 November"),
        ("<@UKARI>", "@UKARI"),
        ("<@UKARI|kari>", "@kari"),
        ("<#CFJORD|kunde-fjordmat>", "#kunde-fjordmat"),
        ("<#CFJORD>", "#CFJORD"),
        ("🛒 עגלה", "🛒 עגלה"),
        ("3 < 4", "3 < 4"),
    ],
)
def test_slacks_notation_is_read_back(sent: str, written: str) -> None:
    assert as_written(sent) == written


@given(st.text())
def test_plain_words_come_back_as_they_were_typed(typed: str) -> None:
    assert as_written(escape(typed)) == typed


@given(st.text(alphabet="<>!@#|^&;ltgamp channelU1"))
def test_said_again_nothing_in_it_refers_to_anybody(sent: str) -> None:
    assert not re.search(r"<[@!#]", escape(as_written(sent)))
