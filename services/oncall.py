"""The rota: set up by leads, overridden, swapped, and watched for who has duty and for gaps (process.md section 9)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from rules.errors import ChangeGone, DevelopersOnly, FieldErrors, FieldProblem, NoShifts
from rules.notices import ONCALL, Kind, Notice
from rules.people import Person, PersonId, Place, Role
from rules.rota import Override
from rules.rota_facts import ChangeFacts, GapFacts, LayerFacts, OwnShifts, RotaFacts, Shift
from rules.rota_setup import LayerSetting, chosen, layer_from, override_from, shift_of
from services.duty import gaps_and_lacks, the_rota
from services.people import may_set_up, one_of_us, set_up_by
from storage.tx import Tx

MONTH = timedelta(days=31)
SHOWN_NOW = timedelta(days=62)  # how far ahead what comes next is looked for
MOST_SHIFTS = 40


def rota(tx: Tx, who: PersonId, ahead: timedelta = SHOWN_NOW) -> RotaFacts:
    """The rota from now on, for one of us. StaffOnly or NoContact for everybody else."""
    ours = one_of_us(tx, who)
    layers = the_rota(tx)
    shown = tuple(
        (layer.id, tuple(layers.spans(place, tx.now, tx.now + ahead))) for place, layer in enumerate(layers.layers)
    )
    settings, changes = tx.rota.settings(), tx.rota.changes(tx.now)
    wanting = gaps_and_lacks(tx)
    people = {one for _number, spans in shown for span in spans for one in span.people}
    people |= {one for setting in settings for one in setting.people} | {one.by for one in changes}
    people |= {one for change in changes for one in (change.override.add, change.override.remove) if one is not None}
    return RotaFacts(
        tx.people.named(people),
        tx.now,
        shown,
        wanting.gaps,
        wanting.lacks,
        tuple(settings),
        tuple(changes),
        tuple(choices(tx)),
        ours.person.locale,
        may_set_up(tx, ours),
    )


def to_set_up(tx: Tx, who: PersonId) -> RotaFacts:
    """The same, for who may set it up; StaffOnly or LeadsOnly for everybody else."""
    set_up_by(tx, who)
    return rota(tx, who)


def own_shifts(tx: Tx, who: PersonId) -> OwnShifts:
    """What a developer can swap. StaffOnly, DevelopersOnly; NoShifts where there is nothing."""
    ours = one_of_us(tx, who)
    if Role.DEVELOPER not in ours.roles:
        raise DevelopersOnly
    mine, others = _shifts_of(tx, who)
    if not mine:
        raise NoShifts
    colleagues = tuple(one for one in choices(tx) if one.id != who)
    people = {one for _layer, span in (*mine, *others) for one in span.people}
    return OwnShifts(tx.people.named(people), tuple(mine), tuple(others), colleagues, ours.person.locale)


def set_layer(tx: Tx, who: PersonId, typed: dict[str, str], picked: Sequence[str]) -> LayerSetting:
    """A lead sets a layer from an instant on. LeadsOnly, FieldErrors."""
    set_up_by(tx, who)
    tx.rota.lock()
    known = {one.number for one in tx.rota.settings()}
    setting = layer_from(typed, picked, [one.id for one in choices(tx)], tx.now, max(known, default=0))
    put_layer(tx, setting)
    return setting


def put_layer(tx: Tx, setting: LayerSetting) -> None:
    """The layer is so from its instant on, and the on-call channel hears of it."""
    tx.rota.lock()
    row = tx.rota.put(setting)
    _say(tx, Kind.LAYER_SET, row)


def override(tx: Tx, who: PersonId, typed: dict[str, str]) -> None:
    """A lead says that others have duty for a time. LeadsOnly, FieldErrors."""
    set_up_by(tx, who)
    tx.rota.lock()
    layers = {one.number for one in tx.rota.settings()}
    people = {one.id for one in choices(tx)} | {one for row in tx.rota.settings() for one in row.people}
    differ(tx, who, override_from(typed, people, tx.now, layers))


def swap(tx: Tx, who: PersonId, typed: dict[str, str]) -> None:
    """A developer gives a shift of theirs to a colleague, perhaps for one of the colleague's. FieldErrors; as
    own_shifts."""
    tx.rota.lock()
    shifts = own_shifts(tx, who)
    given = shift_of(typed.get("shift", ""), shifts.mine)
    to = chosen(typed.get("to", ""), [one.id for one in shifts.choices])
    wanted = typed.get("in_return")
    taken = shift_of(wanted, shifts.others) if wanted else None
    problems = {name: FieldProblem.NO_CHOICE for name, value in (("shift", given), ("to", to)) if value is None}
    if wanted and taken is None:
        problems["in_return"] = FieldProblem.NO_CHOICE
    if problems:
        raise FieldErrors({name: (problem, {}) for name, problem in problems.items()})
    assert given is not None
    assert to is not None
    if taken is not None and to not in taken[1].people:
        name = next(one.shown for one in shifts.choices if one.id == to)
        raise FieldErrors({"in_return": (FieldProblem.NOT_THEIR_SHIFT, {"name": name})})
    _give(tx, who, given, who, to)
    if taken is not None:
        _give(tx, who, taken, to, who)


def take_back(tx: Tx, who: PersonId, row_id: int) -> None:
    """What was agreed to differ holds no more: by a lead, or by who agreed it. ChangeGone, StaffOnly, LeadsOnly."""
    ours = one_of_us(tx, who)
    tx.rota.lock()
    change = tx.rota.change(row_id)
    if change is None or change.by != who or Role.DEVELOPER not in ours.roles:
        set_up_by(tx, who)
    if change is None or change.over_at is not None or change.override.end <= tx.now:
        raise ChangeGone
    tx.rota.take_back(row_id, who, tx.now)
    _say(tx, Kind.ROTA_TAKEN_BACK, row_id)


def change_facts(tx: Tx, row_id: int) -> ChangeFacts:
    """What is told of a change. KeyError for no such row."""
    change = tx.rota.change(row_id)
    if change is None:
        raise KeyError(row_id)
    people = (change.override.add, change.override.remove, change.by, change.over_by)
    return ChangeFacts(tx.people.named(people), change)


def layer_facts(tx: Tx, row_id: int) -> LayerFacts | None:
    """What is told of a layer that was set; None where it was set anew before that could be told."""
    setting = tx.rota.setting(row_id)
    return LayerFacts(tx.people.named(setting.people), setting) if setting else None


def gap_facts(tx: Tx, _row_id: int) -> GapFacts | None:
    """What may leave a page unheard, as it is now; None where there is nothing any more."""
    facts = gaps_and_lacks(tx)
    people = [gap.who for gap in facts.gaps] + [lack.who for lack in facts.lacks]
    return replace(facts, people=tx.people.named(people)) if people else None


def _give(tx: Tx, who: PersonId, shift: Shift, giver: PersonId, to: PersonId) -> None:
    layer, span = shift
    differ(tx, who, Override(max(span.start, tx.now), span.end, to, giver, layer=layer))


def differ(tx: Tx, who: PersonId, what: Override[PersonId]) -> int:
    """Somebody has agreed to it, who may: the on-call channel hears of it. Returns the row of the change."""
    row_id = tx.rota.add(what, who, tx.now)
    _say(tx, Kind.ROTA_CHANGED, row_id)
    return row_id


def _say(tx: Tx, kind: Kind, row_id: int) -> None:
    """The on-call channel hears of it, and the rota is looked at again."""
    tx.outbox.put(Notice(ONCALL, "rota", kind, subject_id=row_id), at=tx.now)
    tx.rota.look_at(tx.now)


def choices(tx: Tx) -> list[Person]:
    """Who can have duty: the developers, by name."""
    members = tx.people.members(Place.ONCALL)
    names = tx.people.named(members)
    return sorted((names.get(who, Person(who)) for who in members), key=lambda one: one.shown)


def _shifts_of(tx: Tx, who: PersonId) -> tuple[list[Shift], list[Shift]]:
    """The person's shifts to come, and the others'."""
    layers = the_rota(tx)
    coming = [
        (layer.id, span)
        for place, layer in enumerate(layers.layers)
        for span in layers.spans(place, tx.now, tx.now + SHOWN_NOW)
    ]
    mine = [one for one in coming if who in one[1].people]
    others = [one for one in coming if one[1].people and who not in one[1].people]
    return mine[:MOST_SHIFTS], others[:MOST_SHIFTS]
