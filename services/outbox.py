"""The courier's desk: claiming what waits, and recording what came of it. Times are machine seconds."""

from dataclasses import dataclass

from rules.forms import FileTrouble
from rules.levels import Level
from rules.notices import DESK, MAIL, ONCALL, Item, Kind, Notice, case_thread, refresh
from rules.records import CardPlace, Post
from services import alert_telling, mail, page_telling, reach, vitals
from services.conversation import file_not_passed_on
from services.promises import on_call_card
from storage.outbox import WAITING
from storage.tx import Tx

LEASE = 30.0
KNOWN_BY_PLACE = {
    Kind.WHOSE_CHANNEL,
    Kind.NEED_HELP,
    Kind.OFFER,
    Kind.NOT_YET_A_CASE,
    Kind.PAGE,
    Kind.DRILL,
    Kind.UPTIME,
}
TOLD_ELSEWHERE = {Kind.GAVE_UP, Kind.WAKE}  # a way that fails is told in its page's thread
OF_OURSELVES = {Kind.AILMENT, Kind.CANARY}
ALERT_CARDS = {Kind.ALERT, Kind.ALERT_CARD}
OUT_OF_REACH = {"not_in_channel", "channel_not_found", "is_archived"}  # a customer set up before the app is invited


@dataclass(frozen=True)
class Sent:
    """What came of sending an item: where it stands (None when nothing was posted; of a mail its Message-ID), as drawn
    from `version`.

    `root` is the thread the message is in; `buttons` is true while the message has buttons to keep true; `shows` is a
    fingerprint of what it shows, where that is kept; `trouble` is why a file, called `name`, was not passed on.
    """

    channel_id: str
    ts: str | None = None
    root: str | None = None
    version: int = 0
    newest: int = 0
    buttons: bool = False
    shows: str | None = None
    trouble: FileTrouble | None = None
    name: str = ""


