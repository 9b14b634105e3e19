"""Whether words stand on a page, as a person reads it in a browser: whatever it is written in, and wherever its lines
break."""

import codecs
import html
import re

FIRST = 1024  # bytes in which a page may say what it is written in
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

_SAYS = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)


def has_words(page: bytes, charset: str | None, words: str) -> bool:
    """True where the words stand on the page, be there a line's end or any other space between them; `charset` is what
    its answer said it is written in."""
    wanted = re.compile(r"\s+".join(map(re.escape, words.split())))
    return wanted.search(html.unescape(_read(page, charset))) is not None


def _read(page: bytes, charset: str | None) -> str:
    """The page as text: by its first bytes, by what its answer or the page itself says, else by how it looks."""
    said = _SAYS.search(page, 0, FIRST)
    marked = next((name for mark, name in MARKS if page.startswith(mark)), None)
    name = marked or charset or (said[1].decode("ascii", "replace") if said else None)
    if name is not None:
        try:
            return page.decode(name, "replace")
        except (LookupError, ValueError):
            pass  # nobody knows what that is
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(page)  # the end may be missing
    except UnicodeDecodeError:
        return page.decode("cp1252", "replace")
