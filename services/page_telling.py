"""What is put in the outbox about a page: a line in its thread for each thing that happens, messages to who is told."""

from collections.abc import Iterable, Mapping

from rules.notices import ONCALL, Kind, Notice, person_lane
from rules.pages import Call, Page, PageStep, What
from rules.people import Person, PersonId
from services.page_subjects import card_again, first_card, thread_of
from storage.tx import Tx


def tell(tx: Tx, page: Page, step: PageStep) -> int:
    """Keeps what happened to the page, and tells it in its thread; returns the row."""
    row_id = tx.page_steps.add(step)
    tx.outbox.put(*first_card(tx, page), at=tx.now)
    tx.outbox.put(Notice(ONCALL, thread_of(page), Kind.PAGE_STEP, subject_id=row_id), at=tx.now)
    return row_id


def message(tx: Tx, calls: Iterable[Call], known: Mapping[PersonId, Person]) -> None:
    """Who is told gets a direct message."""
    told = [(known[call.who], call) for call in calls if call.who in known]
    tx.outbox.put(*(_to(person.row_id, call, Kind.PAGE) for person, call in told), at=tx.now)


def ask(tx: Tx, page: Page, step_id: int) -> None:
    """Who has it is asked in person whether they still do."""
    person = tx.people.find(page.acknowledged_by) if page.acknowledged_by else None
    if person is not None:
        lane = person_lane(person.row_id)
        tx.outbox.put(Notice(lane, f"still:{step_id}@{lane}", Kind.STILL_ON_IT, subject_id=step_id), at=tx.now)


def redraw(tx: Tx, *pages: Page) -> None:
    """The buttons of their messages, and their cards, show how they stand now."""
    calls = tx.page_steps.calls(*(page.id for page in pages))
    people = tx.people.named(call.who for call in calls)
    again = [_to(people[call.who].row_id, call, Kind.PAGE_OVER) for call in calls if call.who in people]
    cards = [one for page in pages for one in card_again(tx, page)]
    tx.outbox.put(*again, *cards, at=tx.now)


def stands(tx: Tx, call_id: int, channel_id: str, ts: str) -> None:
    """A direct message stands; whoever has it by now takes its button away."""
    tx.page_steps.call_stands(call_id, channel_id, ts)
    call = tx.page_steps.call(call_id)
    page = tx.pages.get(call.page_id) if call else None
    person = tx.people.find(call.who) if call else None
    if call and person and page and (page.is_acknowledged or page.over_at is not None):
        tx.outbox.put(_to(person.row_id, call, Kind.PAGE_OVER), at=tx.now)


def failed(tx: Tx, call_id: int, reason: str) -> None:
    """A direct message could not be sent: its thread says so."""
    tx.page_steps.call_failed(call_id, reason)
    call = tx.page_steps.call(call_id)
    page = tx.pages.get(call.page_id) if call else None
    if call and page:
        tell(tx, page, PageStep(0, page.id, What.FAILED, tx.now, tx.now, who=call.who, other=call.id))


def _to(person_row: int, call: Call, kind: Kind) -> Notice:
    lane = person_lane(person_row)
    return Notice(lane, f"page:{call.id}@{lane}", kind, subject_id=call.id)
