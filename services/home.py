"""The App Home: what one of us finds there."""

from dataclasses import replace

from rules.cases import CUSTOMERS_TURN, State
from rules.people import PersonId
from rules.setup import HomeFacts, Listing, Page, page
from rules.working_hours import Calendar
from services.duty import duty_facts
from services.lookup import found
from services.people import actor, may_set_up, reads
from services.targets import targets
from storage.tx import Tx

MOST_CASES = 10
MOST_CUSTOMERS = 20
OURS = tuple(
    state for state in State if state not in CUSTOMERS_TURN and state not in {State.LIVE, State.CLOSED, State.WITHDRAWN}
)


def home(tx: Tx, who: PersonId, start: int, desk: Calendar) -> HomeFacts | None:
    """What the person finds; None for who is not one of us. `start` is the place of the first customer shown."""
    ours = actor(tx, who)
    if not ours.is_us:
        return None
    pressing, own = tx.queue.next_up(OURS, MOST_CASES), tx.cases.assigned(who.user_id, MOST_CASES)
    facts = HomeFacts(
        tx.queue.standing(),
        found(tx, pressing),
        found(tx, own),
        reads(tx, who),
        duty=duty_facts(tx),
        targets=targets(tx, [*pressing, *own], desk),
    )
    if not may_set_up(tx, ours):
        return facts
    listed, shown = _customers(tx, start)
    return replace(facts, customers=listed, page=shown)


def _customers(tx: Tx, start: int) -> tuple[list[Listing], Page]:
    customers = tx.customers.all()
    shown = page(start, MOST_CUSTOMERS, len(customers))
    listed = customers[shown.start : shown.start + shown.most]
    return [Listing(one, any(contact.approves.money for contact in tx.contacts.of(one.id))) for one in listed], shown
