"""The real app without a Slack: its own listeners, whose forms open at once because nobody is asked."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.app import App
from bot.bolt import bolt_of
from bot.settings import read
from handlers import ids
from handlers.house import Identity
from handlers.slack import Slack, client
from rules.cases import Action
from tests.cast import ANNA, CHANNEL, HOME

NOBODY = "http://127.0.0.1:9/api/"
TOKEN, SECRET = "xoxb-bench", "bench"
TAKE = ids.MOVES[Action.TAKE]


class InstantSlack(Slack):
    """A Slack that opens forms in no time: what is measured is ours."""

    async def open_view(self, trigger_id: str, view: dict[str, Any]) -> None:
        """Opened."""


@asynccontextmanager
async def real_app(database_url: str, where: Path) -> AsyncIterator[AsyncApp]:
    """Bolt with every listener of ours over the real desk; the courier rests."""
    settings = read(
        _env_file=None,
        slack_api_url=NOBODY,
        slack_bot_token=TOKEN,
        slack_signing_secret=SECRET,
        database_url=database_url,
        customer_success_channel="CDESK",
        on_call_channel="CONCALL",
        attachments_dir=where / "attachments",
    )
    app = App(settings)
    house = app._house(Identity(HOME, "UBOT", "BBOT", TOKEN))
    app.house = replace(house, slack=InstantSlack(TOKEN, NOBODY))
    try:
        yield bolt_of(app.house, app._settings)
    finally:
        await app.stop()


def bare_app(*, acks_last: bool) -> AsyncApp:
    """Bolt as we use it, without a listener. `acks_last`: the answer is sent when the listener returns."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=HOME, bot_user_id="UBOT", bot_id="BBOT", bot_token=TOKEN)

    return AsyncApp(
        client=client(None, NOBODY), signing_secret=SECRET, authorize=authorize, process_before_response=acks_last
    )


def idle_app() -> AsyncApp:
    """Bolt with two listeners that do nothing but ack."""
    app = bare_app(acks_last=True)
    app.command(ids.CASE_COMMAND)(_only_acks)
    app.action(TAKE)(_only_acks)
    return app


async def _only_acks(ack: AsyncAck) -> BoltResponse:
    return await ack()


async def deliver(app: AsyncApp, body: dict[str, Any]) -> None:
    """Hands Bolt what the socket would; returns with the ack, which must be one."""
    answer = await app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
    assert answer.status == 200, (answer.status, answer.body)


def command(number: int, words: str) -> dict[str, Any]:
    """Anna types /case."""
    return {
        "command": ids.CASE_COMMAND,
        "text": words,
        "team_id": ANNA.team_id,
        "user_id": ANNA.user_id,
        "channel_id": CHANNEL,
        "trigger_id": f"{number}.{words}",
    }


def click(case_id: int) -> dict[str, Any]:
    """Anna presses *Take it* on a case nobody has taken."""
    return {
        "type": "block_actions",
        "team": {"id": HOME},
        "user": {"id": ANNA.user_id, "team_id": ANNA.team_id},
        "channel": {"id": "CDESK"},
        "container": {"type": "message", "message_ts": "1774343000.000100"},
        "trigger_id": f"{case_id}.click",
        "actions": [{"type": "button", "action_id": TAKE, "block_id": "moves", "value": f"{case_id}:v1"}],
    }
