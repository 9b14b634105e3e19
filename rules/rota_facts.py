"""What the rota is told from: values gathered by services, turned into words by views."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from rules.people import NamesPeople, Person, PersonId
from rules.rota import Gap, Lack, Span
from rules.rota_setup import Change, LayerSetting

BEGINNING = datetime.min.replace(tzinfo=UTC)
Names = dict[PersonId, Person]
Shift = tuple[int, Span[PersonId]]  # of which layer, and when


@dataclass(frozen=True)
class Named(NamesPeople):
    """People by their key, for their names."""

    people: Names = field(default_factory=dict)


@dataclass(frozen=True)
class DutyFacts(Named):
    """Who has duty at this instant: the people of the first layer that has somebody; nobody means everybody. `exists`:
    a rota is set up."""

    on_duty: tuple[PersonId, ...] = ()
    exists: bool = False


@dataclass(frozen=True)
class RotaFacts(Named):
    """The rota over a time that begins at `now` (UTC): for each layer its times in order; the gaps of the next 30
    days, what people on it lack, the settings in force or planned, the changes to come, and who may be chosen in
    forms."""

    now: datetime = BEGINNING
    layers: tuple[tuple[int, tuple[Span[PersonId], ...]], ...] = ()
    gaps: tuple[Gap[PersonId], ...] = ()
    lacks: tuple[Lack[PersonId], ...] = ()
    settings: tuple[LayerSetting, ...] = ()
    changes: tuple[Change, ...] = ()
    choices: tuple[Person, ...] = ()
    language: str | None = None
    may_set_up: bool = False


@dataclass(frozen=True)
class OwnShifts(Named):
    """What can be swapped: the person's own shifts to come, those of the others, and who may be chosen."""

    mine: tuple[Shift, ...] = ()
    others: tuple[Shift, ...] = ()
    choices: tuple[Person, ...] = ()
    language: str | None = None


@dataclass(frozen=True)
class ChangeFacts(Named):
    """Something that was agreed to differ, or was taken back."""

    change: Change | None = None


@dataclass(frozen=True)
class LayerFacts(Named):
    """A layer that was set."""

    setting: LayerSetting | None = None


@dataclass(frozen=True)
class GapFacts(Named):
    """The gaps of the next 30 days, by start, and what people on the rota lack; at least one of either."""

    gaps: tuple[Gap[PersonId], ...] = ()
    lacks: tuple[Lack[PersonId], ...] = ()
