"""Offers: what customers and staff decide about inquiries, and what becomes of those that nobody decides about."""

from dataclasses import replace

from rules.errors import AlreadyACase, InquiryUnknown
from rules.facts import InquiryForm
from rules.offers import Inquiry, Standing
from rules.people import PersonId
from services.inquiries import number_of, tell, whole
from services.overhearing import to_staff
from services.people import actor, no_customer, one_of_us, reads, speaks
from storage.tx import Tx

MOST_AT_ONCE = 50


def form(tx: Tx, who: PersonId, offer_id: int) -> InquiryForm:
    """What the form of an offered case is drawn from, for its customer's people and for us.

    InquiryUnknown, AlreadyACase; CustomerUnknown or NoContact for everybody else.
    """
    inquiry = tx.offers.get(offer_id)
    if inquiry is None:
        raise InquiryUnknown
    customer = tx.customers.get(inquiry.customer_id)
    is_us = actor(tx, who).is_us
    if not is_us and not speaks(tx, who, customer):
        raise no_customer(tx, who)
    if inquiry.standing is Standing.CASE:
        raise AlreadyACase(number_of(tx, inquiry) or 0)
    contact = inquiry.author if speaks(tx, inquiry.author, customer) else None
    return InquiryForm(whole(tx, inquiry), customer, contact, reads(tx, who, inquiry.channel_id), is_us)


def not_a_case(tx: Tx, who: PersonId, offer_id: int) -> None:
    """One of us says that there is nothing to do; the item says who. StaffOnly, InquiryUnknown, AlreadyACase."""
    one_of_us(tx, who)
    inquiry = tx.offers.lock(offer_id)
    if inquiry is None:
        raise InquiryUnknown
    if inquiry.standing is Standing.CASE:
        raise AlreadyACase(number_of(tx, inquiry) or 0)
    if inquiry.standing is Standing.NOT_YET:
        _judged(tx, inquiry, who)


def tell_staff_of_due(tx: Tx) -> int:
    """Makes items of the offers nobody took in time, some at a time; returns how many."""
    told = 0
    for offer_id in tx.offers.due(tx.now, MOST_AT_ONCE):
        inquiry = tx.offers.lock(offer_id)
        if inquiry is not None and inquiry.due_at is not None and inquiry.due_at <= tx.now:
            to_staff(tx, inquiry)
            told += 1
    return told


def of_message(tx: Tx, who: PersonId, channel_id: str, ts: str) -> Inquiry | None:
    """The inquiry a message is part of, for one of us, while it is no case."""
    row_id = tx.overheard.inquiry_of(channel_id, ts)
    inquiry = tx.offers.get(row_id) if row_id is not None and actor(tx, who).is_us else None
    return whole(tx, inquiry) if inquiry is not None and inquiry.standing is not Standing.CASE else None


def _judged(tx: Tx, inquiry: Inquiry, who: PersonId) -> None:
    inquiry = replace(inquiry, standing=Standing.NOT_A_CASE, due_at=None, decided_by=who)
    tx.offers.save(inquiry)
    tell(tx, inquiry)
