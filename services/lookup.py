"""Looking cases up: for the command, and for who sees only their own."""

from rules.cases import Case
from rules.errors import CaseUnknown, CustomerUnknown
from rules.facts import Found
from rules.notices import DESK
from rules.people import PersonId
from services.people import actor, one_of_us
from storage.tx import Tx

MOST_SHOWN = 10


def mine(tx: Tx, who: PersonId) -> list[Found]:
    """The open cases of one of us, newest first."""
    one_of_us(tx, who)
    return _found(tx, tx.cases.assigned(who.user_id, MOST_SHOWN))


def like(tx: Tx, who: PersonId, text: str) -> list[Found]:
    """Cases whose problem contains the text, newest first; for us."""
    one_of_us(tx, who)
    return _found(tx, tx.cases.like(text, MOST_SHOWN))


def numbered(tx: Tx, who: PersonId, number: int) -> Found:
    """The case people call SG-number; for us."""
    one_of_us(tx, who)
    case = tx.cases.numbered(number)
    if case is None:
        raise CaseUnknown(number)
    return _found(tx, [case])[0]


def of_channel(tx: Tx, who: PersonId, channel_id: str) -> list[Found]:
    """The open cases of the customer whose channel it is, newest first; for their people and for us."""
    customer = tx.customers.of_channel(channel_id)
    if customer is None or (who.team_id not in customer.team_ids and not actor(tx, who).is_us):
        raise CustomerUnknown
    return _found(tx, tx.cases.of_customer(customer.id, MOST_SHOWN))


def _found(tx: Tx, cases: list[Case]) -> list[Found]:
    """Three queries, however many cases."""
    people = tx.people.named(case.assignee for case in cases)
    names = tx.customers.names({case.customer_id for case in cases})
    places = tx.cards.places([case.id for case in cases], DESK)
    return [
        Found(
            case,
            names[case.customer_id],
            people.get(case.assignee) if case.assignee else None,
            places.get(case.id),
        )
        for case in cases
    ]
