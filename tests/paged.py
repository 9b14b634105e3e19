"""Pages at the desk as time passes: who was told when, and what waits to be said of it."""

from datetime import datetime

from rules.cases import Case
from rules.notices import ONCALL, Item, Kind
from rules.pages import About, Page, What
from rules.people import Person, PersonId, Place
from rules.rota_setup import LayerSetting
from services import outbox, people
from services.desk import Desk
from storage.tx import Tx
from tests.cast import ANNA, HOME, INGRID, JONAS

PER, BO = PersonId(HOME, "UPER"), PersonId(HOME, "UBO")  # developers
NAMES = {ANNA: "Anna", JONAS: "Jonas", INGRID: "Ingrid", PER: "Per", BO: "Bo"}


async def on_rota(desk: Desk, *layers: PersonId | None, since: datetime | None = None) -> None:
    """Jonas, Per and Bo are developers; each layer is one person's, or nobody's."""
    developers = [Person(who, NAMES[who]) for who in (JONAS, PER, BO)]
    await desk.do(people.refresh_place, Place.ONCALL, developers, HOME)

    def put(tx: Tx) -> None:
        for number, who in enumerate(layers, 1):
            tx.rota.put(LayerSetting(number, since or tx.now, (who,) if who else ()))

    await desk.do(put)


def put_on_rota(tx: Tx) -> None:
    """Jonas has duty, Per is the next layer, Bo a developer, Ingrid a lead."""
    for place, members in ((Place.ONCALL, (JONAS, PER, BO)), (Place.LEADS, (INGRID,))):
        people.refresh_place(tx, place, [Person(who, NAMES[who]) for who in members], HOME)
    for number, who in enumerate((JONAS, PER), 1):
        tx.rota.put(LayerSetting(number, tx.now, (who,)))


async def page_of(desk: Desk, case: Case | None) -> Page:
    """The open page about the case; of None: the drill."""
    found = await desk.ask(lambda tx: tx.pages.open_about(About(case.id if case else None)))
    assert found is not None
    return found


async def has_page(desk: Desk, case: Case) -> bool:
    return await desk.ask(lambda tx: tx.pages.open_about(About(case.id))) is not None


async def told(desk: Desk, page: Page) -> list[tuple[datetime, str]]:
    """Who was told, step by step: when, and whom."""

    def look(tx: Tx) -> list[tuple[datetime, str]]:
        steps = [step for step in tx.page_steps.of(page.id) if step.what is What.TOLD]
        return [(one.at, " ".join(NAMES[call.who] for call in tx.page_steps.calls_in(one.id))) for one in steps]

    return await desk.ask(look)


async def happened(desk: Desk, page: Page) -> list[What]:
    """What happened to it, in order."""
    return [step.what for step in await desk.ask(lambda tx: tx.page_steps.of(page.id))]


async def waiting(desk: Desk, kind: Kind, *, in_person: bool) -> list[Item]:
    """What waits to be said of this kind."""
    found = [one for one in await desk.ask(outbox.stuck) if one.notice.kind is kind]
    assert all((one.notice.lane != ONCALL) == in_person for one in found)
    return found