@dataclass(frozen=True)
class Fetched:
    """A step of a file: it lies in our store, under its own name and its hash."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Uploaded:
    """A step of a file: Slack has it under this id, and nobody sees it yet."""

    file_id: str


Outcome = Sent | Fetched | Uploaded


@dataclass(frozen=True)
class Unsaid:
    """A row that waits or gave up, with the number of its case if it has one."""

    item: Item
    number: int | None

    @property
    def waits(self) -> bool:
        """False once it gave up."""
        return self.item.state == WAITING


def claim(tx: Tx, courier: str, machine: float, most: int) -> list[Item]:
    """What may be sent now, leased to this courier for 30 s; another takes over when it falls silent."""
    return tx.outbox.claim(courier, machine, LEASE, most)


def sent(tx: Tx, item: Item, courier: str, machine: float, outcome: Sent) -> None:
    """Records that the item stands in Slack. Nothing changes when the lease was lost meanwhile."""
    if not tx.outbox.done(item, courier):
        return
    notice = item.notice
    if notice.lane.startswith(MAIL):
        if outcome.ts:
            mail.sent(tx, notice, outcome.ts)
    elif notice.kind in ALERT_CARDS:
        alert_telling.stands(tx, notice, machine, outcome.channel_id, outcome.ts, outcome.newest)
    elif notice.kind in OF_OURSELVES:
        vitals.stands(tx, notice, machine, outcome.ts or "")
    elif notice.kind in KNOWN_BY_PLACE:
        _stands(tx, notice, outcome)
    elif notice.kind is Kind.CARD:
        _card_stands(tx, notice, machine, outcome)
    elif notice.kind is Kind.FILE_GONE:
        tx.messages.drop_file(notice.subject_id or 0)
        tx.attachments.drop(notice.subject_id or 0)
    elif outcome.trouble is not None:
        file_not_passed_on(tx, notice, outcome.trouble, outcome.name)
    elif notice.kind is Kind.STEP and notice.subject_id is not None:
        tx.alert_words.stands(notice.subject_id, outcome.ts or "")
    elif notice.kind is Kind.STEP:
        tx.messages.stands(notice.history_id or 0, outcome.channel_id, outcome.ts or "")
    elif outcome.buttons and outcome.ts and notice.history_id and notice.kind not in {Kind.REFRESH, Kind.CHANGED}:
        _buttons_stand(tx, notice, outcome)
    elif notice.kind is Kind.REFRESH and not outcome.buttons:
        tx.cards.drop_post(notice.subject_id or 0)


def went_on(tx: Tx, item: Item, courier: str, step: Fetched | Uploaded) -> None:
    """Keeps a step that succeeded; the next one may be tried at once. Nothing changes when the lease was lost.

    The ten minutes go on from the first failure, but waits grow anew, and no earlier step is in doubt any more.
    """
    file_id = step.file_id if isinstance(step, Uploaded) else None
    if not tx.outbox.went_on(item, courier, file_id):
        return
    if isinstance(step, Fetched):
        tx.attachments.keep(item.notice.subject_id or 0, step.name, step.sha256)
    elif item.notice.kind is Kind.FILE:
        tx.messages.uploaded(item.notice.subject_id or 0, step.file_id)


def again(
    tx: Tx, item: Item, courier: str, machine: float, wait: float, reason: str, doubtful: bool, counts: bool
) -> None:
    """Tries the item again `wait` seconds from now; `doubtful` when the last try may have worked."""
    tx.outbox.later(
        item, courier, again_at=machine + wait, machine=machine, reason=reason, doubtful=doubtful, counts=counts
    )


def give_up(tx: Tx, item: Item, courier: str, reason: str) -> None:
    """The item will never be sent; the on-call channel is told once, of a mail Customer Success, who may know another
    address, unless that is what could not be sent, or it is told elsewhere."""
    if not tx.outbox.give_up(item, courier, reason) or item.notice.kind in TOLD_ELSEWHERE:
        return
    lane = DESK if item.notice.lane.startswith(MAIL) else ONCALL
    tx.outbox.put(Notice(lane, f"gave_up:{item.id}", Kind.GAVE_UP, subject_id=item.id), at=tx.now)
    if item.notice.kind is Kind.PAGE:
        page_telling.failed(tx, item.notice.subject_id or 0, reason)
    if item.notice.kind is Kind.NEED_HELP and reason in OUT_OF_REACH:
        reach.gone(tx, tx.customers.get(item.notice.subject_id or 0).channel_id)


def root_waits(tx: Tx, item: Item) -> bool:
    """True while the card that opens the item's thread is still to be posted, and where it stands after all: then
    another courier posted it after the facts were read that knew no place, and a second one would stay behind."""
    notice = item.notice
    if notice.kind is Kind.ALERT_CARD:
        return alert_telling.root_waits(tx, item)
    place = tx.cards.place(notice.case_id or 0, notice.lane)
    stands = place is not None and place.card_ts is not None
    return stands or tx.outbox.waits_before(case_thread(notice.case_id or 0, notice.lane), item.id)


def next_at(tx: Tx) -> float | None:
    """The machine second at which something can be claimed next."""
    return tx.outbox.next_at()


def waiting(tx: Tx) -> int:
    """How much waits to be said."""
    return tx.outbox.count()


def everything(tx: Tx) -> list[Item]:
    """Every notice there ever was, oldest first: for comparing what we believe with what Slack has."""
    return tx.outbox.all()


def stuck(tx: Tx) -> list[Item]:
    """What waits and what gave up, oldest first."""
    return tx.outbox.stuck()


def unsaid(tx: Tx) -> list[Unsaid]:
    """What waits and what gave up, oldest first, for people to look at."""
    return _numbered(tx, tx.outbox.stuck())


def retry(tx: Tx, item_id: int | None) -> list[Unsaid]:
    """What gave up, this row or all (None), waits again as if never tried; returns it, oldest first.

    It counts as doubtful: the courier looks whether an earlier try reached Slack before it says it again.
    """
    return _numbered(tx, tx.outbox.retry(item_id))


def _numbered(tx: Tx, items: list[Item]) -> list[Unsaid]:
    cases = {case_id: tx.cases.get(case_id) for item in items if (case_id := item.notice.case_id) is not None}
    numbers = {case_id: case.number for case_id, case in cases.items() if case is not None}
    return [Unsaid(item, numbers.get(item.notice.case_id or 0)) for item in items]


def _stands(tx: Tx, notice: Notice, outcome: Sent) -> None:
    """What is drawn again, or answered, where it stands."""
    row_id, ts = notice.subject_id or 0, outcome.ts
    if not ts:
        return
    match notice.kind:
        case Kind.WHOSE_CHANNEL:
            tx.channels.question_stands(row_id, ts)
        case Kind.NEED_HELP:
            tx.customers.help_stands(row_id, ts, outcome.shows)
        case Kind.OFFER:
            tx.offers.offer_stands(row_id, ts)
        case Kind.NOT_YET_A_CASE:
            tx.offers.item_stands(row_id, ts)
        case Kind.PAGE:
            page_telling.stands(tx, row_id, outcome.channel_id, ts)
        case Kind.DRILL:
            tx.pages.stands(row_id, outcome.channel_id, ts)
        case Kind.UPTIME:
            tx.uptime_reports.stands(row_id, outcome.channel_id, ts)


def _card_stands(tx: Tx, notice: Notice, machine: float, outcome: Sent) -> None:
    case_id = notice.case_id or 0
    if outcome.ts is None:
        return
    place = CardPlace(outcome.channel_id, outcome.root or outcome.ts, outcome.ts)
    tx.cards.put(case_id, notice.lane, place)
    tx.outbox.coalesce(case_thread(case_id, notice.lane) + "#card", Kind.CARD, outcome.newest, machine)
    case = tx.cases.get(case_id) if notice.thread == case_thread(case_id, DESK) else None
    if case is not None and case.level is Level.A:
        tx.outbox.put(*on_call_card(tx, case), at=tx.now)  # which leads to it from now on


def _buttons_stand(tx: Tx, notice: Notice, outcome: Sent) -> None:
    """Remembers the message for as long as its buttons change; draws it again if the case moved on meanwhile."""
    case_id, history_id = notice.case_id or 0, notice.history_id or 0
    case = tx.cases.lock(case_id)
    post = Post(0, case_id, history_id, notice.lane, notice.kind.value, outcome.channel_id, outcome.ts or "")
    post_id = tx.cards.add_post(post, outcome.version)
    if case is not None and case.version != outcome.version:
        tx.outbox.put(refresh(case_id, notice.lane, post_id), at=tx.now)
