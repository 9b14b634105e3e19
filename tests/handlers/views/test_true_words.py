"""What is said holds: no question without its button, no promise that nobody keeps."""

from datetime import timedelta

import pytest

from handlers.views.notices import file_lost
from handlers.views.questions import wrote_afterwards
from rules.cases import Action, State
from rules.forms import FileTrouble
from tests.handlers.views.told import EN, NOW, Wrote, buttons, facts

WROTE = Wrote("The cart is empty", "Kari Nordmann", "Fjordmat", "https://fjordmat.no/kasse")


@pytest.mark.parametrize(("days", "asks"), [(13, True), (14, False)])
def test_who_writes_on_a_closed_case_is_asked_to_go_on_only_while_it_can_reopen(days: int, asks: bool) -> None:
    over = facts(WROTE, Action.WRITE, state=State.CLOSED, wrote_at=NOW, ended_at=NOW - timedelta(days=days))
    message = wrote_afterwards(EN, over, NOW)
    assert ("Shall we go on" in message.text) is asks
    assert buttons(message) == [*(["Reopen"] if asks else []), "Just thanks", "New case"]


def test_of_a_file_that_is_not_taken_only_what_is_true_is_said() -> None:
    text = file_lost(EN, facts(WROTE), FileTrouble.PROGRAM).text
    assert text.endswith("was not taken: it is a program.")
