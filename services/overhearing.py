"""Overhearing: what is said in shared channels outside any case becomes an inquiry, or waits for whose channel it is.

A message is known by its channel and ts: heard twice, caught up with or after a restart, it makes no second offer.
"""

from dataclasses import replace
from datetime import datetime

from rules.notices import DESK, ONCALL, Kind, Notice
from rules.offers import (
    INQUIRY_WITHIN,
    OFFERED_WITHIN,
    OPEN,
    UNCLAIMED_FOR,
    Inquiry,
    Saying,
    Standing,
    continues,
    reads_like_outage,
    staff_are_told,
    timestamp,
)
from rules.people import Customer, Mode
from rules.working_hours import Calendar
from services import conversation
from services.conversation import Said
from services.inquiries import item, offer, tell
from services.intake import record_inquiry
from services.people import known, speaks
from storage.tx import Tx


def is_news(tx: Tx, saying: Saying) -> bool:
    """False for what is known already, is in a case's thread, or was said where nobody listens."""
    if tx.overheard.at(saying.channel_id, saying.ts) is not None or _is_in_a_case(tx, saying):
        return False
    return _is_a_customers(tx, saying.channel_id)


def listens(tx: Tx, channel_id: str) -> bool:
    """True in a customer's channel."""
    return tx.customers.of_channel(channel_id) is not None


def is_known(tx: Tx, saying: Saying) -> bool:
    """True for what we overheard."""
    return tx.overheard.at(saying.channel_id, saying.ts) is not None


def may_be_ours(tx: Tx, saying: Saying) -> bool:
    """True for what we overheard, and for what may still reach us: a message may be deleted before we hear it."""
    return is_known(tx, saying) or is_news(tx, saying)


def overheard(tx: Tx, saying: Saying, home: str, desk: Calendar, hold_until: float) -> None:
    """Somebody wrote in a shared channel, in no case's thread. `home` is our workspace, whose people are us.

    It is part of an inquiry of theirs, or begins one; in a channel that is nobody's yet it is kept for whoever it
    becomes. `hold_until` is as in services.conversation.heard.
    """
    customer = tx.customers.of_channel(saying.channel_id)
    if customer is not None:
        tx.offers.hold(customer.id)
    if not is_news(tx, saying):
        return
    if customer is None:
        if not _is_by_us(tx, saying, home):
            tx.overheard.put(saying, None)
            tx.outbox.put(_question(tx, saying.channel_id), at=tx.now)
    elif _is_by_us(tx, saying, home):
        _keep_ours(tx, saying)
    else:
        _take(tx, customer, saying, desk, hold_until)


def asked_for(tx: Tx, saying: Saying, desk: Calendar) -> None:
    """Somebody put the agreed emoji on this message: it is offered, whoever wrote it and however it was judged."""
    customer = tx.customers.of_channel(saying.channel_id)
    if customer is None or _is_in_a_case(tx, saying):
        return
    tx.offers.hold(customer.id)
    inquiry = _inquiry_of(tx, saying) or _of_thread(tx, saying)
    if inquiry is None:
        _begin(tx, customer, saying, desk)
    elif inquiry.standing is Standing.NOT_A_CASE:
        _again(tx, inquiry, tx.now, desk)


def claimed(tx: Tx, customer: Customer, desk: Calendar) -> None:
    """The channel is this customer's now: what was said there meanwhile, in the last 7 days, becomes inquiries."""
    for saying in tx.overheard.unclaimed(customer.channel_id, timestamp(tx.now - UNCLAIMED_FOR)):
        _take(tx, customer, saying, desk, 0.0)


def changed(tx: Tx, saying: Saying, edited_ts: str) -> None:
    """The author changed a message we overheard, which now reads like this; `edited_ts` tells one edit from another."""
    before = tx.overheard.at(saying.channel_id, saying.ts)
    if before is None or before.is_gone or before.text == saying.text:
        return
    row_id = tx.overheard.inquiry_of(saying.channel_id, saying.ts)
    tx.overheard.put(replace(before, text=saying.text), row_id)
    inquiry = _inquiry_of(tx, before)
    if inquiry is not None and inquiry.standing is Standing.CASE:
        said = Said(saying.channel_id, inquiry.root_ts, saying.ts, saying.text, edited_ts=edited_ts)
        conversation.edited(tx, said)
    _reads_anew(tx, before, inquiry)


