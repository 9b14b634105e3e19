"""What the doctor says of one thing: in order, worth knowing, or a problem with its mend."""

from dataclasses import dataclass
from enum import StrEnum

from bot.logs import SECRETS


class Verdict(StrEnum):
    """The word a line begins with."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; a problem has a mend. Printed, it is one line, or two with the mend."""

    verdict: Verdict
    says: str
    mend: str = ""

    def __str__(self) -> str:
        lines = [f"{self.verdict:<8} {self.says}", *([f"{'mend':<8} {self.mend}"] if self.mend else [])]
        return SECRETS.sub("[secret]", "\n".join(lines))


def ok(says: str) -> Finding:
    """It is in order."""
    return Finding(Verdict.OK, says)


def note(says: str) -> Finding:
    """Worth knowing; nothing is wrong."""
    return Finding(Verdict.NOTE, says)


def problem(says: str, mend: str) -> Finding:
    """It is not in order; `mend` says what to do."""
    return Finding(Verdict.PROBLEM, says, mend)
