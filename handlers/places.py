"""Where a message stands in Slack, or is to stand: which one it draws again, and which thread it answers in."""

from rules.alert_facts import AlertFacts
from rules.facts import CaseFacts, ChannelFacts, Facts, HelpFacts, InquiryFacts
from rules.notices import CUSTOMER, Kind, Notice
from rules.pages import PageFacts
from rules.uptime import MonthFacts
from rules.vitals_facts import AilmentFacts, CanaryFacts
from rules.wakeups import PausedFacts, WakeFailedFacts


class NoThread(Exception):
    """The message that opens this thread gave up, so its replies do too."""


def stands(notice: Notice, facts: Facts) -> str | None:
    """The ts of the message this notice draws again, if it stands in Slack."""
    match facts:
        case CaseFacts(post=post) if post is not None:
            return post.ts
        case CaseFacts(spoken=spoken) if notice.kind is Kind.CHANGED and spoken is not None:
            return spoken.mirror_ts
        case CaseFacts(said=said) if notice.kind is Kind.CHANGED and said is not None:
            return said.mirror_ts
        case CaseFacts(place=place) if notice.kind is Kind.CARD and place is not None:
            return place.card_ts
        case AlertFacts(alert=alert) if notice.kind is not Kind.ALERT_STEP:
            return alert.ts
        case ChannelFacts():
            return facts.channel.question_ts
        case HelpFacts():
            return facts.customer.help_ts
        case PageFacts(page=page) if notice.kind is Kind.DRILL:
            return page.place.card_ts if page.place else None
        case PageFacts(call=call) if notice.kind is Kind.PAGE_OVER and call is not None:
            return call.place[1] if call.place else None
        case AilmentFacts():
            return facts.ailment.ts
        case CanaryFacts():
            return facts.ts
        case InquiryFacts(inquiry=inquiry):
            return {Kind.OFFER: inquiry.offer_ts, Kind.NOT_YET_A_CASE: inquiry.item_ts}.get(notice.kind)
    return None


def thread_of(notice: Notice, facts: Facts) -> str | None:
    """The root this message answers; None where it opens a thread itself."""
    if isinstance(facts, InquiryFacts) and notice.kind is Kind.OFFER:
        return facts.inquiry.root_ts
    if isinstance(facts, WakeFailedFacts | PausedFacts):
        return facts.place.thread_ts if facts.place else None
    if isinstance(facts, PageFacts) and notice.kind is Kind.PAGE_STEP:
        return facts.subject.place.thread_ts if facts.subject.place else None
    if isinstance(facts, AlertFacts):
        return _under_its_card(notice, facts)
    if isinstance(facts, MonthFacts):
        return facts.place[1] if facts.place and notice.lane.startswith(CUSTOMER) else None
    if not isinstance(facts, CaseFacts):
        return None
    root = facts.place.thread_ts if facts.place else None
    if root is None and notice.kind is not Kind.CARD:
        raise NoThread
    if root is not None and facts.place is not None and root == facts.place.card_ts and notice.kind is Kind.CARD:
        return None  # the card was the root and is gone
    return root


def _under_its_card(notice: Notice, facts: AlertFacts) -> str | None:
    """A line of an alert stands under its card, which opens a thread of its own."""
    if notice.kind is not Kind.ALERT_STEP:
        return None
    if facts.alert.ts is None:
        raise NoThread
    return facts.alert.ts


def drawn_in(notice: Notice, facts: Facts) -> str | None:
    """The channel of the direct message that is drawn again."""
    if not isinstance(facts, PageFacts) or notice.kind is not Kind.PAGE_OVER or facts.call is None:
        return None
    return facts.call.place[0] if facts.call.place else None