def took_back(tx: Tx, saying: Saying) -> None:
    """A message is gone, perhaps before we heard it: its words leave the inquiry, which ends with the last of them."""
    if not may_be_ours(tx, saying):
        return
    row_id = tx.overheard.inquiry_of(saying.channel_id, saying.ts)
    tx.overheard.put(replace(saying, text="", files=(), is_gone=True), row_id)
    inquiry = _inquiry_of(tx, saying)
    if inquiry is not None and inquiry.standing is Standing.CASE:
        conversation.deleted(tx, Said(saying.channel_id, inquiry.root_ts, saying.ts))
        _reads_anew(tx, saying, inquiry)
    elif inquiry is not None and inquiry.standing in OPEN and not tx.overheard.of_inquiry(inquiry.id):
        inquiry = replace(inquiry, standing=Standing.GONE, due_at=None)
        tx.offers.save(inquiry)
        tell(tx, inquiry)
    else:
        _reads_anew(tx, saying, inquiry)


def _is_in_a_case(tx: Tx, saying: Saying) -> bool:
    return tx.cards.case_in(saying.channel_id, saying.thread_ts or saying.ts) is not None


def _is_a_customers(tx: Tx, channel_id: str) -> bool:
    """A customer's channel, or one whose customer is asked about."""
    return tx.customers.of_channel(channel_id) is not None or tx.channels.of(channel_id) is not None


def _is_by_us(tx: Tx, saying: Saying, home: str) -> bool:
    """Who writes is of our workspace and no guest: a guest may be the customer's, and is heard like any stranger."""
    return saying.author.team_id == home and not known(tx, saying.author).is_guest


def _keep_ours(tx: Tx, saying: Saying) -> None:
    """What one of us writes in an inquiry's thread waits for the case it may become."""
    inquiry = _of_thread(tx, saying) if saying.thread_ts else None
    if inquiry is not None and inquiry.standing is not Standing.CASE:
        tx.overheard.put(replace(saying, is_ours=True), inquiry.id)


def _inquiry_of(tx: Tx, saying: Saying) -> Inquiry | None:
    row_id = tx.overheard.inquiry_of(saying.channel_id, saying.ts)
    return tx.offers.lock(row_id) if row_id is not None else None


def _question(tx: Tx, channel_id: str) -> Notice:
    """Whose channel it is, with what was said there since."""
    channel = tx.channels.of(channel_id)
    row_id = channel.id if channel else 0
    return Notice(DESK, f"channel:{row_id}", Kind.WHOSE_CHANNEL, subject_id=row_id)


def _reads_anew(tx: Tx, saying: Saying, inquiry: Inquiry | None) -> None:
    """Words changed: whatever shows them to staff is drawn again."""
    if inquiry is None and tx.customers.of_channel(saying.channel_id) is None:
        tx.outbox.put(_question(tx, saying.channel_id), at=tx.now)
    elif inquiry is not None and (inquiry.item_ts is not None or inquiry.standing is Standing.NOT_YET):
        tx.outbox.put(item(inquiry), at=tx.now)  # also of an item that is on its way with the old words


def _take(tx: Tx, customer: Customer, saying: Saying, desk: Calendar, hold_until: float) -> None:
    """Words of the customer's: more of an inquiry, words on the case it became, or a new inquiry."""
    inquiry = _of_thread(tx, saying) if saying.thread_ts else _going_on(tx, saying)
    if inquiry is None:
        if customer.mode is not Mode.OFF or saying.asks:
            _begin(tx, customer, saying, desk)
        return
    tx.overheard.put(saying, inquiry.id)
    if inquiry.standing is Standing.CASE:
        tx.offers.save(replace(inquiry, last_at=max(inquiry.last_at, saying.at)))
        said = Said(saying.channel_id, inquiry.root_ts, saying.ts, saying.text, saying.files)
        conversation.heard(tx, saying.author, said, desk, hold_until)
    else:
        _add(tx, inquiry, saying, desk)


