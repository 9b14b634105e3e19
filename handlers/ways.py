"""The outlet of people's wake-up ways: beside Slack, in lanes of their own, so that nothing holds them up."""

from handlers.house import House
from handlers.outlets import Failed, Refused
from handlers.pager import NotWoken
from handlers.views.wakeups import try_message
from handlers.views.waking import wake_message
from rules.acknowledging import link
from rules.notices import Item, Kind
from rules.wakeups import Trouble, Way
from services import wakeups, waking
from services.outbox import Sent

NEVER = {Trouble.NOT_INSTALLED, Trouble.NO_ADDRESS}


class Ways:
    """Sends over ways, and records what came of it: at least once, for in doubt it is sent again."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def send(self, item: Item, held_until: float) -> Sent:
        """Sends one message. Failed where the courier tries again, Refused where nothing can come of it."""
        if item.notice.kind is Kind.WAKE_TRY:
            return await self._try_it(item)
        return await self._wake(item)

    def stop_waiting(self) -> None:
        """Nobody waits for a turn here."""

    async def _wake(self, item: Item) -> Sent:
        """One way of who is paged. The thread of the page hears of a failure once it came twice: the first is often
        over a moment later."""
        desk, row_id = self._house.desk, item.notice.subject_id or 0
        facts = await desk.ask(waking.to_send, row_id)
        if facts is None:
            return Sent("")
        t = self._house.words(facts.language)
        title, text = wake_message(t, facts, link(self._house.public_url, facts.token))
        trouble = await self._sent(facts.way, title, text)
        if trouble is None:
            await desk.do(waking.went_out, row_id)
            return Sent("")
        is_told = item.attempts > 0 or trouble in NEVER
        await desk.do(waking.failed, row_id, trouble, is_told)
        raise (Refused if trouble in NEVER else Failed)(f"a wake-up way did not work: {trouble}")

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
