"""What is told of pages: the facts of now for each message about one."""

from collections.abc import Iterable
from dataclasses import replace

from rules.pages import Page, PageFacts, What
from rules.people import PersonId
from services.page_subjects import subject, thread_of
from storage.tx import Tx


def of_call(tx: Tx, row_id: int) -> PageFacts | None:
    """For who is told; None once somebody has it, or it is over: nobody else is told then."""
    facts = _of_call(tx, row_id)
    is_needed = facts.page.over_at is None and not facts.page.is_acknowledged
    return facts if is_needed else None


def of_drawn(tx: Tx, row_id: int) -> PageFacts | None:
    """For the message drawn again, if there is one."""
    facts = _of_call(tx, row_id)
    return facts if facts.call is not None and facts.call.place is not None else None


def of_step(tx: Tx, row_id: int) -> PageFacts:
    """For the line in the thread."""
    step = tx.page_steps.get(row_id)
    page = tx.pages.get(step.page_id) if step else None
    if step is None or page is None:
        raise KeyError(row_id)
    calls = tuple(tx.page_steps.calls_in(step.id))
    if step.what is What.FAILED and (call := tx.page_steps.call(step.other or 0)) is not None:
        calls = (call,)
    other = tx.cases.get(step.other) if step.what is What.QUIET and step.other is not None else None
    facts = _facts(tx, page, [step.who, *(call.who for call in calls)])
    return replace(facts, step=step, calls=calls, other_number=other.number if other else None)


def of_question(tx: Tx, row_id: int) -> PageFacts | None:
    """For who is asked whether they still have it; None once they said so, or it is over."""
    facts = of_step(tx, row_id)
    return facts if facts.page.asked_at is not None and facts.page.over_at is None else None


def of_page(tx: Tx, row_id: int) -> PageFacts:
    """For a drill's own message."""
    page = tx.pages.get(row_id)
    if page is None:
        raise KeyError(row_id)
    return _facts(tx, page, [])


def card_comes(tx: Tx, facts: PageFacts) -> bool:
    """True while its card in the on-call channel is to be posted, and was not refused yet."""
    waiting = tx.outbox.get(tx.outbox.newest(thread_of(facts.page)))
    return facts.subject.place is None and waiting is not None and not waiting.attempts


def _of_call(tx: Tx, row_id: int) -> PageFacts:
    call = tx.page_steps.call(row_id)
    page = tx.pages.get(call.page_id) if call else None
    if call is None or page is None:
        raise KeyError(row_id)
    return replace(_facts(tx, page, [call.who]), call=call)


def _facts(tx: Tx, page: Page, people: Iterable[PersonId | None]) -> PageFacts:
    named = tx.people.named([*people, page.acknowledged_by, page.asked_by])
    return PageFacts(page, subject(tx, page), named)
