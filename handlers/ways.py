"""The outlet of people's wake-up ways: beside Slack, in lanes of their own, so that nothing holds them up."""

from handlers.house import House
from handlers.pager import NotWoken
from handlers.views.wakeups import try_message
from rules.notices import Item
from rules.wakeups import Trouble, Way
from services import wakeups
from services.outbox import Sent


class Ways:
    """Sends over ways, and records what came of it."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def send(self, item: Item, held_until: float) -> Sent:
        """Sends one message: at least once, for in doubt it is sent again."""
        return await self._try_it(item)

    def stop_waiting(self) -> None:
        """Nobody waits for a turn here."""

    async def _try_it(self, item: Item) -> Sent:
        """A harmless message; its owner is told what came of it, so a failure is an answer too."""
        row_id = item.notice.subject_id or 0
        found = await self._house.desk.ask(wakeups.to_try, row_id)
        if found is not None:
            way, language = found
            trouble = await self._sent(way, *try_message(self._house.words(language)))
            await self._house.desk.do(wakeups.tried, item.key, row_id, trouble)
        return Sent("")

    async def _sent(self, way: Way, title: str, text: str) -> Trouble | None:
        try:
            await self._house.pager.send(way.address, title, text)
        except NotWoken as why:
            return why.trouble
        return None
