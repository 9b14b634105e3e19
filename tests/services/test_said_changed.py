"""Edits and deletions of what was said: staff see it as it reads now, the history keeps who and when."""

import asyncio

import pytest

from rules.cases import Action, State
from rules.forms import File
from rules.notices import Kind
from rules.office import DESK_HOURS
from services import notices, outbox
from services.conversation import Copies, Said, copies, is_news
from services.desk import Desk
from services.outbox import Fetched, Uploaded
from tests.cast import ANNA, CHANNEL, KARI, does
from tests.conftest import TestClock
from tests.talk import ROOT, Talk, message, talk, ts

FIRST, SECOND = "1700009000.000000", "1700009001.000000"
PICTURE = File("F1", "skjermbilde.png", 10, "image/png")


@pytest.fixture
async def case(desk: Desk) -> Talk:
    return await talk(desk)


def stands(case: Talk) -> str:
    """What the mirror reads after the last time it was drawn."""
    return case.shown[-1][1].text


async def test_an_edit_draws_the_mirror_again(case: Talk) -> None:
    await case.says(KARI, message(1, "It brok"))
    await case.mirrors(5.0)
    await case.edits(message(1, "It broke", FIRST))
    await case.mirrors(6.0)
    assert [kind for kind, _spoken in case.shown] == [Kind.STEP, Kind.CHANGED]
    assert (stands(case), case.shown[-1][1].mirror_ts) == ("It broke", "1.0")
    assert [(entry.action, entry.actor) for entry in await case.record()] == [
        (Action.WRITE, KARI),
        (Action.EDIT, KARI),
    ]


async def test_the_same_edit_again_and_an_older_one_change_nothing(case: Talk) -> None:
    await case.says(KARI, message(1, "It brok"))
    for edit in ((message(1, "It is broken", SECOND)), message(1, "It broke", FIRST), message(1, "Twice", SECOND)):
        await case.edits(edit)
    await case.mirrors(5.0)
    assert (stands(case), len(await case.record())) == ("It is broken", 2)


async def test_an_edit_that_comes_before_its_message_waits_for_it(case: Talk) -> None:
    await case.edits(message(1, "It broke", FIRST))
    await case.mirrors(5.0)
    assert (case.shown, await case.record()) == ([], [])
    await case.says(KARI, message(1, "It brok"))
    await case.mirrors(10.0)
    [(kind, spoken)] = case.shown
    assert (kind, spoken.text, spoken.edited_ts, spoken.author) == (Kind.STEP, "It broke", FIRST, KARI)
    assert [entry.action for entry in await case.record()] == [Action.WRITE, Action.EDIT]


async def test_what_catching_up_brings_is_edited_already(case: Talk) -> None:
    await case.says(KARI, message(1, "It broke", FIRST))
    await case.says(KARI, message(1, "It brok"))
    await case.edits(message(1, "It broke", FIRST))
    await case.says(KARI, message(1, "It is broken", SECOND))
    await case.mirrors(5.0)
    assert (stands(case), len([kind for kind, _spoken in case.shown if kind is Kind.STEP])) == ("It is broken", 1)


async def test_an_edit_waits_also_for_what_catching_up_brings(case: Talk) -> None:
    await case.edits(message(1, "It broke", FIRST))
    await case.says(KARI, message(1, "It broke", FIRST))
    await case.mirrors(5.0)
    assert [spoken.text for _kind, spoken in case.shown] == ["It broke"]


async def test_a_deletion_takes_words_and_files_from_the_record(case: Talk, clock: TestClock) -> None:
    await case.says(KARI, Said(CHANNEL, ROOT, ts(1), "My password is fisk", (PICTURE,)))
    await case.mirrors(5.0)
    clock.advance(minutes=5)
    await case.deletes(1)
    await case.mirrors(6.0)
    known = await case.known(1)
    assert (known.text, known.deleted_at, known.author) == ("", clock.now(), KARI)
    assert [kind for kind, _spoken in case.shown] == [Kind.STEP, Kind.FILE, Kind.CHANGED, Kind.FILE_GONE]
    assert case.shown[2] == (Kind.CHANGED, known)
    last = (await case.record())[-1]
    assert (last.action, last.actor, last.at) == (Action.DELETE, KARI, clock.now())
    with pytest.raises(KeyError):
        await case.desk.ask(lambda tx: tx.attachments.get(1))
    assert "fisk" not in str(await case.desk.ask(lambda tx: tx.history.of_case(case.case.id)))


