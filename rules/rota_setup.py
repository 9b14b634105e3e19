"""Setting the rota up: what a layer is made of, what is agreed to differ, and what the forms for both accept."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from rules.errors import FieldProblem
from rules.forms import Checks
from rules.oncall import Rotation, Shift
from rules.people import PersonId
from rules.rota import Dated, Layer, Listed, Override, Rota, Span, Turns
from rules.rota_windows import WINDOWS, Hours, Restricted

ZONE = "Europe/Oslo"  # hand-overs are by this clock
OSLO = ZoneInfo(ZONE)
MOST_LAYERS = 5
LONGEST_SHIFT = 100  # of whatever it is counted in
WHOEVER, NOBODY = "whoever", "nobody"  # choices beside people

Shifts = tuple[tuple[datetime, datetime, PersonId], ...]


@dataclass(frozen=True)
class LayerSetting:
    """A layer as it is from `since` (UTC) on, until it is set anew: people take turns from then, at some `hours` only
    if so; or shifts of a calendar are listed, and then `shift` is None. With neither the layer has nobody."""

    number: int
    since: datetime
    people: tuple[PersonId, ...] = ()
    shift: Shift | None = Shift.WEEKLY
    length: int = 1
    zone: str = ZONE
    listed: Shifts = ()
    id: int = 0
    hours: Hours = Hours.ALWAYS

    @property
    def turns(self) -> Turns[PersonId] | None:
        """Whose turn it is when."""
        if self.shift is None:
            return Listed(self.listed)
        if not self.people:
            return None
        turns = Rotation(
            participants=self.people, start=self.since, shift=self.shift, length=self.length, timezone=self.zone
        )
        return turns if self.hours is Hours.ALWAYS else Restricted(turns, WINDOWS[self.hours], self.zone)


@dataclass(frozen=True)
class Change:
    """An override as it was agreed: by whom, when; `over_at` when somebody took it back."""

    id: int
    override: Override[PersonId]
    by: PersonId
    at: datetime
    over_at: datetime | None = None
    over_by: PersonId | None = None


def rota_of(settings: Iterable[LayerSetting], changes: Iterable[Change]) -> Rota[PersonId]:
    """The rota that these make; settings and changes in the order they were made."""
    by_number: dict[int, list[LayerSetting]] = {}
    for one in settings:
        by_number.setdefault(one.number, []).append(one)
    layers = []
    for number, rows in sorted(by_number.items()):
        rows.sort(key=lambda one: one.since)
        layers.append(Layer(Dated(tuple((one.since, one.turns) for one in rows)), rows[0].since, number))
    return Rota(tuple(layers), tuple(one.override for one in changes if one.over_at is None))


def participants(settings: Iterable[LayerSetting], at: datetime) -> set[PersonId]:
    """Everybody who takes turns in a layer as it is at the instant, or has a listed shift to come."""
    in_force = {one.number: one for one in sorted(settings, key=lambda one: one.since) if one.since <= at}
    turns = {who for one in in_force.values() for who in one.people}
    return turns | {who for one in in_force.values() for _start, end, who in one.listed if end > at}


def person_value(who: PersonId) -> str:
    """A person as a form carries them."""
    return f"{who.team_id}:{who.user_id}"


def chosen(value: str, choices: Collection[PersonId]) -> PersonId | None:
    """The person of that value, if they may be chosen."""
    return next((who for who in choices if person_value(who) == value), None)


def layer_from(
    typed: dict[str, str], picked: Sequence[str], choices: Collection[PersonId], now: datetime, most: int
) -> LayerSetting:
    """The layer a form describes; FieldErrors. Without people the layer has nobody from then on."""
    checks = Checks()
    people = [chosen(value, choices) for value in picked]
    if None in people:
        checks.problems["people"] = (FieldProblem.NO_CHOICE, {})
    number, length = typed.get("layer", "1"), typed.get("length", "1").strip()
    if not (number.isdecimal() and 1 <= int(number[:3]) <= min(most + 1, MOST_LAYERS)):
        checks.problems["layer"] = (FieldProblem.NO_CHOICE, {})
    if not (length.isdecimal() and 1 <= int(length[:9]) <= LONGEST_SHIFT):
        checks.problems["length"] = (FieldProblem.NOT_A_COUNT, {"most": LONGEST_SHIFT})
    shift = typed.get("shift", "")
    if shift not in set(Shift):
        checks.problems["shift"] = (FieldProblem.NO_CHOICE, {})
    hours = typed.get("hours", Hours.ALWAYS.value)
    if hours not in set(Hours):
        checks.problems["hours"] = (FieldProblem.NO_CHOICE, {})
    since = instant_of(typed.get("since", ""))
    if since is None:
        checks.problems["since"] = (FieldProblem.MISSING, {})
    elif since < now - timedelta(days=1):
        checks.problems["since"] = (FieldProblem.TIME_PAST, {})
    checks.settle()
    assert since is not None
    known = tuple(dict.fromkeys(who for who in people if who is not None))
    return LayerSetting(int(number), since, known, Shift(shift), int(length), hours=Hours(hours))


def override_from(
    typed: dict[str, str], choices: Collection[PersonId], now: datetime, layers: Collection[int]
) -> Override[PersonId]:
    """What a form says shall differ; FieldErrors."""
    checks = Checks()
    start, end = instant_of(typed.get("start", "")), instant_of(typed.get("end", ""))
    _check_times(checks, start, end, now)
    who, instead = typed.get("who", ""), typed.get("instead", WHOEVER)
    add = chosen(who, choices)
    if add is None and who != NOBODY:
        checks.problems["who"] = (FieldProblem.NO_CHOICE, {})
    remove = chosen(instead, choices)
    if remove is None and instead not in {WHOEVER, NOBODY}:
        checks.problems["instead"] = (FieldProblem.NO_CHOICE, {})
    if add is None and remove is None and instead == NOBODY:
        checks.problems["instead"] = (FieldProblem.NO_CHOICE, {})  # it would change nothing
    if add is not None and add == remove:
        checks.problems["instead"] = (FieldProblem.SAME_PERSON, {})
    layer = typed.get("layer", "1")
    if not (layer.isdecimal() and len(layer) <= 2 and int(layer) in layers):
        checks.problems["layer"] = (FieldProblem.NO_CHOICE, {})
    checks.settle()
    assert start is not None
    assert end is not None
    return Override(start, end, add, remove, alone=instead == WHOEVER, layer=int(layer))


def _check_times(checks: Checks, start: datetime | None, end: datetime | None, now: datetime) -> None:
    if start is None:
        checks.problems["start"] = (FieldProblem.MISSING, {})
    if end is None:
        checks.problems["end"] = (FieldProblem.MISSING, {})
    elif end <= now:
        checks.problems["end"] = (FieldProblem.TIME_PAST, {})
    elif start is not None and end <= start:
        checks.problems["end"] = (FieldProblem.ENDS_BEFORE, {})


def instant_of(text: str) -> datetime | None:
    """The instant of whole seconds since 1970 that a form carries; None for what is none."""
    return datetime.fromtimestamp(int(text), UTC) if text.isdecimal() and len(text) <= 10 else None


def shift_value(layer: int, span: Span[PersonId]) -> str:
    """A shift as a form carries it: by its end, since the one under way begins now, and now moves on."""
    return f"{layer}:{int(span.end.timestamp())}"


def shift_of(value: str, among: Iterable[tuple[int, Span[PersonId]]]) -> tuple[int, Span[PersonId]] | None:
    """The shift of that value, if it is one of these."""
    return next(((layer, span) for layer, span in among if shift_value(layer, span) == value), None)
