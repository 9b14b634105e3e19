"""The start over a local Slack: it outlasts hiccups, and refuses wrong settings with one line each."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot import endless, logs, patience
from bot.app import App
from bot.connection import Connection
from bot.patience import NotNow
from bot.seeds import leads_group
from bot.settings import SettingsError, read
from rules.people import PersonId, Place
from sandbox.config import load
from sandbox.faults import Fault
from sandbox.server import Running, running
from sandbox.socket_mode import disconnect_all
from storage.tx import Tx
from tests.office import CAST, DESK, ONCALL, SHARED
from tests.ports import free_port

ASKED_AT_START = (
    "auth.test",
    "apps.connections.open",
    "conversations.info",
    "conversations.members",
    "users.info",
    "usergroups.users.list",
)


@dataclass
class Morning:
    """An app about to start, with settings that are all right until a test spoils one."""

    slack: Running
    settings: dict[str, Any]

    def app(self, **spoilt: Any) -> App:
        return App(read(**self.settings | spoilt), host="127.0.0.1")

    async def started(self, **spoilt: Any) -> None:
        """Starts and stops; nothing of it stays behind, also when it fails."""
        app = self.app(**spoilt)
        try:
            async with asyncio.timeout(10):
                await app.start()
        finally:
            await app.stop()


@pytest.fixture
async def morning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Morning]:
    monkeypatch.setattr(patience, "WAITS", (0.0, 0.0, 0.0, 0.0))
    async with running(load(CAST)) as slack:
        facts = slack.facts
        settings = {
            "_env_file": None,
            "slack_api_url": f"{slack.url}/api/",
            "slack_bot_token": facts["bot_token"],
            "slack_app_token": facts["app_token"],
            "customer_success_channel": facts["channels"][DESK],
            "on_call_channel": facts["channels"][ONCALL],
            "leads_group": await leads_group(facts),
            "database_url": f"sqlite:///{tmp_path / 'saksgang.db'}",
            "attachments_dir": tmp_path / "attachments",
            "port": free_port(),
        }
        yield Morning(slack, settings)


@pytest.mark.parametrize("kind", ["ratelimited", "server_error", "connection_reset"])
@pytest.mark.parametrize("method", ASKED_AT_START)
async def test_a_hiccup_of_any_question_is_outlasted(morning: Morning, method: str, kind: str) -> None:
    fault = Fault(kind, method, count=1)
    morning.slack.slack.faults.add(fault)
    await morning.started()
    assert fault.hits == 1


@pytest.mark.parametrize(
    ("spoilt", "line"),
    [
        ({"slack_bot_token": "garbage"}, "SLACK_BOT_TOKEN cannot be used: Slack says invalid_auth."),
        ({"slack_app_token": "garbage"}, "SLACK_APP_TOKEN cannot be used: Slack says invalid_auth."),
        ({"on_call_channel": "C0GONE"}, "ON_CALL_CHANNEL cannot be used: Slack says channel_not_found for C0GONE."),
        ({"leads_group": "S0GONE"}, "LEADS_GROUP cannot be used: Slack says no_such_subteam for S0GONE."),
        ({"database_url": "sqlite:////nowhere/at/all.db"}, "DATABASE_URL cannot be used: unable to open"),
        ({"database_url": "sqlite:////etc/hostname"}, "DATABASE_URL cannot be used: file is not a database"),
        ({"database_url": "postgresql://me:hunter2@127.0.0.1:9/x"}, "DATABASE_URL cannot be used: connection failed"),
        ({"attachments_dir": Path("/etc/hostname/files")}, "ATTACHMENTS_DIR cannot be used: Not a directory"),
        ({"attachments": "nowhere://at/all"}, "ATTACHMENTS cannot be used: "),
    ],
)
async def test_what_cannot_be_used_is_one_line(morning: Morning, spoilt: dict[str, Any], line: str) -> None:
    with pytest.raises(SettingsError) as refused:
        await morning.started(**spoilt)
    assert str(refused.value).startswith(line)
    assert "\n" not in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("token_revoked", "SLACK_BOT_TOKEN cannot be used: Slack says token_revoked. Copy it again"),
        ("missing_scope", "CUSTOMER_SUCCESS_CHANNEL cannot be used: Slack says missing_scope for C"),
    ],
)
async def test_the_line_names_what_slack_means(
    morning: Morning, monkeypatch: pytest.MonkeyPatch, code: str, line: str
) -> None:
    async def refuse(_channel_id: str) -> None:
        answer = SimpleNamespace(data={"error": code}, status_code=200, headers={})
        raise SlackApiError(code, answer)  # type: ignore[no-untyped-call]

    app = morning.app()
    monkeypatch.setattr(app._slack, "channel", refuse)
    with pytest.raises(SettingsError) as refused:
        await app.start()
    await app.stop()
    assert str(refused.value).startswith(line)


@pytest.mark.parametrize("setting", ["customer_success_channel", "on_call_channel"])
async def test_it_does_not_start_while_outsiders_read_an_internal_channel(morning: Morning, setting: str) -> None:
    with pytest.raises(SettingsError, match=f"^{setting.upper()} cannot be used: #kunde-fjordmat is shared with"):
        await morning.started(**{setting: morning.slack.facts["channels"][SHARED]})


async def test_a_refused_password_is_one_line_without_it(morning: Morning) -> None:
    async def refuse(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        said = b'SFATAL\0C28P01\0Mpassword authentication failed for user "me"\0\0'
        writer.write(b"E" + (len(said) + 4).to_bytes(4, "big") + said)
        writer.close()

    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        with pytest.raises(SettingsError) as refused:
            await morning.started(database_url=f"postgresql://me:hunter2@127.0.0.1:{port}/x?sslmode=disable")
    assert "hunter2" not in str(refused.value)
    assert "password authentication failed" in str(refused.value)
    assert "\n" not in str(refused.value)


async def test_a_port_that_is_taken_is_one_line_and_everything_is_closed_again(morning: Morning) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(SettingsError, match=r"^PORT cannot be used: .*already in use"):
            await morning.started(port=other.getsockname()[1])


async def test_who_slack_cannot_tell_is_left_out(
    morning: Morning, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = morning.app()
    told = app._slack.members

    async def with_a_ghost(channel_id: str) -> list[str]:
        return ["U0GHOST", *await told(channel_id)]

    monkeypatch.setattr(app._slack, "members", with_a_ghost)
    try:
        await app.start()
        names = {str(member.user_id) for member in await app.desk.ask(_at_the_desk)}
        assert names == {morning.slack.facts["people"][name] for name in ("Anna", "Ingrid", "Jonas")}
        assert "U0GHOST" not in names
    finally:
        await app.stop()
    assert "U0GHOST" in caplog.text


async def test_not_ready_while_a_piece_of_the_work_is_down(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endless, "AGAIN_AFTER", 0.3)
    app = morning.app()
    begun: list[str] = []

    async def breaks_once() -> None:
        begun.append("again")
        if len(begun) == 1:
            raise RuntimeError("out of paper")
        await asyncio.Event().wait()

    monkeypatch.setattr(app._waiter, "run", breaks_once)
    try:
        await app.start()
        assert await _readiness(app) == 503
        await asyncio.sleep(0.5)
        assert await _readiness(app) == 200
    finally:
        await app.stop()


async def test_a_token_that_is_revoked_while_running_is_one_line_and_mended_by_a_new_one(
    morning: Morning, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bot.connection.LOOKED_AT", 0.1)
    slack = morning.slack.slack
    app = morning.app()
    with told_in_lines():
        await app.start()
        with monkeypatch.context() as revoked:
            revoked.setattr(slack.world, "bot", replace(slack.world.bot, app_token="xapp-other"))
            await disconnect_all(slack.deliveries, "refresh_requested")
            await asyncio.sleep(1.0)
            assert await _readiness(app) == 503
        await asyncio.sleep(1.0)
        assert await _readiness(app) == 200
        await app.stop()
    said = capsys.readouterr().err
    assert said.count("SLACK_APP_TOKEN cannot be used: Slack says invalid_auth. Copy it again") == 1
    assert "Traceback" not in said


@pytest.mark.parametrize(("kind", "tries"), [("ratelimited", {1}), ("server_error", {*range(2, 13)})])
async def test_a_pause_that_slack_asks_for_before_another_socket_is_kept(
    morning: Morning, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, kind: str, tries: set[int]
) -> None:
    monkeypatch.setattr("bot.connection.LOOKED_AT", 0.05)
    app = morning.app()
    await app.start()
    assert app.connections is not None
    fault = Fault(kind, "apps.connections.open")
    morning.slack.slack.faults.add(fault)
    for connection in app.connections._open:
        await connection.leave()
    await asyncio.sleep(0.6)
    assert fault.hits in tries, "Retry-After is a whole second at least"
    await app.stop()
    assert "SLACK_APP_TOKEN cannot be used" not in caplog.text, "it is not the token's fault"


async def test_a_connection_that_never_opens_is_given_up(
    morning: Morning, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """slack_sdk tries the same address for ever, while its ticket is long used up."""
    monkeypatch.setattr("bot.connection.LONGEST_OPENING", 0.2)
    monkeypatch.setattr(Connection, "connect_async", lambda _self: asyncio.Event().wait())
    with told_in_lines(), pytest.raises(NotNow, match="TimeoutError"):
        await morning.started()
    assert "Traceback" not in capsys.readouterr().err


@contextmanager
def told_in_lines() -> Iterator[None]:
    """Logs go where they go when the app runs."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.set_up()
    try:
        yield
    finally:
        root.handlers[:], root.level = before


async def test_stopping_always_closes_the_database(morning: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.app.LONGEST_STOP", 0.3)
    app = morning.app()
    await app.start()
    assert app.connections is not None
    assert app._courier is not None
    monkeypatch.setattr(app._courier, "finish", asyncio.Event().wait)
    leave = app.connections.leave

    async def leave_badly() -> None:
        await leave()
        raise OSError("the line is dead")

    monkeypatch.setattr(app.connections, "leave", leave_badly)
    async with asyncio.timeout(5):
        await app.stop()
    assert not app._database._writer._thread.is_alive()  # type: ignore[union-attr]


def _at_the_desk(tx: Tx) -> set[PersonId]:
    return set(tx.people.members(Place.DESK))


async def _readiness(app: App) -> int:
    address = f"http://127.0.0.1:{app.port}/readyz"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return answer.status
