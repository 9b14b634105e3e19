"""The doctor over a local Slack: it finds what is wrong, says the mend, and changes nothing."""

import argparse
import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import text

from bot import cli, doctor
from bot.clock import Clock
from bot.examine_machine import attachments
from bot.examine_slack import MANIFEST, clock, scopes
from bot.findings import Finding, Verdict
from bot.seeds import leads_group
from rules.notices import DESK, Notice
from rules.notices import Kind as NoticeKind
from rules.retries import TOKEN_REFUSED
from sandbox.config import load
from sandbox.server import Running, running
from services import outbox
from services.desk import Desk
from services.vitals import called
from storage.database import Database
from storage.tx import Tx
from tests.mail_server import MailServer, mail_server
from tests.office import CAST, ONCALL, SHARED
from tests.office import DESK as DESK_CHANNEL

NO_ROTA = "rota: none is set up, so everybody in the on-call channel has duty (/oncall in Slack)"
ASKS_ONLY = {
    "auth.test",
    "apps.connections.open",
    "conversations.info",
    "conversations.members",
    "usergroups.users.list",
}


class Visit:
    """A doctor's visit to an app whose settings are all right until a test spoils one."""

    def __init__(self, slack: Running, settings: pytest.MonkeyPatch, post: MailServer) -> None:
        self.slack = slack
        self.post = post
        self._settings = settings

    def given(self, **settings: str) -> "Visit":
        for name, value in settings.items():
            self._settings.setenv(name.upper(), value)
        return self

    async def findings(self) -> list[Finding]:
        return [finding async for finding in doctor.findings()]

    async def problems(self) -> list[str]:
        """What is wrong; each has a mend."""
        wrong = [finding for finding in await self.findings() if finding.verdict is Verdict.PROBLEM]
        assert all(finding.mend for finding in wrong)
        return [finding.says for finding in wrong]


@pytest.fixture
async def visit(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Visit]:
    monkeypatch.chdir(tmp_path)
    await Desk(database, Clock().now, lambda: None).do(called)
    async with mail_server(asks_for_password=True) as post, running(load(CAST), manifest_file=MANIFEST) as slack:
        yield Visit(slack, monkeypatch, post).given(
            smtp_url=f"smtp://us:secret@127.0.0.1:{post.port}",
            mail_from="Nordlys <support@nordlys.example>",
            slack_api_url=f"{slack.url}/api/",
            slack_bot_token=slack.facts["bot_token"],
            slack_app_token=slack.facts["app_token"],
            slack_signing_secret=slack.facts["signing_secret"],
            customer_success_channel=slack.facts["channels"][DESK_CHANNEL],
            on_call_channel=slack.facts["channels"][ONCALL],
            leads_group=await leads_group(slack.facts),
            database_url=database.url.render_as_string(hide_password=False),
            heartbeat_url="https://hc.example/1234",
        )


async def test_a_healthy_app_has_no_problem_and_nothing_is_changed(
    visit: Visit, database: Database, tmp_path: Path
) -> None:
    database.close()
    before = _files(tmp_path)
    found = await visit.findings()
    assert [finding.says for finding in found if finding.verdict is not Verdict.OK] == [NO_ROTA]
    assert len(found) == 16
    assert _files(tmp_path) == before
    assert {call["method"] for call in visit.slack.slack.record.calls} <= ASKS_ONLY | {"usergroups.list"}


async def test_it_leaves_with_0_only_without_a_problem(visit: Visit, capsys: pytest.CaptureFixture[str]) -> None:
    assert await asyncio.to_thread(doctor.examined, argparse.Namespace()) == 0
    assert "problem" not in capsys.readouterr().out
    visit.given(leads_group="S0GONE")
    assert await asyncio.to_thread(doctor.examined, argparse.Namespace()) == 1
    assert "problem  LEADS_GROUP cannot be used" in capsys.readouterr().out


