"""Words a case was made from: what their author changes or takes back is followed as if it had been said later."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rules.cases import Action, Case, State
from rules.forms import File
from rules.notices import Kind
from rules.offers import Saying, timestamp
from rules.people import Mode
from services import outbox, overhearing
from services.desk import Desk
from tests.cast import ANNA, KARI, agency, does
from tests.conftest import MONDAY_10
from tests.services.test_overhearing import hears, inquiries, said, set_mode, takes

SECRET = "The password is hunter2"
EDITED = timestamp(MONDAY_10 + timedelta(minutes=1))
PICTURE = File("F1", "kasse.png", 3, "image/png")


async def by_itself(desk: Desk) -> Case:
    await agency(desk)
    await set_mode(desk, Mode.AUTOMATIC)
    await hears(desk, said(SECRET, files=(PICTURE,)))
    return await now(desk)


async def by_a_form(desk: Desk) -> Case:
    """Made of a message and a reply under it."""
    await agency(desk)
    await hears(desk, said("The shop is odd"), reply())
    return await takes(desk, KARI, (await inquiries(desk))[0])


def reply(text: str = SECRET) -> Saying:
    return said(text, MONDAY_10 + timedelta(seconds=9), files=(PICTURE,), thread_ts=timestamp(MONDAY_10))


async def now(desk: Desk) -> Case:
    found = await desk.ask(lambda tx: tx.cases.get(1))
    assert found is not None
    return found


async def told(desk: Desk, *kinds: Kind) -> list[Kind]:
    waiting = [item.notice.kind for item in await desk.ask(outbox.stuck) if item.notice.lane == "desk"]
    return [kind for kind in waiting if kind in kinds]


async def record(desk: Desk) -> list[Action]:
    return [entry.action for entry in await desk.ask(lambda tx: tx.history.of_case(1))]


async def read(desk: Desk, saying: Saying) -> tuple[str, bool]:
    """The message as it is on the record: its words, and whether they were taken back."""
    found = await desk.ask(lambda tx: tx.messages.at(saying.channel_id, saying.ts))
    assert found is not None
    return found.text, found.deleted_at is not None


async def test_a_case_that_made_itself_keeps_nothing_of_what_is_taken_back(desk: Desk) -> None:
    case = await by_itself(desk)
    assert case.title == SECRET
    await desk.do(overhearing.took_back, said(SECRET))
    assert (await now(desk)).problem == ""
    assert await read(desk, said("")) == ("", True)
    assert await desk.ask(lambda tx: tx.attachments.get(1).file.name) != PICTURE.name
    assert await told(desk, Kind.CHANGED, Kind.FILE_GONE) == [Kind.CHANGED, Kind.FILE_GONE]
    assert (await record(desk))[-1] is Action.DELETE


async def test_its_problem_is_what_the_words_read_now(desk: Desk) -> None:
    await by_itself(desk)
    for _time in range(2):
        await desk.do(overhearing.changed, said("The password is ****"), EDITED)
    assert (await now(desk)).problem == "The password is ****"
    assert await told(desk, Kind.CHANGED) == [Kind.CHANGED]
    assert (await record(desk)).count(Action.EDIT) == 1


async def test_an_edit_of_words_before_the_case_stands_in_the_staff_thread(desk: Desk) -> None:
    case = await by_a_form(desk)
    steps = len(await told(desk, Kind.STEP))
    await desk.do(overhearing.changed, reply("It is in Firefox only"), EDITED)
    assert len(await told(desk, Kind.STEP)) == steps + 1, "it did not stand there yet"
    await desk.do(overhearing.changed, reply("It is in Opera only"), timestamp(MONDAY_10 + timedelta(minutes=2)))
    assert len(await told(desk, Kind.STEP)) == steps + 1
    assert await told(desk, Kind.CHANGED) == [Kind.CHANGED]
    assert await read(desk, reply()) == ("It is in Opera only", False)
    assert (await now(desk)).problem == case.problem, "somebody wrote it in a form"


@pytest.mark.parametrize("edited_first", [False, True])
async def test_a_reply_before_the_case_can_be_taken_back(desk: Desk, edited_first: bool) -> None:
    await by_a_form(desk)
    if edited_first:
        await desk.do(overhearing.changed, reply("It is in Firefox only"), EDITED)
    for _time in range(2):
        await desk.do(overhearing.took_back, reply())
    assert await read(desk, reply()) == ("", True)
    assert await desk.ask(lambda tx: tx.attachments.get(1).file.name) != PICTURE.name
    assert (await record(desk)).count(Action.DELETE) == 1
    assert await told(desk, Kind.FILE_GONE) == [Kind.FILE_GONE]
    assert len(await told(desk, Kind.STEP)) == 2, "the opening, and the stub or what it became a stub of"


async def test_an_edit_is_no_answer_to_a_question_that_is_out(desk: Desk) -> None:
    case = await does(desk, ANNA, Action.TAKE, await by_a_form(desk))
    await does(desk, ANNA, Action.ASK, case, question="Which browser?")
    await desk.do(overhearing.changed, reply("Firefox"), EDITED)
    assert (await now(desk)).state is State.WAITING


async def test_what_the_case_was_made_from_is_said_once_however_often_it_is_read(desk: Desk) -> None:
    await by_a_form(desk)
    assert (await record(desk)) == [Action.OPEN, Action.WRITE, Action.WRITE]
    await hears(desk, replace(said("The shop is odd")), reply())
    assert (await record(desk)) == [Action.OPEN, Action.WRITE, Action.WRITE]


async def test_what_we_answer_before_the_case_is_on_it_and_is_none_of_the_customers_words(desk: Desk) -> None:
    await agency(desk)
    await hears(desk, said("The shop is odd"))
    ours = replace(reply("Which page do you mean?"), author=ANNA, files=())
    await hears(desk, ours)
    assert [inquiry.text for inquiry in await inquiries(desk)] == ["The shop is odd"]
    case = await takes(desk, KARI, (await inquiries(desk))[0])
    assert case.problem == "The shop is odd"
    assert await read(desk, ours) == ("Which page do you mean?", False)
    assert Action.WRITE in await record(desk)
    assert (await now(desk)).answered_at is not None


async def test_what_we_take_back_before_the_case_is_nowhere(desk: Desk) -> None:
    await agency(desk)
    ours = replace(reply(), author=ANNA, files=())
    await hears(desk, said("The shop is odd"), ours)
    await desk.do(overhearing.took_back, ours)
    await takes(desk, KARI, (await inquiries(desk))[0])
    assert await desk.ask(lambda tx: tx.messages.at(ours.channel_id, ours.ts)) is None
