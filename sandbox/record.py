"""What really happened: every Web API call, with tokens taken out."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sandbox.kinds import Json

TOKEN = re.compile(r"x(?:ox[a-z]|app)-[\w-]+|(?<=ticket=)[\w-]+")


@dataclass(frozen=True)
class Call:
    """One call. `effect`: it changed something; `fault`: what was broken on purpose; `visible_to`: team ids."""

    method: str
    args: Json
    response: Json
    at: float
    effect: bool
    fault: str | None
    visible_to: tuple[str, ...]


class Record:
    """All calls, and the same as JSON lines in a file when one is named."""

    def __init__(self, file: Path | None = None) -> None:
        self.calls: list[Json] = []
        self._file = file.open("a", encoding="utf-8", errors="backslashreplace") if file else None

    def add(self, call: Call) -> None:
        """Keeps a call."""
        kept = asdict(call) | {"args": redacted(call.args), "response": redacted(call.response)}
        self.calls.append(kept)
        if self._file is not None:
            self._file.write(json.dumps(kept, ensure_ascii=False, default=str) + "\n")
            self._file.flush()

    def close(self) -> None:
        """No more calls come."""
        if self._file is not None:
            self._file.close()


def redacted(value: Any) -> Any:
    """The same without anything that looks like a token."""
    if isinstance(value, dict):
        return {name: redacted(each) for name, each in value.items() if name != "token"}
    if isinstance(value, list | tuple):
        return [redacted(each) for each in value]
    return TOKEN.sub("[redacted]", value) if isinstance(value, str) else value
