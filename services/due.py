"""What falls due by itself: every deadline that is a column, swept in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from rules.escalation import LADDER, Step
from rules.working_hours import Calendar
from services import countdown, go_home
from services import help as help_message
from services.alerts import end_due
from services.cases import close_due
from services.countdown import count_down, remind_of_turn
from services.go_home import remind_to_go_home
from services.help import show_due
from services.offers import tell_staff_of_due
from services.page_sweep import sweep
from services.pages import next_due as next_page
from services.questions import remind_due
from services.rota_watch import next_due as next_look
from services.rota_watch import watch
from storage.tx import Tx


def do_due(tx: Tx, desk: Calendar, ladder: Sequence[Step] = LADDER) -> int:
    """Does what has fallen due, some at a time; returns how much. `ladder` is whom a page tells, step by step."""
    pages = end_due(tx) + sweep(tx, desk, ladder)
    promises = count_down(tx, desk) + remind_of_turn(tx, desk) + remind_to_go_home(tx, desk)
    rota = watch(tx, desk)
    cases = close_due(tx, desk) + remind_due(tx, desk) + tell_staff_of_due(tx)
    return pages + promises + rota + cases + show_due(tx, desk)


def next_due(tx: Tx) -> datetime | None:
    """The instant (UTC) at which something falls due next; None when nothing ever will."""
    dues = [tx.cases.next_due(), tx.cases.next_to_remind(), tx.offers.next_due(), help_message.next_due(tx)]
    dues += [next_look(tx), next_page(tx), tx.alerts.next_due()]
    dues += [countdown.next_due(tx), go_home.next_due(tx)]
    return min((due for due in dues if due is not None), default=None)