def test_every_wrong_setting_is_named_with_its_mend(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, value in {"SLACK_BOT_TOKEN": "", "SLACK_API_URL": "slack.com", "PORT": "http"}.items():
        monkeypatch.setenv(name, value)
    for name in ("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "CUSTOMER_SUCCESS_CHANNEL", "ON_CALL_CHANNEL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SystemExit) as left:
        cli.main(["doctor"])
    assert left.value.code == 1
    lines = capsys.readouterr().out.splitlines()
    named = [line.split()[1] for line in lines if line.startswith("problem ")]
    missing = ["SLACK_APP_TOKEN", "CUSTOMER_SUCCESS_CHANNEL", "ON_CALL_CHANNEL"]
    assert named == ["SLACK_API_URL", "SLACK_BOT_TOKEN", *missing, "PORT"]
    assert sum(line.startswith("mend ") for line in lines) == len(named)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"slack_bot_token": "xoxb-of-another"}, "SLACK_BOT_TOKEN cannot be used: Slack says invalid_auth"),
        ({"slack_app_token": "xapp-of-another"}, "SLACK_APP_TOKEN cannot be used: Slack says invalid_auth"),
        ({"on_call_channel": "C0GONE"}, "ON_CALL_CHANNEL cannot be used: Slack says channel_not_found for C0GONE"),
        ({"leads_group": "S0GONE"}, "LEADS_GROUP cannot be used: Slack says no_such_subteam for S0GONE"),
    ],
)
async def test_what_slack_refuses_is_said_in_its_own_word(visit: Visit, wrong: dict[str, str], says: str) -> None:
    assert await visit.given(**wrong).problems() == [says]


@pytest.mark.parametrize(
    ("kind", "body"),
    [("text/plain", "fine"), ("text/html", "<p>"), ("application/json", "{"), ("application/json", '{"status": "up"}')],
)
async def test_an_address_that_is_not_slacks_is_named(visit: Visit, kind: str, body: str) -> None:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(text=body, content_type=kind)

    other = web.Application()
    other.router.add_post("/{method}", answer)
    async with TestServer(other) as server:
        [says] = await visit.given(slack_api_url=str(server.make_url("/"))).problems()
    assert says.startswith("SLACK_API_URL: no answer of Slack's")


async def test_where_nobody_answers_the_rest_is_looked_at(visit: Visit) -> None:
    found = await visit.given(slack_api_url="http://127.0.0.1:1/api/").findings()
    assert [finding.says.split(":")[0] for finding in found] == [
        "settings", "SLACK_API_URL", "SMTP_URL", "database", "outbox", "rota", "letters", "checks",
        "HEARTBEAT_URL", "ATTACHMENTS_DIR",
    ]  # fmt: skip


async def test_an_internal_channel_shared_outside_is_a_problem(visit: Visit) -> None:
    [says] = await visit.given(customer_success_channel=visit.slack.facts["channels"][SHARED]).problems()
    assert "#kunde-fjordmat is shared with another organisation" in says


async def test_an_app_that_is_not_in_its_channel_is_a_problem(visit: Visit) -> None:
    world = visit.slack.slack.world
    channel = world.channels[visit.slack.facts["channels"][ONCALL]]
    channel.is_private = False
    channel.members.remove(world.bot.user_id)
    assert await visit.problems() == ["ON_CALL_CHANNEL: the app is not in #on-call"]


async def test_over_http_no_socket_is_asked_for(visit: Visit) -> None:
    found = await visit.given(slack_app_token="").findings()
    assert any("taken over HTTP" in finding.says for finding in found)
    assert "apps.connections.open" not in {call["method"] for call in visit.slack.slack.record.calls}


async def test_without_leads_it_is_a_note(visit: Visit) -> None:
    found = await visit.given(leads_group="").findings()
    notes = [finding.says.split(" ")[0] for finding in found if finding.verdict is Verdict.NOTE]
    assert notes == ["LEADS_GROUP", "rota:"]


async def test_leads_of_whom_there_are_none_are_a_problem(visit: Visit) -> None:
    groups = visit.slack.slack.world.usergroups
    groups.update({group.id: replace(group, members=()) for group in groups.values()})
    assert await visit.problems() == ["LEADS_GROUP: nobody is in the group, so nobody may set customers up"]


async def test_a_duty_group_that_is_gone_is_a_problem(visit: Visit) -> None:
    assert await visit.given(duty_group="S0GONE").problems() == [
        "DUTY_GROUP cannot be used: Slack says no_such_subteam for S0GONE"
    ]


def test_scopes_are_compared_with_the_manifest() -> None:
    asked = set(yaml.safe_load(MANIFEST.read_text("utf-8"))["oauth_config"]["scopes"]["bot"])
    assert scopes({"x-oauth-scopes": ", ".join([*asked, "im:history"])}, MANIFEST).verdict is Verdict.OK
    lacking = scopes({"x-oauth-scopes": ",".join(asked - {"pins:write", "files:read"})}, MANIFEST)
    assert (lacking.verdict, lacking.says) == (Verdict.PROBLEM, "scopes: the token lacks files:read, pins:write")
    assert scopes({"x-oauth-scopes": "commands"}, Path("gone.yml")).verdict is Verdict.NOTE
    assert scopes({}, MANIFEST).verdict is scopes({"x-oauth-scopes": ""}, MANIFEST).verdict is Verdict.NOTE


