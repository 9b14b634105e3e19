"""The fixture and the people's verbs, as somebody else's test would use them; with Bolt as its own docs have it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.testing import Refused, Stage
from tests.sandbox.payloads import actions, button, modal, options, typed

pytest_plugins = ["sandbox.pytest_plugin"]
ROOM = "fjord-foods"


def _app(slack: Stage) -> AsyncApp:
    client = AsyncWebClient(token=slack.facts["bot_token"], base_url=f"{slack.facts['url']}/api/")
    app = AsyncApp(client=client, signing_secret=slack.facts["signing_secret"])

    @app.message("help")
    async def offer(say: Any) -> None:
        menu = {"type": "external_select", "action_id": "which", "min_query_length": 1}
        await say(text="Need help?", blocks=[actions(button("Open a case", action_id="open"), menu)])

    @app.action("open")
    async def open_form(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        form = modal(typed(action_id="what") | {"block_id": "what"}, callback_id="case")
        await client.views_open(trigger_id=body["trigger_id"], view=form)

    @app.view("case")
    async def take(ack: Any, view: dict[str, Any], client: AsyncWebClient) -> None:
        words = view["state"]["values"]["what"]["what"]["value"]
        if len(words) < 3:
            await ack(response_action="errors", errors={"what": "A little more"})
            return
        await ack()
        await client.chat_postMessage(channel=slack.facts["channels"][ROOM], text=f"Case: {words}")

    _listens(app)
    return app


def _listens(app: AsyncApp) -> None:
    @app.command("/who")
    async def who(ack: Any, respond: Any, command: dict[str, Any]) -> None:
        await ack()
        await respond(f"You said {command['text']}")

    @app.options("which")
    async def offer_cases(ack: Any, payload: dict[str, Any]) -> None:
        await ack(options=options(2, f"Case {payload['value']}"))

    @app.event("reaction_added")
    async def seen(event: dict[str, Any], say: Any) -> None:
        await say(text=f"Somebody put {event['reaction']} on it", thread_ts=event["item"]["ts"])

    @app.shortcut("new")
    async def new(ack: Any, shortcut: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=modal(typed(), callback_id="case"))


@asynccontextmanager
async def _running(slack: Stage) -> AsyncIterator[None]:
    app = _app(slack)
    handler = AsyncSocketModeHandler(app, slack.facts["app_token"], web_client=app.client)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]


async def test_people_play_a_whole_course(slack_stage: Stage) -> None:
    slack = slack_stage
    async with _running(slack):
        await slack.kari.says("help, please", channel=ROOM)
        await slack.kari.sees("Need help?", channel=ROOM)
        form = await slack.kari.clicks("Open a case", channel=ROOM)
        assert (await slack.kari.submits(form, {"Label": "no"}))["errors"] == {"Label": "A little more"}
        await slack.kari.submits(form, {"Label": "Checkout"})
        assert (await slack.jonas.sees("Case: Checkout", channel=ROOM))["bot"]
        await slack.anna.types("/who am I", channel=ROOM)
        await slack.anna.sees("You said am I", channel=ROOM)
        with pytest.raises(Refused, match="not_a_valid_command"):
            await slack.kari.types("/who am I", channel=ROOM)
        await slack.settles()
        assert [each["response"]["ok"] for each in await slack.calls("views.open")] == [True]
        assert all(each["acked_at"] for each in await slack.deliveries() if each["type"] != "events_api")


async def test_people_react_and_are_offered_what_fits(slack_stage: Stage) -> None:
    slack = slack_stage
    async with _running(slack):
        said = await slack.kari.says("help, please", channel=ROOM)
        await slack.kari.sees("Need help?", channel=ROOM)
        await slack.anna.reacts("eyes", channel=ROOM, ts=said["ts"])
        await slack.settles()
        (_, answer) = await slack.messages(ROOM, thread_ts=said["ts"])
        assert answer["text"] == "Somebody put eyes on it"
        offered = await slack.kari.suggests("10", channel=ROOM, action_id="which")
        assert offered["options"] == ["Case 10", "Case 10"]
        with pytest.raises(Refused, match="already_reacted"):
            await slack.anna.reacts("eyes", channel=ROOM, ts=said["ts"])


async def test_people_change_their_minds_come_and_go(slack_stage: Stage) -> None:
    slack = slack_stage
    said = await slack.kari.says("Wrong", channel=ROOM)
    await slack.kari.edits(said["ts"], "Right", channel=ROOM)
    assert [each["text"] for each in await slack.messages(ROOM)] == ["Right"]
    await slack.kari.deletes(said["ts"], channel=ROOM)
    assert await slack.messages(ROOM) == []
    await slack.anna.leaves(ROOM)
    with pytest.raises(Refused, match="not_in_channel"):
        await slack.anna.leaves(ROOM)
    await slack.anna.joins(ROOM)
    await slack.anna.says("Here again", channel=ROOM)


async def test_forms_of_shortcuts_are_closed_again_and_the_home_is_opened(slack_stage: Stage) -> None:
    slack = slack_stage
    async with _running(slack):
        form = await slack.anna.uses("new")
        await slack.anna.closes(form)
        with pytest.raises(Refused, match="no_such_view"):
            await slack.anna.submits(form)
        await slack.anna.closes(await slack.anna.uses("new"), everything=True)
        assert (await slack.kari.opens_home())["placeholder"]


async def test_the_clock_is_wound_and_slack_breaks(slack_stage: Stage) -> None:
    slack = slack_stage
    before = (await slack.control.see("clock"))["now"]
    await slack.advances(3600)
    assert (await slack.control.see("clock"))["now"] >= before + 3600
    broken = await slack.breaks("ratelimited", method="team.info", count=1)
    web = AsyncWebClient(slack.facts["bot_token"], f"{slack.facts['url']}/api/", retry_handlers=[])
    with pytest.raises(SlackApiError, match="ratelimited"):
        await web.team_info()
    assert (broken["kind"], (await web.team_info())["ok"]) == ("ratelimited", True)


async def test_nobody_else_is_there(slack_stage: Stage) -> None:
    with pytest.raises(AttributeError, match="nobody here is called siri"):
        await slack_stage.siri.says("x", channel=ROOM)


async def test_slacks_own_client_pages_and_uploads(slack_stage: Stage) -> None:
    client = AsyncWebClient(
        token=slack_stage.facts["bot_token"], base_url=f"{slack_stage.facts['url']}/api/", retry_handlers=[]
    )
    room = slack_stage.facts["channels"][ROOM]
    for number in range(5):
        await client.chat_postMessage(channel=room, text=str(number))
    pages = [page["messages"] async for page in await client.conversations_history(channel=room, limit=2)]
    assert [[each["text"] for each in page] for page in pages] == [["4", "3"], ["2", "1"], ["0"]]
    await client.files_upload_v2(channel=room, content="a,b", filename="a.csv", initial_comment="The numbers")
    (newest,) = (await client.conversations_history(channel=room, limit=1))["messages"]
    assert (newest["text"], newest["files"][0]["name"]) == ("The numbers", "a.csv")
