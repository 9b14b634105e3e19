"""Bodies a monitor might send on a bad day: the samples, broken in the ways bodies break.

`python -m tests.handlers.webhooks.mutate 100000` tries that many on every reader in turn and says what came of it.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from handlers.webhooks.registry import SOURCES
from rules.alerts import Signal, UnknownPayload
from tests.handlers.webhooks.samples import Sample, elsewhere, recorded

Mutation = Callable[[bytes, random.Random], bytes]
ODD: list[object] = [
    None,
    True,
    0,
    -1,
    10**80,
    1e308,
    float("nan"),
    "",
    "null",
    "$NAME",
    "{MACRO}",
    "\ud800",
    "\x00",
    [],
    {},
    [[]],
]
NASTY = [b'"', b"\\", b"{", b"}", b"[", b"]", b",", b":", b"\x00", b"\xff", b"\xef\xbb\xbf", b"\\ud800", b"9" * 5000]


def cut(body: bytes, chance: random.Random) -> bytes:
    return body[: chance.randrange(len(body) + 1)]


def flip(body: bytes, chance: random.Random) -> bytes:
    changed = bytearray(body)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def insert(body: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(body) + 1)
    return body[:place] + chance.choice(NASTY) * chance.randint(1, 3) + body[place:]


def remove(body: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(body))
    return body[:place] + body[place + chance.randint(1, 40) :]


def repeat(body: bytes, chance: random.Random) -> bytes:
    return chance.choice([body + body, b"[" + body + b"]", b"[" * 5000 + body, body.replace(b'"', b'""')])


def rewrite(body: bytes, chance: random.Random) -> bytes:
    """One value somewhere in it becomes something odd, or is taken away."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return insert(body, chance)
    places = [(holder, key) for holder, key in _places(value)]
    if places:
        holder, key = chance.choice(places)
        if isinstance(holder, dict) and chance.random() < 0.3:
            del holder[key]
        else:
            holder[key] = chance.choice(ODD)
    return json.dumps(value).encode()


def recode(body: bytes, chance: random.Random) -> bytes:
    text = body.decode("utf-8", "replace")
    return text.encode(chance.choice(["utf-16", "utf-8-sig", "latin-1", "utf-32"]), "replace")


def _places(value: object) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict | list):
        for key, inner in list(value.items()) if isinstance(value, dict) else list(enumerate(value)):
            yield value, key
            yield from _places(inner)


WAYS: list[Mutation] = [cut, flip, insert, remove, repeat, rewrite, rewrite, rewrite, recode]


def mutations(count: int, seed: int) -> Iterator[tuple[str, bytes, dict[str, str]]]:
    """Source, body, headers; a tenth of the bodies goes to a reader they were not meant for."""
    chance = random.Random(seed)
    samples: list[Sample] = recorded() + elsewhere()
    for _ in range(count):
        sample = chance.choice(samples)
        body = sample.body
        for _again in range(chance.randint(1, 3)):
            body = chance.choice(WAYS)(body or b"{}", chance)
        source = sample.source if chance.random() < 0.9 else chance.choice(sorted(SOURCES))
        kind = chance.choice(["application/json", "text/plain", "multipart/form-data; boundary=x", "\u00e6/\u00f8", ""])
        yield source, body, {"content-type": kind}


def judge(source: str, body: bytes, headers: dict[str, str]) -> str:
    """What came of it: signals that can be stored, none, or a reason. Anything else is raised."""
    try:
        found = SOURCES[source](body, headers)
    except UnknownPayload as reason:
        return "refused" if str(reason) else "refused without a reason"
    for signal in found:
        check(signal)
    return "signals" if found else "nothing"


def check(signal: Signal) -> None:
    texts = [signal.key, signal.severity, signal.title, signal.site, signal.link, *signal.facts.values()]
    assert signal.key
    assert len(signal.key) <= 200
    for text in texts:
        assert "\x00" not in text.encode().decode()
        assert len(text) <= 2000
    assert signal.link == "" or signal.link.lower().startswith(("http://", "https://"))
    assert signal.since is None or signal.since.utcoffset() is not None


if __name__ == "__main__":
    total = int(sys.argv[1])
    counted = Counter(judge(*each) for each in mutations(total, seed=int(sys.argv[2]) if len(sys.argv) > 2 else 1))
    sys.stdout.write(f"{total} bodies: {dict(counted)}\n")
