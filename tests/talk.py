"""What is said in one case's threads, heard and mirrored at instants the test chooses (machine seconds)."""

from dataclasses import dataclass, field

from rules.cases import Case
from rules.notices import DESK, Item, Kind, customer_lane
from rules.office import DESK_HOURS
from rules.people import PersonId
from rules.records import CardPlace, Entry, Spoken
from rules.retries import MIRROR_WAIT
from services import outbox
from services.conversation import Said, deleted, edited, heard
from services.desk import Desk
from services.outbox import Sent
from storage.tx import Tx
from tests.cast import CHANNEL, agency, opened

ROOT = "1700000000.000000"
STAFF_CHANNEL = "CDESK"


def ts(second: int) -> str:
    """The ts of what was said in this second."""
    return f"17000{second:05}.000100"


@dataclass
class Talk:
    """One case with both its threads. `shown` is what stands in the staff thread, in order of its posting."""

    desk: Desk
    case: Case
    shown: list[tuple[Kind, Spoken]] = field(default_factory=list)

    async def says(self, who: PersonId, said: Said, at: float = 0.0) -> None:
        """The event of a message arrives at that machine second."""
        await self.desk.do(heard, who, said, DESK_HOURS, at + MIRROR_WAIT)

    async def edits(self, said: Said) -> None:
        """The event of an edit arrives."""
        await self.desk.do(edited, said)

    async def deletes(self, second: int) -> None:
        """The event of a deletion arrives."""
        await self.desk.do(deleted, Said(CHANNEL, ROOT, ts(second)))

    async def mirrors(self, at: float) -> None:
        """A courier sends what it may at that second."""
        while items := await self.takes(at):
            for item in items:
                await self.sends(item, at)

    async def takes(self, at: float, courier: str = "one") -> list[Item]:
        """A courier takes what it may."""
        return await self.desk.do(outbox.claim, courier, at, 10)

    async def takes_the(self, kind: Kind, at: float) -> Item:
        """A courier sends what comes first, and takes the next of this kind."""
        while items := await self.takes(at):
            for item in items:
                if item.notice.kind is not kind:
                    await self.sends(item, at)
            for item in items:
                if item.notice.kind is kind:
                    return item
        raise AssertionError(f"no {kind} to take")

    async def sends(self, item: Item, at: float, courier: str = "one") -> None:
        """The courier posts what it took, as it reads now."""
        spoken = await self.desk.ask(_told, item)
        if spoken is not None:
            self.shown.append((item.notice.kind, spoken))
        stands = f"{len(self.shown)}.0" if spoken else None
        await self.desk.do(outbox.sent, item, courier, at, Sent(STAFF_CHANNEL, stands))

    async def record(self) -> list[Entry]:
        """What the history has of the conversation, without the moves."""
        entries = await self.desk.ask(lambda tx: tx.history.of_case(self.case.id))
        return [entry for entry in entries if "message" in entry.facts]

    async def known(self, second: int) -> Spoken:
        """What the record has of the message."""
        found = await self.desk.ask(lambda tx: tx.messages.at(CHANNEL, ts(second)))
        assert found is not None
        return found


def message(second: int, text: str = "", edited_ts: str | None = None) -> Said:
    """What was said in this second of the case's customer thread."""
    return Said(CHANNEL, ROOT, ts(second), text or f"said in second {second}", (), edited_ts)


async def talk(desk: Desk) -> Talk:
    """A case of Kari's whose cards stand, with nothing waiting to be said."""
    customer = await agency(desk)
    return await another(desk, customer.id)


async def another(desk: Desk, customer_id: int) -> Talk:
    """One more case; the thread is its own now."""
    case = await opened(desk)
    found = Talk(desk, case)
    await found.mirrors(0.0)
    await desk.do(_stand, case, customer_id)
    found.shown.clear()
    return found


def _stand(tx: Tx, case: Case, customer_id: int) -> None:
    tx.cards.put(case.id, customer_lane(customer_id), CardPlace(CHANNEL, ROOT, ROOT))
    tx.cards.put(case.id, DESK, CardPlace(STAFF_CHANNEL, "1.0", "1.0"))


def _told(tx: Tx, item: Item) -> Spoken | None:
    entry = tx.history.get(item.notice.history_id) if item.notice.history_id else None
    return tx.messages.get(entry.facts["message"]) if entry and "message" in entry.facts else None
