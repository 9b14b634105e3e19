"""The README's tables are made from the code; what it says of the control is all there is."""

import inspect
import re
from fnmatch import fnmatch

from slack_sdk.web import client

from sandbox import calls, scopes, simulated
from sandbox.control import VERBS
from sandbox.questions import QUESTIONS


def test_the_tables_are_those_of_the_code() -> None:
    assert simulated.README.read_text("utf-8") == simulated.current(), "python -m sandbox.simulated writes them anew"


def test_every_method_of_slack_is_in_them() -> None:
    known = set(re.findall(r'api_call\(\s*"([\w.]+)"', inspect.getsource(client)))
    assert len(known) > 200
    lost = [each for each in known - set(calls.METHODS) if not any(fnmatch(each, family) for family in simulated.NOT)]
    assert lost == [], "simulate it, or name it in sandbox/simulated.py"


def test_what_is_in_part_is_there() -> None:
    assert set(simulated.PARTLY) <= set(calls.METHODS)
    assert set(simulated.EVENTS_PARTLY) <= set(scopes.EVENTS)
    assert set(scopes.METHODS) == set(calls.METHODS)


def test_the_control_is_told_whole() -> None:
    text = simulated.README.read_text("utf-8")
    assert [name for name in {**VERBS, **QUESTIONS} if f"`{name}`" not in text] == []
