"""Notices: what has to be said after a commit, as kind and ids only; the words are made when it is sent."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rules.people import Place

DESK = "desk"
ONCALL = "oncall"
LANE_OF = {Place.DESK: DESK, Place.ONCALL: ONCALL}  # the internal channels
PERSON = "person:"
CUSTOMER = "customer:"
MAIL = "mail:"
WAY = "way:"
DND = "dnd:"


class Kind(StrEnum):
    """Every kind of notice; each has one renderer in handlers/views (a test holds them together)."""

    CARD = "card"
    STEP = "step"
    CHANGED = "changed"
    RECEIPT = "receipt"
    QUESTION = "question"
    REMINDER = "reminder"
    UNANSWERED = "unanswered"
    LEVEL_SET = "level_set"
    MERGED = "merged"
    WROTE_AFTERWARDS = "wrote_afterwards"
    STILL_ASKED = "still_asked"
    SAME_SITE = "same_site"
    TEST_ROUND = "test_round"
    APPROVAL_RECORDED = "approval_recorded"
    PUBLISHED = "published"
    RESTORED = "restored"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REFRESH = "refresh"
    FILE = "file"
    FILE_GONE = "file_gone"
    FILE_REFUSED = "file_refused"
    REPLY = "reply"
    ON_IT = "on_it"
    COUNTDOWN = "countdown"
    DIGEST = "digest"
    OUR_TURN = "our_turn"
    GO_HOME = "go_home"
    WHOSE_CHANNEL = "whose_channel"
    NEED_HELP = "need_help"
    GAVE_UP = "gave_up"
    OFFER = "offer"
    NOT_YET_A_CASE = "not_yet_a_case"
    INQUIRY_DOWN = "inquiry_down"
    CASE_DOWN = "case_down"
    SITE_DOWN = "site_down"
    PROBE = "probe"
    PROBED = "probed"
    NEW_CONTACT = "new_contact"
    CONTACT_LEFT = "contact_left"
    HANDED_OVER = "handed_over"
    LEFT_US = "left_us"
    CHANNEL_MOVED = "channel_moved"
    CHANNEL_GONE = "channel_gone"
    CHANNEL_BACK = "channel_back"
    SHARED_OUTSIDE = "shared_outside"
    LAYER_SET = "layer_set"
    ROTA_CHANGED = "rota_changed"
    ROTA_TAKEN_BACK = "rota_taken_back"
    ROTA_GAPS = "rota_gaps"
    DUTY_GROUP = "duty_group"
    PAGE = "page"
    PAGE_OVER = "page_over"
    PAGE_STEP = "page_step"
    STILL_ON_IT = "still_on_it"
    DRILL = "drill"
    MORNING = "morning"
    WAKE_TRY = "wake_try"
    WAKE_TRIED = "wake_tried"
    DND = "dnd"
    QUIET_DUTY = "quiet_duty"
    LETTER = "letter"
    SET_ASIDE = "set_aside"
    MAIL_NOT_SET_UP = "mail_not_set_up"
    MAIL_REFUSED = "mail_refused"
    MAIL_NOT_TRUSTED = "mail_not_trusted"
    NO_READERS = "no_readers"
    WAKE = "wake"
    WAKE_FAILED = "wake_failed"
    DND_PAGED = "dnd_paged"
    PAUSED = "paused"
    ALERT = "alert"
    ALERT_CARD = "alert_card"
    ALERT_STEP = "alert_step"
    UPTIME = "uptime"
    UPTIME_PICTURE = "uptime_picture"
    UPTIME_TABLE = "uptime_table"
    AILMENT = "ailment"
    CANARY = "canary"


class Order(StrEnum):
    """Order of service when several wait, first letter first (docs/architecture.md, "Getting out once")."""

    PAGE = "a"
    REPLY = "b"
    MIRROR = "c"
    CARD = "d"


ORDER = {
    Kind.CARD: Order.CARD,
    Kind.REFRESH: Order.CARD,
    Kind.ALERT: Order.PAGE,
    Kind.ALERT_CARD: Order.CARD,
    Kind.ALERT_STEP: Order.MIRROR,
    Kind.STEP: Order.MIRROR,
    Kind.CHANGED: Order.MIRROR,
    Kind.FILE: Order.MIRROR,
    Kind.FILE_GONE: Order.MIRROR,
    Kind.NEW_CONTACT: Order.MIRROR,
    Kind.GAVE_UP: Order.PAGE,
    Kind.INQUIRY_DOWN: Order.PAGE,
    Kind.CASE_DOWN: Order.PAGE,
    Kind.SHARED_OUTSIDE: Order.PAGE,
    Kind.COUNTDOWN: Order.PAGE,
    Kind.DIGEST: Order.PAGE,
    Kind.PAGE: Order.PAGE,
    Kind.PAGE_OVER: Order.CARD,
    Kind.PAGE_STEP: Order.PAGE,
    Kind.STILL_ON_IT: Order.PAGE,
    Kind.DRILL: Order.PAGE,
    Kind.WAKE: Order.PAGE,
    Kind.WAKE_FAILED: Order.PAGE,
    Kind.DND_PAGED: Order.PAGE,
    Kind.PAUSED: Order.PAGE,
    Kind.AILMENT: Order.PAGE,
    Kind.CANARY: Order.CARD,
}


@dataclass(frozen=True)
class Notice:
    """One thing to say: `lane` is whom (desk, oncall, customer:17), `thread` what must stay in order.

    `case_id`, `history_id`, `subject_id` name rows; never a text, never a Slack id.
    """

    lane: str
    thread: str
    kind: Kind
    case_id: int | None = None
    history_id: int | None = None
    subject_id: int | None = None

    @property
    def order(self) -> Order:
        """Replies of people unless the table says otherwise."""
        return ORDER.get(self.kind, Order.REPLY)


@dataclass(frozen=True)
class Item:
    """A row of the outbox as a courier holds it. `key` marks the message in Slack; `doubtful` means that an
    earlier attempt may have worked; `first_tried` is machine seconds of the first failure."""

    id: int
    key: str
    notice: Notice
    attempts: int
    doubtful: bool
    first_tried: float | None
    state: str
    reason: str | None
    created_at: datetime
    upload_id: str | None = None


def customer_lane(customer_id: int) -> str:
    """The lane of a customer's channel."""
    return f"{CUSTOMER}{customer_id}"


