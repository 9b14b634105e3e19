"""Who leaves hands over: a contact's cases and approvals to another, one of us their cases to a colleague."""

from dataclasses import replace
from datetime import datetime

from rules.cases import Action, Case, State
from rules.customers import Approves, Contact, approvers_of, heir_of
from rules.errors import FieldErrors, FieldProblem, NothingLeft
from rules.leaving import ContactFacts, LeaverFacts
from rules.notices import DESK, Kind, Notice, customer_lane, in_thread
from rules.people import Person, PersonId
from rules.records import Entry
from rules.working_hours import Calendar
from services import people, wakeups
from services.course import Facts, commit, redrawn
from services.people import approvers, known, reads, set_up_by, us
from services.reach import is_in_reach
from storage.tx import Tx

MOST_AT_ONCE = 50


def left_channel(tx: Tx, channel_id: str, user_id: str) -> None:
    """Somebody is not in a customer's channel any more."""
    customer = tx.customers.of_channel(channel_id)
    for contact in tx.contacts.of(customer.id) if customer and is_in_reach(customer) else []:
        if contact.person is not None and contact.person.user_id == user_id:
            _went(tx, contact)


def deactivated(tx: Tx, who: PersonId) -> None:
    """Slack has no such person any more: no customer has them as a contact, and nothing wakes them."""
    wakeups.forget(tx, who)
    for contact in tx.contacts.of_person(who):
        if contact.left_at is None:
            _went(tx, contact)


def members_are(tx: Tx, channel_id: str, user_ids: frozenset[str], at: datetime) -> None:
    """Who was in a customer's channel when Slack was asked at `at` (UTC): what no event told of is made up for.

    Who was never seen there has not left it, and who was taken out in set-up does not come back by staying.
    """
    customer = tx.customers.of_channel(channel_id)
    for contact in tx.contacts.ever_of(customer.id) if customer and is_in_reach(customer) else []:
        if contact.person is None:
            continue
        if contact.person.user_id in user_ids:
            _is_there(tx, contact, at)
        elif contact.left_at is None and (seen := _seen_since_gone(tx, contact)) is not None and seen < at:
            _went(tx, contact)


def _is_there(tx: Tx, contact: Contact, at: datetime) -> None:
    if contact.left_at is not None:
        went = tx.progress.until(_gone(contact))
        if went is None or not contact.left_at <= went < at:
            return
        tx.contacts.save(replace(contact, left_at=None))
    if _seen_since_gone(tx, contact) is None:
        tx.progress.reach(_seen(contact), at)


def _seen_since_gone(tx: Tx, contact: Contact) -> datetime | None:
    """When the contact was first seen in the channel since they last left it."""
    seen, went = tx.progress.until(_seen(contact)), tx.progress.until(_gone(contact))
    return seen if seen is not None and (went is None or went < seen) else None


def _seen(contact: Contact) -> str:
    return f"seen:{contact.id}"


def _gone(contact: Contact) -> str:
    return f"gone:{contact.id}"


def changed(tx: Tx, person: Person, home_team: str, is_gone: bool) -> None:
    """Slack says a person changed, or that there is no such person any more."""
    people.changed(tx, person, home_team)
    if is_gone:
        deactivated(tx, person.id)


def came_back(tx: Tx, channel_id: str, person: Person) -> None:
    """Somebody is in a customer's channel: who had left is a contact again, with the rights they had."""
    people.remember(tx, [person])
    customer = tx.customers.of_channel(channel_id)
    contact = tx.contacts.find(customer.id, person.id) if customer else None
    if contact is not None:
        tx.progress.reach(_seen(contact), tx.now)
    if contact is not None and contact.left_at is not None:
        tx.contacts.save(replace(contact, left_at=None))


def contact_left(tx: Tx, contact: Contact) -> None:
    """Set-up has the contact no more: what they were named for goes with them, should they ever come back."""
    _hand_all_over(tx, contact, Approves.NOTHING)


def _went(tx: Tx, contact: Contact) -> None:
    """Slack has the contact there no more. They are named as before: it counts for nothing until they come back."""
    tx.progress.reach(_gone(contact), tx.now)
    _hand_all_over(tx, contact, contact.approves)


def _hand_all_over(tx: Tx, contact: Contact, named_for: Approves) -> None:
    """The contact has no rights any more, since now; what was theirs is somebody else's, and staff are told."""
    tx.contacts.save(replace(contact, left_at=tx.now, approves=named_for))
    for case_id in _open_cases(tx, contact.customer_id):
        if contact.person is not None:
            _hand_over(tx, case_id, contact, contact.person)
    thread = f"contact:{contact.id}"
    tx.outbox.put(Notice(DESK, thread, Kind.CONTACT_LEFT, subject_id=contact.id), at=tx.now)


