"""The morning after a page at night: offered to be handed over, once who was woken is not needed any more."""

from collections.abc import Iterable, Mapping

from rules.errors import DevelopersOnly, FieldErrors, FieldProblem, MorningGone
from rules.mornings import LOOK_AGAIN, Morning, MorningFacts, morning_after
from rules.notices import Kind, Notice, person_lane
from rules.office import zone_of
from rules.people import Person, PersonId, Role
from rules.rota import Override
from rules.rota_facts import Shift
from rules.rota_setup import chosen
from services.duty import the_rota
from services.oncall import choices, differ
from services.people import leads_lanes, one_of_us
from storage.tx import Tx

MOST_AT_ONCE = 20


def woken(tx: Tx, people: Iterable[PersonId], known: Mapping[PersonId, Person]) -> None:
    """These people are paged now; where it is night the morning after is to be offered."""
    found = ((who, morning_after(tx.now, zone_of(known[who].timezone if who in known else None))) for who in people)
    tx.mornings.add(tx.now, {who: morning for who, morning in found if morning is not None})


def offer_due(tx: Tx) -> int:
    """Offers what is due, some at a time; returns how much was looked at. Who is still paged is asked later, and who
    has no duty in the morning not at all."""
    due = tx.mornings.claim(tx.now, MOST_AT_ONCE)
    for one in due:
        _offer(tx, one)
    return len(due)


def facts(tx: Tx, row_id: int) -> MorningFacts | None:
    """For the offer; None once there is nothing to hand over."""
    morning = tx.mornings.get(row_id)
    if morning is None:
        raise KeyError(row_id)
    return MorningFacts(morning) if morning.handed_to is None and _shifts(tx, morning) else None


def to_hand_over(tx: Tx, who: PersonId, row_id: int) -> MorningFacts:
    """For the form. StaffOnly, NoContact, DevelopersOnly; MorningGone where there is nothing of theirs to hand over."""
    ours = one_of_us(tx, who)
    if Role.DEVELOPER not in ours.roles:
        raise DevelopersOnly
    morning = tx.mornings.get(row_id)
    if morning is None or morning.who != who or morning.handed_to is not None or not _shifts(tx, morning):
        raise MorningGone
    others = tuple(one for one in choices(tx) if one.id != who)
    return MorningFacts(morning, {}, others, ours.person.locale)


def hand_over(tx: Tx, who: PersonId, row_id: int, to_value: str) -> None:
    """A colleague has the person's duty until noon; the on-call channel and the leads hear of it. FieldErrors; as
    to_hand_over."""
    tx.rota.lock()
    tx.mornings.lock(row_id)
    offered = to_hand_over(tx, who, row_id)
    to = chosen(to_value, [one.id for one in offered.choices])
    if to is None:
        raise FieldErrors({"to": (FieldProblem.NO_CHOICE, {})})
    tx.mornings.hand_over(row_id, to)
    lanes = leads_lanes(tx)
    for layer, span in _shifts(tx, offered.morning):
        change = differ(tx, who, Override(span.start, span.end, to, who, layer=layer))
        tx.outbox.put(
            *(Notice(lane, f"rota@{lane}", Kind.ROTA_CHANGED, subject_id=change) for lane in lanes), at=tx.now
        )


def _offer(tx: Tx, morning: Morning) -> None:
    if tx.now < morning.ends_at and tx.mornings.is_wanted(morning.who):
        tx.mornings.due(morning.id, tx.now + LOOK_AGAIN)
        return
    tx.mornings.due(morning.id, None)
    person = tx.people.find(morning.who)
    if person is not None and _shifts(tx, morning):
        lane = person_lane(person.row_id)
        tx.outbox.put(Notice(lane, f"morning:{morning.id}", Kind.MORNING, subject_id=morning.id), at=tx.now)


def _shifts(tx: Tx, morning: Morning) -> list[Shift]:
    """When the person has duty in what is left of the morning, and in which layers."""
    begin = max(tx.now, morning.begins_at)
    if begin >= morning.ends_at:
        return []
    rota = the_rota(tx)
    return [
        (layer.id, span)
        for place, layer in enumerate(rota.layers)
        for span in rota.spans(place, begin, morning.ends_at)
        if morning.who in span.people
    ]
