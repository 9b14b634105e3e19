"""The common shortcodes. One that is not in emoji.json is shown as it was written, `:like_this:`."""

import json
import re
from pathlib import Path

from sandbox.drawn.nodes import Node, el

KNOWN: dict[str, str] = json.loads(Path(__file__).with_name("emoji.json").read_text(encoding="utf-8"))
CODE = re.compile(r":([a-z0-9_+'-]+):")
HEXADECIMAL = re.compile(r"[0-9a-f]{2,5}(?:-[0-9a-f]{2,5})*", re.IGNORECASE)
SKIN = re.compile(r"::skin-tone-\d$")


def character(name: str) -> str | None:
    """The character of a shortcode."""
    return KNOWN.get(SKIN.sub("", name.strip(":")))


def in_words(text: str) -> str:
    """Plain text with its shortcodes as characters."""
    return CODE.sub(lambda found: character(found.group(1)) or found.group(), text)


def drawn(name: str, unicode: str = "") -> Node:
    """An emoji as a reader sees and hears it; `unicode` is what to show of one that is not known, in hexadecimal."""
    found = character(name) or _of_code(unicode)
    return el("span", found, class_="emoji", role="img", aria_label=name.replace("_", " ")) if found else f":{name}:"


def _of_code(unicode: str) -> str:
    return "".join(chr(int(each, 16)) for each in unicode.split("-")) if HEXADECIMAL.fullmatch(unicode) else ""