@pytest.mark.parametrize(("ahead_s", "verdict"), [(-58, Verdict.OK), (58, Verdict.OK), (62, Verdict.PROBLEM)])
def test_the_clock_may_be_a_minute_off(ahead_s: int, verdict: Verdict) -> None:
    for sign in (1, -1):
        date = format_datetime(Clock().now() + sign * timedelta(seconds=ahead_s), usegmt=True)
        assert clock({"Date": date}).verdict is verdict
    assert clock({}).verdict is Verdict.NOTE


@pytest.mark.parametrize(
    ("revision", "says"), [(None, "database: it is older"), ("0000_older", "database: it is newer")]
)
async def test_a_database_of_another_version_is_a_problem(
    visit: Visit, database: Database, revision: str | None, says: str
) -> None:
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        if revision is not None:
            connection.execute(text("INSERT INTO alembic_version VALUES (:at)"), {"at": revision})
    [found] = await visit.problems()
    assert found.startswith(says)


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("sqlite:///gone.db", "database: there is no gone.db yet"),
        ("postgresql://me:hunter2@127.0.0.1:1/x", "database: it cannot be reached"),
        ("sqlite:///note.txt", "database: it cannot be reached (file is not a database)"),
    ],
)
async def test_a_database_that_is_not_there_is_not_made(visit: Visit, tmp_path: Path, address: str, says: str) -> None:
    (tmp_path / "note.txt").write_text("Not a database, but long enough to be taken for one. " * 3, "utf-8")
    found = await visit.given(database_url=address).findings()
    assert [finding.says[: len(says)] for finding in found if finding.verdict is Verdict.PROBLEM] == [says]
    assert not (tmp_path / "gone.db").exists()
    assert "hunter2" not in "".join(map(str, found))


async def test_what_waits_too_long_or_gave_up_is_a_problem_for_a_while(visit: Visit, database: Database) -> None:
    now = Clock().now()

    async def outbox_says(age: timedelta, *, gives_up: bool) -> Finding:
        desk = Desk(database, lambda: now - age, lambda: None)
        await desk.do(_put_and_maybe_give_up, gives_up)
        return next(finding for finding in await visit.findings() if finding.says.startswith("outbox"))

    assert (await outbox_says(timedelta(days=30), gives_up=True)).verdict is Verdict.OK
    lately = await outbox_says(timedelta(days=6), gives_up=True)
    assert (lately.verdict, lately.says) == (Verdict.PROBLEM, "outbox: 0 waiting; 2 gave up")
    assert "outbox retry" in lately.mend
    late = await outbox_says(timedelta(minutes=11), gives_up=False)
    assert (late.verdict, late.says) == (Verdict.PROBLEM, "outbox: 1 waiting, the oldest for 11 min; 2 gave up")
    assert "start the app" in late.mend


async def test_what_waits_because_our_token_is_refused_is_a_problem_at_once(visit: Visit, database: Database) -> None:
    def refused(tx: Tx) -> None:
        _put_and_maybe_give_up(tx, False)
        [item] = outbox.claim(tx, "one", 0.0, 1)
        outbox.again(tx, item, "one", 0.0, 30.0, f"{TOKEN_REFUSED}: token_revoked", False, False)

    await Desk(database, Clock().now, lambda: None).do(refused)
    found = next(finding for finding in await visit.findings() if finding.says.startswith("outbox"))
    assert (found.verdict, found.says) == (Verdict.PROBLEM, "outbox: 1 waiting, the oldest for 0 s; 0 gave up")
    assert "SLACK_BOT_TOKEN" in found.mend


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _put_and_maybe_give_up(tx: Tx, gives_up: bool) -> None:
    tx.outbox.put(Notice(DESK, f"at:{tx.now}", NoticeKind.GAVE_UP), at=tx.now)
    if gives_up:
        [item] = outbox.claim(tx, "one", 0.0, 1)
        outbox.give_up(tx, item, "one", "is_archived")


def test_files_need_a_folder_that_can_be_written_to_and_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert attachments(tmp_path / "made" / "later").verdict is Verdict.OK
    (tmp_path / "file").touch(mode=0o777)
    assert "cannot be written to" in attachments(tmp_path / "file" / "in it").says
    with monkeypatch.context() as read_only:
        read_only.setattr(os, "access", lambda _place, mode: not mode & os.W_OK)
        assert "cannot be written to" in attachments(tmp_path).says
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: SimpleNamespace(free=2**30 - 1))
    assert "only 1.0 GiB" in attachments(tmp_path).says
