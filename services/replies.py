"""Replies to customers: written in a form, previewed, and sent from the outbox just as they were stored.

Nothing else of ours leaves: what stands in a staff thread is internal (process.md section 6).
"""

from rules.cases import Action, Case
from rules.errors import CaseUnknown, NoStaffThread, ReplyGone
from rules.facts import CaseFacts
from rules.levels import next_step
from rules.moves import admit, decide
from rules.notices import DESK, Kind, customer_lane, in_thread
from rules.people import Actor, PersonId
from rules.records import Entry
from rules.replies import Draft, ReplyFacts, check_reply
from rules.working_hours import Calendar
from services.course import commit
from services.people import actor_on
from services.reach import can_be_told
from storage.tx import Tx


def form(tx: Tx, who: PersonId, case_id: int) -> ReplyFacts:
    """What the form of a reply is drawn from, if the person may write one now. Raises RuleError."""
    case, ours = _judged(tx, who, tx.cases.get(case_id))
    return ReplyFacts(case, tx.customers.get(case.customer_id), ours.person.locale)


def form_of_message(tx: Tx, who: PersonId, channel_id: str, thread_ts: str) -> ReplyFacts:
    """As `form`, for what stands in this thread; NoStaffThread when it is no case's staff thread."""
    case_id = tx.cards.case_in(channel_id, thread_ts)
    place = tx.cards.place(case_id, DESK) if case_id is not None else None
    if case_id is None or place is None or (place.channel_id, place.thread_ts) != (channel_id, thread_ts):
        raise NoStaffThread
    return form(tx, who, case_id)


def preview(tx: Tx, draft: Draft, desk: Calendar) -> CaseFacts:
    """Keeps the reply as it would be sent now, and returns what it would be told from. FieldErrors to mend."""
    case, _ours = _judged(tx, draft.author, tx.cases.get(draft.case_id))
    text = check_reply(draft.text, draft.files)
    kept = tx.drafts.get(draft.nonce)
    if kept is not None and (kept.author, kept.case_id) != (draft.author, draft.case_id):
        raise ReplyGone
    tx.drafts.put(Draft(draft.nonce, case.id, draft.author, text, draft.files), tx.now)
    return CaseFacts(
        case=case,
        customer=tx.customers.get(case.customer_id),
        people=tx.people.named([draft.author]),
        next_step=next_step(case.due_at, tx.now, desk),
        place=None,
        entry=Entry(case.id, case.version, tx.now, draft.author, Action.REPLY, facts={"reply": text}),
    )


def send(tx: Tx, who: PersonId, nonce: str, desk: Calendar) -> Case:
    """The reply goes out as it was previewed: an answer by a person, which stops the response clock."""
    draft = tx.drafts.get(nonce)
    if draft is None or draft.author != who:
        raise ReplyGone
    case, _ours = _judged(tx, who, tx.cases.lock(draft.case_id))
    case = commit(tx, case, Action.REPLY, case.state, who, {"reply": draft.text}, desk)
    entry_id = tx.history.newest(case.id)
    for file in draft.files:
        row = tx.attachments.add(case.id, file)
        lanes = (customer_lane(case.customer_id), DESK)
        tx.outbox.put(*(in_thread(Kind.FILE, case.id, lane, entry_id, row) for lane in lanes), at=tx.now)
    tx.drafts.drop(nonce)
    return case


def _judged(tx: Tx, who: PersonId, case: Case | None) -> tuple[Case, Actor]:
    """The case and who writes, if they may. What a button had seen is no matter: a reply holds however the case
    stands."""
    if case is None:
        raise CaseUnknown(0)
    ours = actor_on(tx, who, case)
    admit(case, Action.REPLY, ours.roles)
    decide(case, Action.REPLY, ours.roles, tx.now)
    can_be_told(tx.customers.get(case.customer_id))
    return case, ours
