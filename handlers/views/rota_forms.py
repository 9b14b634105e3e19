"""Setting the rota up: all of it with a button at each line, and the forms of a layer, an override and a swap."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from handlers import ids
from handlers.views.labels import HOURS, SHIFTS
from handlers.views.oncall import change_line, month, setting_line
from handlers.views.parts import (
    MOST_OPTIONS,
    Element,
    actions,
    beside,
    button,
    entry,
    header,
    instant_input,
    modal,
    option,
    section,
    select,
    several,
    shorten,
    text_input,
)
from handlers.views.words import Words
from rules.oncall import Shift
from rules.people import Person
from rules.rota_facts import Named, OwnShifts, RotaFacts
from rules.rota_facts import Shift as OneShift
from rules.rota_setup import MOST_LAYERS, NOBODY, WHOEVER, LayerSetting, person_value, shift_value
from rules.rota_windows import Hours

LONGEST_CHOICE, LONGEST_COUNT, MOST_LISTED = 75, 3, 30
HOUR = timedelta(hours=1)


def overview(t: Words, facts: RotaFacts) -> dict[str, Any]:
    """Layers, what is agreed to differ, and the month."""
    settings = [one for one in facts.settings if one in _in_force_or_planned(facts)]
    layers = [beside(setting_line(t, facts, one), _edit(t, str(one.number))) for one in settings[:MOST_LISTED]]
    changes = [
        beside(change_line(t, facts, one), button(t("Take back"), ids.TAKE_BACK, str(one.id)))
        for one in facts.changes[:MOST_LISTED]
    ]
    count = max((one.number for one in facts.settings), default=0)
    new = [button(t("New layer"), ids.EDIT_LAYER, str(count + 1))] if count < MOST_LAYERS else []
    other = [button(t("Override"), ids.OVERRIDE, "override")] if count else []
    blocks = [*layers, *actions("rota", [*new, *other])]
    if changes:
        blocks += [header(t("What differs")), *changes]
    blocks += [header(t("The next month")), section(month(t, facts))]
    return modal(ids.SAID, t("The rota"), blocks, submit=None, close=t("Close"))


def layer_form(t: Words, facts: RotaFacts, number: int) -> dict[str, Any]:
    """A layer, from an instant on."""
    known = next((one for one in reversed(facts.settings) if one.number == number), None)
    people = [person_value(who) for who in known.people] if known else []
    shifts = [option(t(label), shift.value) for shift, label in SHIFTS.items()]
    shift = known.shift if known and known.shift else Shift.WEEKLY
    hours = [option(shorten(t(label), LONGEST_CHOICE), one.value) for one, label in HOURS.items()]
    since = _next_hour(facts.now)
    order = t("In the order of their turns. The layer before is alerted first. Nobody ends the layer.")
    hint = t("The first one's duty begins then, and each hand-over is at this time by Oslo's clock.")
    blocks = [
        entry(ids.PEOPLE, t("Who takes turns"), several(t("Choose"), _people(facts.choices), people), order,
              required=False),
        entry(ids.LENGTH, t("A turn lasts"), text_input(str(known.length if known else 1), longest=LONGEST_COUNT)),
        entry(ids.SHIFT, t("Of"), select(t("Choose"), shifts, shift.value)),
        entry(ids.HOURS, t("Has duty"), select(t("Choose"), hours, known.hours.value if known else Hours.ALWAYS.value)),
        entry(ids.SINCE, t("From"), instant_input(since), hint),
    ]  # fmt: skip
    title = t("Layer {number}", number=number)
    return modal(ids.LAYER_FORM, title, blocks, submit=t("Save"), close=t("Cancel"), metadata=f'{{"layer": {number}}}')


def override_form(t: Words, facts: RotaFacts) -> dict[str, Any]:
    """Others have duty for a time."""
    who = [*_people(facts.choices), option(t("Nobody"), NOBODY)][-MOST_OPTIONS:]
    instead = [option(t("whoever has it"), WHOEVER), option(t("nobody: both have it"), NOBODY)]
    instead += _people(facts.choices)[: MOST_OPTIONS - len(instead)]
    numbers = sorted({one.number for one in facts.settings}) or [1]
    layers = [option(t("Layer {number}", number=number), str(number)) for number in numbers]
    start = _next_hour(facts.now)
    blocks = [
        entry(ids.WHO, t("Who has duty"), select(t("Choose"), who)),
        entry(ids.INSTEAD, t("Instead of"), select(t("Choose"), instead, WHOEVER)),
        entry(ids.BEGINS, t("From"), instant_input(start)),
        entry(ids.ENDS, t("To"), instant_input(start + 8 * HOUR)),
        entry(ids.LAYER, t("In"), select(t("Choose"), layers, str(numbers[0]))),
    ]
    return modal(ids.OVERRIDE_FORM, t("Override"), blocks, submit=t("Save"), close=t("Cancel"))


def swap_form(t: Words, shifts: OwnShifts) -> dict[str, Any]:
    """A shift of one's own for a colleague, perhaps for one of theirs."""
    mine = [option(_shift(t, None, one), shift_value(*one)) for one in shifts.mine]
    others = [option(_shift(t, shifts, one), shift_value(*one)) for one in shifts.others]
    to = _people(shifts.choices)
    blocks = [entry(ids.SHIFT, t("Your shift"), select(t("Choose"), mine, mine[0]["value"]))]
    if to:
        blocks += [
            entry(ids.TO, t("Who takes it"), select(t("Choose"), to), t("Agree with them first: both are told."))
        ]
    if others:
        blocks += [entry(ids.IN_RETURN, t("You take in return"), select(t("Nothing"), others), required=False)]
    return modal(ids.SWAP_FORM, t("Swap"), blocks, submit=t("Swap"), close=t("Cancel"))


def _in_force_or_planned(facts: RotaFacts) -> list[LayerSetting]:
    """Without those that others have taken the place of."""
    found = []
    for one in facts.settings:
        later = [other for other in facts.settings if other.number == one.number and one.since < other.since]
        if not any(other.since <= facts.now for other in later):
            found.append(one)
    return found


def _edit(t: Words, number: str) -> Element:
    return button(t("Edit"), ids.EDIT_LAYER, number)


def _people(choices: Sequence[Person]) -> list[Element]:
    return [option(shorten(one.shown, LONGEST_CHOICE), person_value(one.id)) for one in choices[: MOST_OPTIONS - 1]]


def _shift(t: Words, named: Named | None, shift: OneShift) -> str:
    """A shift as a choice: when, whose where it is another's, and in which layer."""
    layer, span = shift
    when = f"{t.short(span.start)} – {t.short(span.end)}"
    whose = [] if named is None else [", ".join(named.name(who) for who in span.people)]
    return shorten(" · ".join([when, *whose, t("Layer {number}", number=layer)]), LONGEST_CHOICE)


def _next_hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0) + HOUR
