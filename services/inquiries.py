"""Inquiries as the other services meet them: whole, told to people as they stand now, and become cases."""

from dataclasses import replace

from rules.cases import Case
from rules.errors import AlreadyACase
from rules.facts import InquiryFacts
from rules.notices import DESK, Kind, Notice, customer_lane
from rules.offers import OPEN, Inquiry, Standing
from rules.people import Customer, PersonId
from services.duty import duty_facts
from storage.tx import Tx


def whole(tx: Tx, inquiry: Inquiry) -> Inquiry:
    """The inquiry with its words."""
    return replace(inquiry, words=tx.overheard.of_inquiry(inquiry.id))


def made_from(
    tx: Tx, customer: Customer, channel_id: str | None, message_ts: str | None, offer_id: int | None
) -> Inquiry | None:
    """The customer's inquiry a case is made from, held: the one that was offered, or that of the message.

    AlreadyACase when what was offered became one meanwhile; from a message more than one case may be made.
    """
    row_id = offer_id
    if row_id is None and channel_id is not None and message_ts is not None:
        row_id = tx.overheard.inquiry_of(channel_id, message_ts)
    inquiry = tx.offers.lock(row_id) if row_id is not None else None
    if inquiry is None or inquiry.customer_id != customer.id:
        return None
    if inquiry.standing is not Standing.CASE:
        return whole(tx, inquiry)
    if offer_id is not None:
        raise AlreadyACase(number_of(tx, inquiry) or 0)
    return None


def became(tx: Tx, inquiry: Inquiry, case: Case, who: PersonId) -> None:
    """The inquiry is this case from now on; its offer and its item say so."""
    inquiry = replace(inquiry, standing=Standing.CASE, due_at=None, case_id=case.id, decided_by=who)
    tx.offers.save(inquiry)
    tell(tx, inquiry)


def number_of(tx: Tx, inquiry: Inquiry) -> int | None:
    """The number of the case it became."""
    case = tx.cases.get(inquiry.case_id) if inquiry.case_id is not None else None
    return case.number if case else None


def tell(tx: Tx, inquiry: Inquiry) -> None:
    """Shows what became of it wherever it stands: in the customer's thread, and in the Customer Success channel."""
    tx.outbox.put(offer(inquiry), item(inquiry), at=tx.now)


def offer(inquiry: Inquiry) -> Notice:
    """The offer in the customer's thread."""
    return Notice(customer_lane(inquiry.customer_id), f"offer:{inquiry.id}", Kind.OFFER, subject_id=inquiry.id)


def item(inquiry: Inquiry) -> Notice:
    """The item in the Customer Success channel."""
    return Notice(DESK, f"item:{inquiry.id}", Kind.NOT_YET_A_CASE, subject_id=inquiry.id)


def facts(tx: Tx, notice: Notice) -> InquiryFacts | None:
    """What a notice of an inquiry is told from, as of now; None when there is nothing to say any more."""
    inquiry = tx.offers.get(notice.subject_id or 0)
    if inquiry is None:
        raise KeyError(notice.subject_id)
    if not _is_worth_saying(notice.kind, inquiry):
        return None
    inquiry = whole(tx, inquiry)
    people = [inquiry.author, *(one.author for one in inquiry.words)]
    named = tx.people.named([*people, *([inquiry.decided_by] if inquiry.decided_by else [])])
    duty = duty_facts(tx) if notice.kind is Kind.INQUIRY_DOWN else None
    return InquiryFacts(inquiry, tx.customers.get(inquiry.customer_id), named, number_of(tx, inquiry), duty)


def _is_worth_saying(kind: Kind, inquiry: Inquiry) -> bool:
    """An offer nobody got is not taken back, and the customer hears nothing of *Not a case*."""
    if kind is Kind.OFFER:
        return inquiry.standing in OPEN or (
            inquiry.offer_ts is not None and inquiry.standing is not Standing.NOT_A_CASE
        )
    if kind is Kind.NOT_YET_A_CASE:
        return inquiry.standing is Standing.NOT_YET or inquiry.item_ts is not None
    return inquiry.standing in OPEN
