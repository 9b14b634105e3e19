"""Faces: initials on a colour of one's own; apps are square. Decoration only: the name stands beside it."""

from sandbox.drawn import emoji
from sandbox.drawn.nodes import Node, el, part
from sandbox.kinds import Json

# Each is dark enough for white letters (4.5:1).
COLOURS = ("#9c2f5f", "#7a3fa0", "#3b5bb5", "#1c6c8c", "#1f7a55", "#94610a", "#a8432b")


def face(name: str, *, is_app: bool = False, icons: Json | None = None, size: int = 36) -> Node:
    """`icons` as Slack's object: {emoji} or {image_48}; `size` in pixels."""
    given = icons or {}
    shown = emoji.character(given["emoji"]) if given.get("emoji") else None
    ground = "transparent" if shown else COLOURS[_hash(name) % len(COLOURS)]
    image = part("Picture", {"src": given["image_48"], "alt": ""}) if given.get("image_48") else None
    look = "avatar app" if is_app else "avatar"
    return el(
        "span",
        shown or _initials(name),
        image,
        class_=look,
        style=f"--size:{size}px;background:{ground}",
        aria_hidden=True,
    )


def _initials(name: str) -> str:
    words = [each for each in name.split() if each[0].isalnum()] or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def _hash(text: str) -> int:
    number = 5381
    for letter in text:
        number = (number * 33 + ord(letter)) % 1000003
    return number
