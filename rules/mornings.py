"""The morning after a page at night (process.md section 9): who was woken is offered to hand it over."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo

from rules.oncall import first_instant
from rules.people import Person, PersonId

NIGHT_BEGINS, NIGHT_ENDS, MORNING_ENDS = time(23), time(7), time(12)  # where the person is
LOOK_AGAIN = timedelta(minutes=10)


@dataclass(frozen=True)
class Morning:
    """A person's morning after they were paged at `woken_at`: it begins at `begins_at` and ends at `ends_at`, all UTC.
    `due_at`: when it is offered to hand it over, None once that was said; `handed_to`: who has taken it over."""

    id: int
    who: PersonId
    woken_at: datetime
    begins_at: datetime
    ends_at: datetime
    due_at: datetime | None
    handed_to: PersonId | None = None


@dataclass(frozen=True)
class MorningFacts:
    """What is offered in the morning: whose, to whom it may be given, and the reader's language."""

    morning: Morning
    people: dict[PersonId, Person] = field(default_factory=dict)
    choices: tuple[Person, ...] = ()
    language: str | None = None


def morning_after(at: datetime, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """When (UTC) the morning after a page at this instant begins and ends in the zone; None by day."""
    local = at.astimezone(zone)
    if NIGHT_ENDS <= local.time() < NIGHT_BEGINS:
        return None
    day = local.date() + timedelta(days=1 if local.time() >= NIGHT_BEGINS else 0)
    begin, end = (first_instant(datetime.combine(day, hour), zone) for hour in (NIGHT_ENDS, MORNING_ENDS))
    return begin.astimezone(UTC), end.astimezone(UTC)
