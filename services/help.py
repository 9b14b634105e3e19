"""The pinned *Need help?* message: kept true to the day's opening hours and the wording, and there."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from rules.facts import HelpFacts
from rules.notices import Kind, Notice, customer_lane
from rules.office import local_date
from rules.working_hours import Calendar
from services.reach import is_in_reach
from storage.tx import Tx

SHOWN_UNTIL = "help shown"


def notice(customer_id: int) -> Notice:
    """Show *Need help?* as it should be now. The courier asks nothing of Slack while it shows that already."""
    lane = customer_lane(customer_id)
    return Notice(lane, f"{lane}#help", Kind.NEED_HELP, subject_id=customer_id)


def facts(tx: Tx, customer_id: int, desk: Calendar, phone: Calendar, number: str) -> HelpFacts:
    """What the message is told from today."""
    day, end = _today(desk, tx.now)
    opening = [next(iter(hours.spans(day, end)), None) for hours in (desk, phone)]
    return HelpFacts(tx.customers.get(customer_id), opening[0], opening[1], desk.next_open(max(tx.now, day)), number)


def show_today(tx: Tx, desk: Calendar) -> int:
    """A new day, or a start: the message in every channel within reach is looked at; returns how many there are."""
    customers = [one for one in tx.customers.all() if is_in_reach(one)]
    tx.outbox.put(*(notice(customer.id) for customer in customers), at=tx.now)
    tx.progress.reach(SHOWN_UNTIL, _today(desk, tx.now)[1])
    return len(customers)


def show_due(tx: Tx, desk: Calendar) -> int:
    """Does `show_today` when the local day has changed."""
    due = next_due(tx)
    return show_today(tx, desk) if due is not None and due <= tx.now else 0


def next_due(tx: Tx) -> datetime | None:
    """The next local midnight (UTC); None before the first start."""
    return tx.progress.until(SHOWN_UNTIL)


def unpinned(tx: Tx, channel_id: str, ts: str) -> None:
    """Somebody unpinned the message at `ts` of this channel: if that is ours, it is shown and pinned again."""
    _again(tx, channel_id, ts, ts)


def removed(tx: Tx, channel_id: str, ts: str) -> None:
    """Somebody removed the message at `ts` of this channel: if that is ours, it is posted and pinned anew."""
    _again(tx, channel_id, ts, None)


def _again(tx: Tx, channel_id: str, ts: str, stands_at: str | None) -> None:
    customer = tx.customers.of_channel(channel_id)
    if customer is not None and customer.help_ts == ts:
        tx.customers.help_stands(customer.id, stands_at, None)
        tx.outbox.put(notice(customer.id), at=tx.now)


def standing(tx: Tx) -> list[tuple[str, str]]:
    """Channel and ts of every message that should be pinned."""
    return [(one.channel_id, one.help_ts) for one in tx.customers.all() if one.help_ts and is_in_reach(one)]


def _today(desk: Calendar, now: datetime) -> tuple[datetime, datetime]:
    """This local day, from midnight to midnight."""
    zone, day = ZoneInfo(desk.timezone), local_date(desk, now)
    tomorrow = day + timedelta(days=1)
    return datetime.combine(day, time(), zone), datetime.combine(tomorrow, time(), zone)
