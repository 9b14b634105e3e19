"""The README's tables are made from the code; what it says of the control is all there is."""

import ast
import asyncio
import inspect
import json
import re
import sys
from fnmatch import fnmatch
from pathlib import Path

from slack_sdk.web import client

from sandbox import calls, scopes, simulated
from sandbox.control import VERBS
from sandbox.questions import QUESTIONS
from tests.sandbox.house import House

FOLDER = simulated.README.parent
PLUMBING = {
    "__init__", "__main__", "body", "cast", "changes", "clock", "config", "control", "draft", "exchange", "faults",
    "find_button", "hang_up", "ids", "inspected", "kinds", "notices", "page", "page_json", "pytest_plugin", "questions",
    "record", "server", "shapes", "simulated", "slack", "snapshot", "sockets", "testing", "verbs_faults", "verbs_write",
}  # fmt: skip


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


async def test_its_app_runs_as_it_stands(house: House, tmp_path: Path) -> None:
    (program,) = re.findall(r"```python\n(import asyncio.*?)```", simulated.README.read_text("utf-8"), re.DOTALL)
    (tmp_path / "app.py").write_text(program)
    pipe = asyncio.subprocess.PIPE
    app = await asyncio.create_subprocess_exec(sys.executable, "app.py", cwd=tmp_path, stdin=pipe, stdout=pipe)
    assert app.stdin is not None
    app.stdin.write(json.dumps(house.facts).encode() + b"\n")
    assert await house.slack.changes.until(lambda: bool(house.slack.deliveries.roads) or None, 20)
    await house.control.do("say", user="Kari", channel=house.shared, text="Hi")
    heard = await house.control.see("wait", channel=house.shared, contains="You said: Hi", timeout_s=10)
    told = await house.control.do("command", user="Anna", channel=house.shared, command="/hello")
    app.terminate()
    await app.wait()
    assert (heard["ok"], told["shown"]) == (True, ["Hello yourself"])


def test_whoever_keeps_a_rule_of_slack_s_names_its_page() -> None:
    modules = {each.stem: ast.get_docstring(ast.parse(each.read_text("utf-8"))) for each in FOLDER.glob("*.py")}
    assert {name for name, said in modules.items() if "docs.slack.dev/" not in (said or "")} == PLUMBING
