"""Looking cases up: for the command, and for who sees only their own."""

from rules.cases import Case
from rules.errors import CaseUnknown
from rules.facts import CasesPage, Found
from rules.notices import DESK, customer_lane
from rules.people import PersonId
from services.people import actor, no_customer, one_of_us, reads, speaks
from storage.tx import Tx

MOST_SHOWN = 10


def mine(tx: Tx, who: PersonId) -> list[Found]:
    """The open cases of one of us, newest first."""
    one_of_us(tx, who)
    return found(tx, tx.cases.assigned(who.user_id, MOST_SHOWN))


def like(tx: Tx, who: PersonId, text: str) -> list[Found]:
    """Cases whose problem contains the text, newest first; for us."""
    one_of_us(tx, who)
    return found(tx, tx.cases.like(text, MOST_SHOWN))


def numbered(tx: Tx, who: PersonId, number: int) -> Found:
    """The case people call SG-number; for us."""
    one_of_us(tx, who)
    case = tx.cases.numbered(number)
    if case is None:
        raise CaseUnknown(number)
    return found(tx, [case])[0]


def of_channel(tx: Tx, who: PersonId, channel_id: str, page: int = 0) -> CasesPage:
    """The open cases of the customer whose channel it is, newest first; for their people and for us."""
    customer = tx.customers.of_channel(channel_id)
    if customer is None or not (speaks(tx, who, customer) or actor(tx, who).is_us):
        raise no_customer(tx, who)
    total = tx.cases.count_of_customer(customer.id)
    pages = max(1, -(-total // MOST_SHOWN))
    page = min(page, pages - 1)
    cases = tx.cases.of_customer(customer.id, MOST_SHOWN, page * MOST_SHOWN)
    shown = found(tx, cases, customer_lane(customer.id))
    return CasesPage(shown, page, pages, total, reads(tx, who, channel_id))


def found(tx: Tx, cases: list[Case], lane: str = DESK) -> list[Found]:
    """Cases with what is told of them in a list, and where they stand in this lane; three queries, however many."""
    people = tx.people.named(case.assignee for case in cases)
    names = tx.customers.names({case.customer_id for case in cases})
    places = tx.cards.places([case.id for case in cases], lane)
    return [
        Found(
            case,
            names[case.customer_id],
            people.get(case.assignee) if case.assignee else None,
            places.get(case.id),
        )
        for case in cases
    ]