async def test_a_deletion_that_comes_before_its_message_waits_for_it(case: Talk) -> None:
    await case.deletes(1)
    await case.says(KARI, Said(CHANNEL, ROOT, ts(1), "My password is fisk", (PICTURE,)))
    await case.mirrors(5.0)
    [(kind, spoken)] = case.shown
    assert (kind, spoken.text, spoken.deleted_at is None) == (Kind.STEP, "", False)
    assert [entry.action for entry in await case.record()] == [Action.WRITE, Action.DELETE]


async def test_what_was_deleted_stays_so(case: Talk) -> None:
    await case.says(KARI, message(1))
    for _time in range(3):
        await case.deletes(1)
    await case.edits(message(1, "Back again", FIRST))
    await case.says(KARI, message(1))
    await case.mirrors(5.0)
    assert stands(case) == ""
    assert [entry.action for entry in await case.record()] == [Action.WRITE, Action.DELETE]


async def test_a_deleted_message_answers_nothing_and_a_deleted_answer_answered(case: Talk) -> None:
    asked = await does(case.desk, ANNA, Action.TAKE, case.case)
    await does(case.desk, ANNA, Action.ASK, asked, question="Which browser?")
    await case.deletes(1)
    await case.says(KARI, message(1))
    assert await _state(case) is State.WAITING
    await case.says(KARI, message(2))
    await case.deletes(2)
    assert await _state(case) is State.IN_REVIEW


async def test_all_at_once_from_two_processes(case: Talk) -> None:
    edit = message(1, "It broke", FIRST)
    both = [case.says(KARI, message(1, "It brok")) for _process in range(2)] + [
        case.edits(edit) for _process in range(2)
    ]
    await asyncio.gather(*both)
    await case.mirrors(5.0)
    assert stands(case) == "It broke"
    assert sorted(entry.action for entry in await case.record()) == [Action.EDIT, Action.WRITE]


async def test_words_that_never_came_to_stand_are_not_drawn_again(case: Talk) -> None:
    await case.says(KARI, message(1))
    step = await case.takes_the(Kind.STEP, 5.0)
    await case.desk.do(outbox.give_up, step, "one", "is_archived")
    await case.edits(message(1, "It broke", FIRST))
    again = await case.takes_the(Kind.CHANGED, 6.0)
    assert await case.desk.ask(notices.facts, again, DESK_HOURS) is None


async def test_a_file_of_a_deleted_message_is_not_shown(case: Talk) -> None:
    await case.says(KARI, Said(CHANNEL, ROOT, ts(1), "", (PICTURE,)))
    file = await case.takes_the(Kind.FILE, 5.0)
    await case.deletes(1)
    assert await case.desk.ask(notices.facts, file, DESK_HOURS) is None


async def test_what_another_attachment_shares_stays_in_the_store(case: Talk) -> None:
    for second, name in ((1, "a.png"), (2, "a.png"), (3, "b.png")):
        await case.says(KARI, Said(CHANNEL, ROOT, ts(second), "", (PICTURE,)))
        file = await case.takes_the(Kind.FILE, 5.0)
        await case.desk.do(outbox.went_on, file, "one", Fetched(name, name[0] * 64))
        file = await case.takes_the(Kind.FILE, 5.0)
        await case.desk.do(outbox.went_on, file, "one", Uploaded(f"F{second}"))
        await case.mirrors(6.0)
    found = [await case.desk.ask(copies, row_id) for row_id in (1, 2, 3)]
    assert found == [Copies(None, "F1"), Copies(None, "F2"), Copies("b" * 64, "F3")]


async def test_what_is_known_is_no_news(case: Talk) -> None:
    elsewhere = Said(CHANNEL, "1.0", ts(1))
    assert not await case.desk.ask(is_news, elsewhere)
    assert await case.desk.ask(is_news, message(1))
    await case.says(KARI, message(1))
    assert not await case.desk.ask(is_news, message(1))
    assert await case.desk.ask(is_news, message(1, "New", FIRST))


async def _state(case: Talk) -> State:
    found = await case.desk.ask(lambda tx: tx.cases.get(case.case.id))
    assert found is not None
    return found.state
