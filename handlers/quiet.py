"""The outlet of questions about Do Not Disturb: nothing is said, Slack is asked, and the answer is kept."""

from handlers.house import House
from rules.notices import Item, Kind
from services import dnd, waking
from services.outbox import Sent


class Quiet:
    """Asks for whom Slack is quiet. What it does not tell counts as not paused."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def send(self, item: Item, held_until: float) -> Sent:
        """Asks about the person whose lane it is."""
        desk, row_id = self._house.desk, dnd.person_of(item.notice.lane)
        who = await desk.ask(dnd.whose, row_id)
        until = await self._house.slack.quiet_until(who.user_id, desk.now())
        if item.notice.kind is Kind.DND_PAGED:
            await desk.do(waking.was_read, item.notice.subject_id or 0, row_id, until)
        else:
            await desk.do(dnd.was_read, row_id, until)
        return Sent("")

    def stop_waiting(self) -> None:
        """Nobody waits for a turn here."""
