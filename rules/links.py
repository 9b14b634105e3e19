"""What two cases become when one is merged into the other (process.md section 3)."""

from dataclasses import replace
from datetime import datetime

from rules.cases import Case
from rules.levels import Level

URGENT_FIRST = (Level.A, Level.B, Level.NONE, Level.NOT_SET)


def joined(survivor: Case, merged: Case) -> Case:
    """The surviving case: the earliest submission counts, the more urgent level, and an answer to either.

    Where the survivor was answered before the other one came to be and that one was not, its customer waits for us.
    """
    return replace(
        survivor,
        submitted_at=min(survivor.submitted_at, merged.submitted_at),
        level=min(survivor.level, merged.level, key=URGENT_FIRST.index),
        answered_at=survivor.answered_at or merged.answered_at,
        wrote_at=_earliest(survivor.wrote_at, merged.wrote_at, _unanswered(survivor, merged)),
        assignee=survivor.assignee or merged.assignee,
        link=survivor.link or merged.link,
        site_id=survivor.site_id or merged.site_id,
    )


def _unanswered(survivor: Case, merged: Case) -> datetime | None:
    return merged.submitted_at if survivor.answered_at is not None and merged.answered_at is None else None


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((at for at in instants if at is not None), default=None)
