"""Slack's own emoji by their shortcodes, in emoji.json; its names and licences are told in emoji.LICENSE.

One that is not there, like a workspace's own, is shown as it was written, `:like_this:`; a character that is not there
stays one.
"""

import json
import re
from pathlib import Path

from sandbox.drawn.nodes import Node, el

KNOWN: dict[str, str] = json.loads(Path(__file__).with_name("emoji.json").read_text(encoding="utf-8"))
CODE = re.compile(r":([a-z0-9_+'-]+):")
HEXADECIMAL = re.compile(r"[0-9a-f]{2,5}(?:-[0-9a-f]{2,5})*", re.IGNORECASE)
SKIN = re.compile(r"::skin-tone-[2-6]$")
NAMES = {face: name for name, face in reversed(KNOWN.items())}  # of several the first
OFFERED = {
    name: KNOWN[name]
    for name in (
        "+1",
        "white_check_mark",
        "eyes",
        "tada",
        "heart",
        "joy",
        "pray",
        "raised_hands",
        "question",
        "rotating_light",
    )
}  # to react with
LIGHTEST = 0x1F3FB - 2  # of five skins, which are called 2 to 6
JOINED = "\u200d"  # what is one face with the next is not taken apart


def _any_of(faces: list[str]) -> str:
    """The longest that fits, by their first characters."""
    begins: dict[str, list[str]] = {}
    for face in sorted(faces, key=len, reverse=True):
        begins.setdefault(face[0], []).append(re.escape(face[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rests)})" for first, rests in begins.items())


# Digits begin faces too, and texts are full of them: of a plain 1 little is tried.
PLAIN = [face for face in NAMES if face[0] < "\u0100"]
ANY_FACE = rf"{_any_of(PLAIN)}|(?![\0-\xff])(?:{_any_of([face for face in NAMES if face not in PLAIN])})"
FIRST = r"0-9#*\u00a9\u00ae\u2000-\u33ff\U0001F000-\U0001FFFF"  # looked for first: most texts have nearly none of them
FACE = re.compile(rf"(?=[{FIRST}])(?<!{JOINED})({ANY_FACE})([\U0001F3FB-\U0001F3FF]?)(?!{JOINED})")


def character(name: str) -> str | None:
    """The character of a shortcode."""
    return KNOWN.get(SKIN.sub("", name.strip(":")))


def in_words(text: str) -> str:
    """Plain text with its shortcodes as characters."""
    return CODE.sub(lambda found: character(found.group(1)) or found.group(), text)


def named(text: str) -> str:
    """Text with its emoji as Slack keeps them: by their names."""
    return FACE.sub(_name, text)


def _name(found: re.Match[str]) -> str:
    skin = f":skin-tone-{ord(found.group(2)) - LIGHTEST}:" if found.group(2) else ""
    return f":{NAMES[found.group(1)]}:{skin}"


def drawn(name: str, unicode: str = "") -> Node:
    """An emoji as a reader sees and hears it; `unicode` is what to show of one that is not known, in hexadecimal."""
    found = character(name) or _of_code(unicode)
    return el("span", found, class_="emoji", role="img", aria_label=name.replace("_", " ")) if found else f":{name}:"


def _of_code(unicode: str) -> str:
    return "".join(chr(int(each, 16)) for each in unicode.split("-")) if HEXADECIMAL.fullmatch(unicode) else ""
