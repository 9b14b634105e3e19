"""The cast of the tests, and a small agency set up for them."""

from rules.cases import Action, Case, Press, seen
from rules.forms import CaseForm
from rules.levels import Urgency
from rules.office import DESK_HOURS
from rules.pages import About, Why
from rules.people import Customer, Person, PersonId, Place
from services import cases, channels, intake, pages, people, wakeups
from services.desk import Desk
from services.intake import Door

HOME, FJORDMAT, BREMUSEET = "THOME", "TFJORD", "TBRE"

ANNA = PersonId(HOME, "UANNA")  # Customer Success
JONAS = PersonId(HOME, "UJONAS")  # developer, and a member of Customer Success
INGRID = PersonId(HOME, "UINGRID")  # lead
KARI = PersonId(FJORDMAT, "UKARI")  # opens cases
OLA = PersonId(FJORDMAT, "UOLA")  # her colleague
SIRI = PersonId(BREMUSEET, "USIRI")  # of another customer
NAMES = {ANNA: "Anna", JONAS: "Jonas", INGRID: "Ingrid", KARI: "Kari", OLA: "Ola", SIRI: "Siri"}

CHANNEL, OTHER_CHANNEL = "CFJORD", "CBRE"


def person(who: PersonId) -> Person:
    return Person(who, NAMES[who])


async def agency(desk: Desk) -> Customer:
    """Anna and Jonas at the desk, Jonas on call, Ingrid a lead; Fjordmat and Bremuseet are customers."""
    await desk.do(people.refresh_place, Place.DESK, [person(ANNA), person(JONAS)], HOME)
    await desk.do(people.refresh_place, Place.ONCALL, [person(JONAS)], HOME)
    await desk.do(people.refresh_place, Place.LEADS, [person(INGRID)], HOME)
    await _customer(desk, OTHER_CHANNEL, "Bremuseet", BREMUSEET, [SIRI])
    return await _customer(desk, CHANNEL, "Fjordmat", FJORDMAT, [KARI, OLA])


async def _customer(desk: Desk, channel_id: str, name: str, team: str, contacts: list[PersonId]) -> Customer:
    known = [person(who) for who in contacts]
    row = await desk.do(channels.invited, channel_id, name.lower(), name, (team,), known)
    return await desk.do(channels.claim, INGRID, row, name, "en")


async def opened(desk: Desk, urgency: Urgency = Urgency.DEGRADED, who: PersonId = KARI) -> Case:
    """A case of Kari's."""
    form = CaseForm("The checkout does nothing", urgency, "https://fjordmat.no")
    result = await desk.do(intake.open_case, who, form, Door(CHANNEL), DESK_HOURS)
    return result.case


async def does(desk: Desk, who: PersonId, action: Action, case: Case, **values: str) -> Case:
    """The person presses the button as it is drawn now, and fills in its form."""
    press = Press(case.id, action, seen(case, action))
    return await desk.do(cases.move, who, press, values, DESK_HOURS)


async def in_test(desk: Desk, case: Case) -> Case:
    """Taken, started and made ready for test."""
    case = await does(desk, ANNA, Action.TAKE, case)
    case = await does(desk, ANNA, Action.START, case, expected="2")
    return await does(desk, JONAS, Action.READY_FOR_TEST, case, test_link="https://test.fjordmat.no")


async def can_be_woken(desk: Desk, *people: PersonId) -> None:
    """Each has a wake-up way, and has answered a drill."""
    for who in people:
        await desk.do(wakeups.add, who, {"way_name": "SMS", "way_address": "ntfy://phone"})
        page = await desk.do(pages.begin, About(), Why.DRILL, asked_by=who)
        await desk.do(pages.acknowledge, who, page.id)
