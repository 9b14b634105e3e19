"""JSON as monitors' templates make it: quotes nobody escaped, placeholders nobody filled, a comma too many."""

import re

MOST = 65_536  # characters; what is longer and broken is not read
DEEPEST = 32

_SPACE = re.compile(r"[\s﻿]*")
_STOP = re.compile(r'["\\]')
_BARE = re.compile(r"[^,}\]\r\n]*")
_NEXT_KEY = re.compile(r'\s*,\s*(?:"(?:[^"\\]|\\.){0,100}"\s*:|[}\]])')
_NEXT_VALUE = re.compile(r"\s*[,\]]")
_AFTER_KEY = re.compile(r"\s*:")
_OVER = re.compile(r"\s*}\s*(?:[,}\]]|$)")
_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HEX = re.compile(r"[0-9a-fA-F]{4}")
_WORDS: dict[str, object] = {"null": None, "true": True, "false": False, "": None}


class Unreadable(ValueError):
    """Even read leniently it is no JSON; the text says where that showed."""


def read(text: str) -> object:
    """What the text most likely means: a quote ends a string only where JSON could go on after it.

    Numbers that stand unquoted come back as text. Raises Unreadable.
    """
    if len(text) > MOST:
        raise Unreadable("it is broken, and too long to guess what it means")
    reader = _Reader(text)
    value = reader.value(0, in_list=False)
    if reader.at(reader.skip()):
        raise Unreadable(f"something follows its end, at character {reader.place}")
    return value


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.place = 0

    def at(self, place: int) -> str:
        return self.text[place : place + 1]

    def skip(self) -> int:
        found = _SPACE.match(self.text, self.place)
        self.place = found.end() if found else self.place
        return self.place

    def value(self, depth: int, *, in_list: bool) -> object:
        if depth > DEEPEST:
            raise Unreadable("it is nested too deeply")
        match self.at(self.skip()):
            case "{":
                return self.members(depth)
            case "[":
                return self.items(depth)
            case '"':
                return self.string(_NEXT_VALUE if in_list else _NEXT_KEY, _OVER)
            case "":
                raise Unreadable("it ends too early")
        return self.bare()

    def members(self, depth: int) -> dict[str, object]:
        self.place += 1
        found: dict[str, object] = {}
        while True:
            match self.at(self.skip()):
                case "}":
                    self.place += 1
                    return found
                case ",":
                    self.place += 1
                case '"':
                    key = self.string(_AFTER_KEY)
                    self.expect(":")
                    found[key] = self.value(depth + 1, in_list=False)
                case "":
                    raise Unreadable("it ends too early")
                case _:
                    raise Unreadable(f"a name was expected at character {self.place}")

    def items(self, depth: int) -> list[object]:
        self.place += 1
        found: list[object] = []
        while True:
            match self.at(self.skip()):
                case "]":
                    self.place += 1
                    return found
                case ",":
                    self.place += 1
                case _:
                    found.append(self.value(depth + 1, in_list=True))

    def string(self, *ends: re.Pattern[str]) -> str:
        """The text up to a quote after which one of `ends` follows; any other quote belongs to it."""
        self.place += 1
        parts: list[str] = []
        while stop := _STOP.search(self.text, self.place):
            parts.append(self.text[self.place : stop.start()])
            self.place = stop.end()
            if stop.group() == "\\":
                parts.append(self.escape())
            elif self.ends_here(ends):
                return _joined(parts)
            else:
                parts.append('"')
        raise Unreadable("a text in it never ends")

    def ends_here(self, ends: tuple[re.Pattern[str], ...]) -> bool:
        return any(end.match(self.text, self.place) for end in ends)

    def escape(self) -> str:
        letter = self.at(self.place)
        self.place += 1
        if letter in _ESCAPES:
            return _ESCAPES[letter]
        if letter == "u" and (digits := _HEX.match(self.text, self.place)):
            self.place = digits.end()
            return chr(int(digits.group(), 16))
        return "\\" + letter

    def bare(self) -> object:
        """A word or number without quotes, or a placeholder that nobody filled in."""
        found = _BARE.match(self.text, self.place)
        word = found.group().strip() if found else ""
        if not word:
            raise Unreadable(f"a value was expected at character {self.place}")
        self.place = found.end() if found else self.place
        return _WORDS.get(word, word)

    def expect(self, sign: str) -> None:
        if self.at(self.skip()) != sign:
            raise Unreadable(f"{sign} was expected at character {self.place}")
        self.place += 1


def _joined(parts: list[str]) -> str:
    """The parts as one text, in which two halves of a sign (\\ud83d\\ude00) are that sign."""
    return "".join(parts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
