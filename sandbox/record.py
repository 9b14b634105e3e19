"""What really happened: every Web API call, with tokens taken out."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.kinds import Json

TOKEN = re.compile(r"x(?:ox[a-z]|app)-[\w-]+|(?<=ticket=)[\w-]+")


@dataclass(frozen=True)
class Call:
    """One call. `effect`: it changed something; `fault`: what was broken on purpose; `visible_to`: team ids.

    `response` is the JSON text of what Slack made of it, `status` the HTTP status it had, whether or not it was heard.
    """

    method: str
    args: Json
    response: str
    at: float
    effect: bool
    fault: str | None
    visible_to: tuple[str, ...]
    status: int = 200

    def told(self) -> Json:
        """As the control tells it, without anything that looks like a token."""
        plain = {name: getattr(self, name) for name in ("method", "at", "effect", "fault", "status")}
        return {
            **plain,
            "args": redacted(self.args),
            "response": redacted(json.loads(self.response)),
            "visible_to": list(self.visible_to),
        }


class Record:
    """All calls, and the same as JSON lines in a file when one is named. Read out when asked for: writing is often."""

    def __init__(self, file: Path | None = None) -> None:
        self._calls: list[Call] = []
        self._told: list[Json] = []
        self._file = file.open("a", encoding="utf-8", errors="backslashreplace") if file else None

    @property
    def calls(self) -> list[Json]:
        """Every call so far, oldest first."""
        self._told += [each.told() for each in self._calls[len(self._told) :]]
        return self._told

    def add(self, call: Call) -> None:
        """Keeps a call."""
        self._calls.append(call)
        if self._file is not None:
            self._file.write(json.dumps(call.told(), ensure_ascii=False, default=str) + "\n")
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