def _open_cases(tx: Tx, customer_id: int) -> list[int]:
    starts = range(0, tx.cases.count_of_customer(customer_id), MOST_AT_ONCE)
    return [case.id for start in starts for case in tx.cases.of_customer(customer_id, MOST_AT_ONCE, start)]


def _hand_over(tx: Tx, case_id: int, contact: Contact, who: PersonId) -> None:
    case = tx.cases.lock(case_id)
    if case is None:
        return
    present = tx.contacts.of(case.customer_id)
    approved = awaits_approval(case) and who in approvers_of([*present, contact], case.contact).people
    heir = heir_of(present)
    was_theirs = case.contact == who
    if was_theirs and heir is not None:
        case = replace(case, contact=heir.person)
        tx.cases.save(case)
    if was_theirs or approved:
        _tell(tx, case, who, _heirs(tx, case, was_theirs, approved) if heir else (), approved)


def _heirs(tx: Tx, case: Case, was_theirs: bool, approved: bool) -> tuple[PersonId, ...]:
    own = (case.contact,) if was_theirs and case.contact else ()
    return tuple(dict.fromkeys([*own, *(approvers(tx, case).people if approved else ())]))


def _tell(tx: Tx, case: Case, who: PersonId, heirs: tuple[PersonId, ...], approved: bool) -> None:
    """Everybody concerned: staff in the case's thread, the heirs in the customer's."""
    facts: Facts = {"round": case.test_round}
    if approved:
        facts |= {"approves": 1}
    if heirs:
        facts |= {"heir": ", ".join(known(tx, one).shown for one in heirs)}
        facts |= {"to": " ".join(one.user_id for one in heirs)}
    entry = Entry(case.id, case.version, tx.now, who, Action.CONTACT_LEFT, None, None, facts)
    entry_id = tx.history.add(entry)
    notices = [in_thread(Kind.STEP, case.id, DESK, entry_id)]
    if heirs:
        notices.append(in_thread(Kind.HANDED_OVER, case.id, customer_lane(case.customer_id), entry_id))
    tx.outbox.put(*notices, *redrawn(tx, case), at=tx.now)


def awaits_approval(case: Case) -> bool:
    """True while the customer is asked to approve the case's test round."""
    return case.state is State.IN_TEST or (case.restored and case.approved_round is None)


def contact_facts(tx: Tx, contact_id: int) -> ContactFacts | None:
    """A contact who left; None when they are back."""
    contact = tx.contacts.get(contact_id)
    if contact is None or contact.left_at is None:
        return None
    is_last = not any(one.person for one in tx.contacts.of(contact.customer_id))
    return ContactFacts(contact, tx.customers.get(contact.customer_id), is_last)


def leaver_facts(tx: Tx, row_id: int) -> LeaverFacts | None:
    """One of us who left, with what is still theirs; None when nothing is."""
    person = tx.people.get(row_id)
    cases = tx.cases.assigned(person.id.user_id, MOST_AT_ONCE)
    return LeaverFacts(person, tuple(cases)) if cases else None


def to_reassign(tx: Tx, who: PersonId, row_id: int) -> LeaverFacts:
    """What *Reassign all* asks, for whoever may set up. StaffOnly, LeadsOnly or NothingLeft."""
    set_up_by(tx, who)
    return replace(_leaver(tx, row_id), us=tuple(us(tx)), language=reads(tx, who))


def reassign(tx: Tx, who: PersonId, row_id: int, assignee: str, desk: Calendar) -> None:
    """Gives every open case of who left to one of us; `assignee` is "workspace:user"."""
    set_up_by(tx, who)
    if assignee not in {f"{one.id.team_id}:{one.id.user_id}" for one in us(tx)}:
        raise FieldErrors({"assignee": (FieldProblem.NO_CHOICE, {})})
    for found in _leaver(tx, row_id).cases:
        case = tx.cases.lock(found.id)
        if case is not None and case.assignee == found.assignee:
            commit(tx, case, Action.ASSIGN, case.state, who, {"assignee": assignee}, desk)


def _leaver(tx: Tx, row_id: int) -> LeaverFacts:
    facts = leaver_facts(tx, row_id) if tx.people.is_known(row_id) else None
    if facts is None:
        raise NothingLeft(tx.people.get(row_id).shown if tx.people.is_known(row_id) else "")
    return facts