def person_lane(row_id: int) -> str:
    """The lane of one person's direct messages with the app."""
    return f"{PERSON}{row_id}"


def mail_lane(contact_id: int) -> str:
    """The lane of a contact's e-mail."""
    return f"{MAIL}{contact_id}"


def way_lane(row_id: int) -> str:
    """The lane of one wake-up way: no other holds it up, and it holds up none."""
    return f"{WAY}{row_id}"


def dnd_lane(row_id: int) -> str:
    """The lane of questions whether Slack is quiet for one person."""
    return f"{DND}{row_id}"


def case_thread(case_id: int, lane: str) -> str:
    """A case's thread in one lane: its messages stay in order."""
    return f"case:{case_id}@{lane}"


def card(case_id: int, lane: str) -> Notice:
    """Show the case's present state on its card. Apart from the thread's messages: the latest state wins."""
    return Notice(lane, case_thread(case_id, lane) + "#card", Kind.CARD, case_id)


def in_thread(kind: Kind, case_id: int, lane: str, history_id: int, subject_id: int | None = None) -> Notice:
    """A message in the case's thread of that lane, rendered from the history row."""
    return Notice(lane, case_thread(case_id, lane), kind, case_id, history_id, subject_id)


def refresh(case_id: int, lane: str, post_id: int) -> Notice:
    """Draw an old message again, so that its buttons show the case's present state."""
    return Notice(lane, f"post:{post_id}", Kind.REFRESH, case_id, subject_id=post_id)


def alert_thread(alert_id: int) -> str:
    """An alert's thread in the on-call channel: its card and what is said under it stay in order."""
    return f"alert:{alert_id}@{ONCALL}"


def alert_card(alert_id: int) -> Notice:
    """Show the alert's present state on its card. Apart from the thread's messages: the latest state wins."""
    return Notice(ONCALL, alert_thread(alert_id) + "#card", Kind.ALERT_CARD, subject_id=alert_id)
