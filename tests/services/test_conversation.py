"""What is said in a customer's thread: kept whole, whoever said it, however long or odd it is."""

import pytest

from rules.cases import Action, Case, State
from rules.forms import CaseForm, File
from rules.levels import Urgency
from rules.notices import Kind, customer_lane
from rules.office import DESK_HOURS
from rules.people import Person, PersonId
from rules.records import CardPlace, Entry
from services import outbox
from services.conversation import Said, heard
from services.desk import Desk
from services.intake import Door, open_case
from services.people import remember
from storage.tx import Tx
from tests.cast import ANNA, CHANNEL, HOME, KARI, OLA, SIRI, agency, does, opened

ROOT = "1700000000.000100"
PICTURE = File("F1", "skjermbilde.png", 10, "image/png")


async def asked(desk: Desk) -> Case:
    """A case with a question out, and its thread in the customer's channel."""
    customer = await agency(desk)
    case = await does(desk, ANNA, Action.TAKE, await opened(desk))
    case = await does(desk, ANNA, Action.ASK, case, question="Which browser?")
    place = CardPlace(CHANNEL, ROOT, ROOT)
    await desk.do(lambda tx: tx.cards.put(case.id, customer_lane(customer.id), place))
    return case


async def says(desk: Desk, who: PersonId, text: str, *files: File) -> tuple[Case, Entry, str]:
    """The person says it in the thread; the case as it is then, what the history has of it, and the words kept."""
    await desk.do(heard, who, Said(CHANNEL, ROOT, "1700000001.000100", text, files), DESK_HOURS, 0.0)

    def newest(tx: Tx) -> tuple[Case, Entry, str]:
        case = tx.cases.get(1)
        assert case is not None
        entry = tx.history.of_case(case.id)[-1]
        return case, entry, tx.messages.get(entry.facts["message"]).text

    return await desk.ask(newest)


@pytest.mark.parametrize("text", ["Firefox", " two spaces  ", "x" * 3001, "x" * 39_000 + "\nThe end.\n", "é🔥" * 2000])
async def test_an_answer_said_aloud_is_kept_as_it_was_said(desk: Desk, text: str) -> None:
    await asked(desk)
    case, entry, words = await says(desk, KARI, text)
    assert (case.state, entry.action, words) == (State.IN_REVIEW, Action.ANSWER, text)


@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\u2003\n"])
async def test_a_picture_answers_a_question_too(desk: Desk, text: str) -> None:
    case = await asked(desk)
    case, entry, _words = await says(desk, OLA, text, PICTURE)
    assert (case.state, entry.action) == (State.IN_REVIEW, Action.ANSWER)
    kinds = [item.notice.kind for item in await desk.ask(outbox.stuck)]
    assert kinds.count(Kind.FILE) == 1


async def test_nothing_but_blanks_is_no_answer_and_is_kept(desk: Desk) -> None:
    await asked(desk)
    case, entry, words = await says(desk, KARI, "\u00a0")
    assert (case.state, entry.action, words) == (State.WAITING, Action.WRITE, "\u00a0")


@pytest.mark.parametrize("who", [ANNA, SIRI, PersonId("", "UWHO")])
async def test_what_others_say_while_a_question_is_out_is_kept_too(desk: Desk, who: PersonId) -> None:
    await asked(desk)
    case, entry, words = await says(desk, who, "Me too", PICTURE)
    assert (case.state, entry.action, words) == (State.WAITING, Action.WRITE, "Me too")


@pytest.mark.parametrize("who", [KARI, ANNA])
async def test_what_cannot_be_stored_is_replaced_and_the_rest_kept(desk: Desk, who: PersonId) -> None:
    await asked(desk)
    _case, _entry, words = await says(desk, who, "before \0 between \ud83d after")
    assert words == "before \ufffd between \ufffd after"


@pytest.mark.parametrize(
    ("who", "is_guest", "is_ours"),
    [
        (ANNA, False, True),
        (PersonId(HOME, "UPER"), False, True),
        (PersonId(HOME, "UGRO"), True, False),
        (KARI, False, False),
        (SIRI, False, False),
    ],
)
async def test_who_counts_as_us_in_a_customers_thread(desk: Desk, who: PersonId, is_guest: bool, is_ours: bool) -> None:
    await asked(desk)
    await desk.do(remember, [Person(who, "Somebody", is_guest=is_guest)])
    said = Said(CHANNEL, ROOT, "1700000001.000100", "We are on it")
    await desk.do(heard, who, said, DESK_HOURS, 0.0, HOME)
    spoken = await desk.ask(lambda tx: tx.messages.at(CHANNEL, said.ts))
    case = await desk.ask(lambda tx: tx.cases.get(1))
    assert spoken is not None
    assert case is not None
    assert spoken.is_ours is is_ours
    assert (case.answered_at is not None) is is_ours, "only we can answer"


async def test_a_case_made_from_words_in_a_cases_thread_gets_a_card_of_its_own(desk: Desk) -> None:
    customer = await agency(desk)
    form = CaseForm("The checkout fails", Urgency.URGENT, customer_id=customer.id, contact=KARI)
    roots = ["2.0", "2.0", "3.0"]
    made = [(await desk.do(open_case, ANNA, form, Door(CHANNEL, ts), DESK_HOURS)).case.id for ts in roots]
    places = await desk.ask(lambda tx: tx.cards.places(made, customer_lane(customer.id)))
    assert {row: place.thread_ts for row, place in places.items()} == {made[0]: "2.0", made[2]: "3.0"}
    await desk.do(heard, KARI, Said(CHANNEL, "2.0", "2.5", "It is the Visa card"), DESK_HOURS)
    newest = await desk.ask(lambda tx: [tx.history.of_case(row)[-1].action for row in made[:2]])
    assert newest == [Action.WRITE, Action.OPEN]
