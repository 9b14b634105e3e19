"""Mail that goes out: what became of it, and what keeps all of it from being sent."""

from rules.mail import StandstillFacts
from rules.notices import DESK, MAIL, Kind, Notice
from storage.tx import Tx

WORKS = "mail works"
STANDS_STILL = {
    Kind.MAIL_NOT_SET_UP: "mail not set up",
    Kind.MAIL_REFUSED: "mail refused",
    Kind.MAIL_NOT_TRUSTED: "mail not trusted",
}


def stands_still(tx: Tx, kind: Kind) -> None:
    """No mail can be sent at all: staff are told once, until it works again."""
    # Two couriers meet it at the same moment: the key lets one of them tell.
    if not is_told(tx, kind) and tx.inbox.record(f"{kind}:{tx.progress.until(WORKS)}", tx.now):
        tx.progress.reach(STANDS_STILL[kind], tx.now)
        tx.outbox.put(Notice(DESK, kind.value, kind), at=tx.now)


def is_told(tx: Tx, kind: Kind) -> bool:
    """True once staff were told that no mail can be sent, and it has not worked since."""
    since, worked = tx.progress.until(STANDS_STILL[kind]), tx.progress.until(WORKS)
    return since is not None and (worked is None or worked < since)


def standstill(tx: Tx) -> StandstillFacts:
    """How much waits for it."""
    return StandstillFacts(tx.mails.waiting())


def sent(tx: Tx, notice: Notice, message_id: str) -> None:
    """The mail server has taken it: what comes next of its thread refers to it, and an answer finds its case."""
    tx.mails.add(message_id, notice.thread, notice.case_id, int(notice.lane.removeprefix(MAIL)), tx.now)
    if any(is_told(tx, kind) for kind in STANDS_STILL):
        tx.progress.reach(WORKS, tx.now)
