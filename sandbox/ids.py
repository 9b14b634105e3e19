"""Ids that look like Slack's and are the same every time for the same names."""

import base64
import hashlib
import itertools


def named(prefix: str, *names: str) -> str:
    """A stable id such as `C0ABCDEFGHI` for a thing with these names."""
    digest = hashlib.blake2b("\n".join(names).encode(), digest_size=10).digest()
    return f"{prefix}0{base64.b32encode(digest).decode()[:9]}"


def secret(*names: str) -> str:
    """A stable secret, 32 hexadecimal digits."""
    return hashlib.blake2b("\n".join(("secret", *names)).encode(), digest_size=16).hexdigest()


class Counter:
    """Fresh ids, one after the other."""

    def __init__(self) -> None:
        self._count = itertools.count(1)

    def next(self, prefix: str) -> str:
        """The next id with this prefix, e.g. `V0000000001`."""
        return f"{prefix}{next(self._count):010X}"

    def short(self) -> str:
        """A block_id or action_id as Slack makes one when none is given."""
        return f"{next(self._count):05x}"
