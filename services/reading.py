"""Reading: an emoji of the customer's on a question says that they have read it, and answers nothing."""

from rules.cases import Action, State
from rules.notices import DESK, Kind, card
from rules.people import Person
from rules.records import Entry, Post
from services.people import customers_roles
from storage.tx import Tx

QUESTIONS = {Kind.QUESTION.value, Kind.REMINDER.value}


def is_question(tx: Tx, channel_id: str, ts: str) -> bool:
    """True where an open question of ours stands."""
    return _question(tx, channel_id, ts) is not None


def read(tx: Tx, person: Person, channel_id: str, ts: str) -> None:
    """The person put an emoji on a message: if it is the open question and they are the customer's, the card shows
    quietly that they have read it; each once."""
    post = _question(tx, channel_id, ts)
    case = tx.cases.lock(post.case_id) if post is not None else None
    if post is None or case is None or case.state is not State.WAITING or not customers_roles(tx, person.id, case):
        return
    if person.id in tx.history.readers(case.id, case.stage):
        return
    tx.people.remember(person)
    facts = {"question": post.history_id}
    tx.history.add(Entry(case.id, case.version, tx.now, person.id, Action.READ, facts=facts))
    tx.outbox.put(card(case.id, DESK), at=tx.now)


def _question(tx: Tx, channel_id: str, ts: str) -> Post | None:
    post = tx.cards.post_at(channel_id, ts)
    return post if post is not None and post.kind in QUESTIONS else None
