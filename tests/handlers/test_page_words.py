"""Words on a page, as a person reads it in a browser."""

import pytest

from handlers.page_words import has_words

LATIN = '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><p>Kjøp fårikål'.encode("latin-1")


@pytest.mark.parametrize(
    ("page", "charset"),
    [("<p>Kjøp fårikål".encode(), None), ("<p>Kjøp fårikål".encode("latin-1"), "iso-8859-1"), (LATIN, None),
     (b"<meta charset=windows-1252>" + "Kjøp fårikål".encode("cp1252"), None),
     ("<p>Kjøp fårikål".encode("cp1252"), None), ("Kjøp fårikål".encode("utf-16"), None),
     ("Kjøp fårikål".encode("utf-8-sig"), "latin-1"), ("Kjøp fårikål".encode(), "nobody-knows"),
     ("Kjøp fårikål".encode(), "hex"), ("Kjøp fårikål".encode(), "undefined"), ("Kjøp fårikål".encode(), "a\0b"),
     (b"Kj&oslash;p f&aring;rik&#229;l", "utf-8"), ("Kjøp\n   fårikål".encode(), "utf-8"),
     ("Kjøp\xa0fårikål".encode(), "utf-8"), (b"Kj&oslash;p&nbsp;f&aring;rik&aring;l", None),
     ("Kjøp fårikål, og ø".encode()[:-1], None)],
)  # fmt: skip
def test_words_that_a_person_reads_there(page: bytes, charset: str | None) -> None:
    assert has_words(page, charset, "Kjøp fårikål")


@pytest.mark.parametrize("page", [b"", b"Kjop farikal", b"Kj\xf8pf\xe5rik\xe5l", "kjøp fårikål".encode()])
def test_words_that_are_not_there(page: bytes) -> None:
    assert not has_words(page, None, "Kjøp fårikål")