def _of_thread(tx: Tx, saying: Saying) -> Inquiry | None:
    """The inquiry whose thread, or the thread of one of whose messages, this is a reply in."""
    root = saying.thread_ts or saying.ts
    row_id = tx.overheard.inquiry_of(saying.channel_id, root)
    inquiry = tx.offers.in_thread(saying.channel_id, root) if row_id is None else tx.offers.get(row_id)
    return tx.offers.lock(inquiry.id) if inquiry else None


def _going_on(tx: Tx, saying: Saying) -> Inquiry | None:
    """The author's inquiry this belongs to, the newest first: of messages in the channel itself."""
    for inquiry in reversed(tx.offers.of_author(saying.channel_id, saying.author, saying.at - INQUIRY_WITHIN)):
        root = tx.overheard.at(saying.channel_id, inquiry.root_ts)
        in_the_channel = root is not None and root.thread_ts is None
        if in_the_channel and inquiry.standing is not Standing.GONE and continues(inquiry, saying.at):
            return tx.offers.lock(inquiry.id)
    return None


def _begin(tx: Tx, customer: Customer, saying: Saying, desk: Calendar) -> None:
    at, root = saying.at, saying.thread_ts or saying.ts
    due = staff_are_told(at, saying.text, desk)
    inquiry = Inquiry(0, customer.id, saying.channel_id, root, saying.author, at, at, due_at=due)
    inquiry = replace(inquiry, id=tx.offers.add(inquiry))
    tx.overheard.put(saying, inquiry.id)
    if customer.mode is Mode.AUTOMATIC and saying.thread_ts is None and speaks(tx, saying.author, customer):
        record_inquiry(tx, inquiry, customer, desk)
        return
    if tx.now - at <= OFFERED_WITHIN:
        tx.outbox.put(offer(inquiry), at=tx.now)
    _if_it_burns(tx, inquiry, saying, desk)


def _add(tx: Tx, inquiry: Inquiry, saying: Saying, desk: Calendar) -> None:
    """More words of an inquiry that is no case: the earliest is the submission, whichever came first."""
    moves = inquiry.offer_ts is None and saying.thread_ts is None and saying.ts < inquiry.root_ts
    inquiry = replace(
        inquiry,
        root_ts=saying.ts if moves else inquiry.root_ts,
        said_at=min(inquiry.said_at, saying.at),
        last_at=max(inquiry.last_at, saying.at),
    )
    if inquiry.standing not in OPEN:
        _again(tx, inquiry, saying.at, desk)
        return
    tx.offers.save(inquiry)
    if inquiry.standing is Standing.NOT_YET:
        tx.outbox.put(item(inquiry), at=tx.now)
    _if_it_burns(tx, inquiry, saying, desk)


def _again(tx: Tx, inquiry: Inquiry, at: datetime, desk: Calendar) -> None:
    """What was judged no case, or was taken back, is offered once more: there are new words, or somebody asks."""
    due = staff_are_told(at, "", desk)
    inquiry = replace(inquiry, standing=Standing.OFFERED, decided_by=None, due_at=due)
    tx.offers.save(inquiry)
    tell(tx, inquiry)


def _if_it_burns(tx: Tx, inquiry: Inquiry, saying: Saying, desk: Calendar) -> None:
    """What reads like an outage is told to staff at once, and outside opening hours to the duty too."""
    if not reads_like_outage(saying.text):
        return
    if inquiry.standing is Standing.OFFERED:
        to_staff(tx, inquiry)
    if not desk.is_open(tx.now) and not _burnt_before(tx, inquiry, saying, desk):
        tx.outbox.put(Notice(ONCALL, f"down:{inquiry.id}", Kind.INQUIRY_DOWN, subject_id=inquiry.id), at=tx.now)


def _burnt_before(tx: Tx, inquiry: Inquiry, saying: Saying, desk: Calendar) -> bool:
    """The duty has been told of this inquiry: who says it five times in a row has one site that is down."""
    others = (one for one in tx.overheard.of_inquiry(inquiry.id) if one.ts != saying.ts)
    return any(reads_like_outage(one.text) and not desk.is_open(one.at) for one in others)


def to_staff(tx: Tx, inquiry: Inquiry) -> None:
    """Nobody took the offer: staff decide what it is."""
    inquiry = replace(inquiry, standing=Standing.NOT_YET, due_at=None)
    tx.offers.save(inquiry)
    tx.outbox.put(item(inquiry), at=tx.now)
