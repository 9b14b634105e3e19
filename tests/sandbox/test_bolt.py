"""What Bolt's own tests do with it: listeners of every kind, middleware, lazy ones, over sockets and over HTTP."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from sandbox.server import running
from tests.sandbox.house import QUICK, House, at_a_url
from tests.sandbox.payloads import actions, asks, button, home, modal, plain, typed

FORM = modal(typed(), callback_id="form", notify_on_close=True)
SEARCHED = {"type": "external_select", "action_id": "who", "min_query_length": 1}


@pytest.fixture(params=["socket", "http"])
async def house(request: pytest.FixtureRequest) -> AsyncIterator[House]:
    url = "http://127.0.0.1:9/" if request.param == "http" else ""
    async with running(replace(QUICK, request_url=url)) as server, aiohttp.ClientSession() as session:
        yield House(server, session)


@pytest.fixture
def app(house: House) -> AsyncApp:
    """As it comes: it acks by itself before its listeners run."""
    return AsyncApp(client=house.web, signing_secret=house.facts["signing_secret"])


@asynccontextmanager
async def _at_work(house: House, app: AsyncApp) -> AsyncIterator[None]:
    if house.slack.config.request_url:
        async with at_a_url(house, app):
            yield
        return
    handler = AsyncSocketModeHandler(app, house.facts["app_token"], web_client=house.web)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    yield
    await handler.close_async()  # type: ignore[no-untyped-call]


async def _seen(house: House, who: str, contains: str) -> dict[str, Any]:
    told = await house.control.see("wait", channel=house.shared, contains=contains, timeout_s=5, **{"as": who})
    assert told["ok"], contains
    message: dict[str, Any] = told["message"]
    return message


async def test_messages_by_their_words_and_their_kind(house: House, app: AsyncApp) -> None:
    @app.message("help")
    async def keyword(say: Any, message: dict[str, Any]) -> None:
        await say(text="Helping", thread_ts=message["ts"])

    @app.message(re.compile(r"case (\d+)"))
    async def pattern(say: Any, context: Any) -> None:
        await say(f"Case {context['matches'][0]}")

    @app.event({"type": "message", "subtype": "message_changed"})
    async def changed(say: Any, event: dict[str, Any]) -> None:
        await say(f"Changed to: {event['message']['text']}")

    @app.event("message")
    async def others() -> None:
        pass

    async with _at_work(house, app):
        said = await house.control.do("say", user="Kari", channel=house.shared, text="please help")
        assert (await _seen(house, "Kari", "Helping"))["thread_ts"] == said["ts"]
        await house.control.do("say", user="Kari", channel=house.shared, text="what of case 1042?")
        await _seen(house, "Kari", "Case 1042")
        await house.control.do("edit", user="Kari", channel=house.shared, message_ts=said["ts"], text="never mind")
        await _seen(house, "Kari", "Changed to: never mind")
        await house.control.idle()
    assert [each["failed"] for each in (await house.control.see("deliveries"))["deliveries"]] == [None] * 6


async def test_who_acted_and_where_the_app_is_installed(house: House, app: AsyncApp) -> None:
    noted: list[tuple[str, ...]] = []

    @app.use
    async def note(context: Any, body: dict[str, Any], next: Any) -> None:
        noted.append((body["event"]["type"], context.team_id, context.actor_team_id or "", context.actor_user_id or ""))
        await next()

    @app.event(re.compile("message|app_mention|reaction_added"))
    async def hear() -> None:
        pass

    async with _at_work(house, app):
        said = await house.control.do("say", user="Kari", channel=house.shared, text="@Robot hi")
        await house.control.idle()
        await house.control.do("react", user="Kari", channel=house.shared, message_ts=said["ts"], name="eyes")
        await house.control.idle()
    assert sorted(noted) == [
        ("app_mention", house.home, house.away, house.kari),
        ("message", house.home, house.away, house.kari),
        ("reaction_added", house.home, "", ""),  # nothing in it tells: users.info does
    ]


async def test_it_does_not_hear_itself(house: House, app: AsyncApp) -> None:
    heard: list[str] = []

    @app.event("message")
    async def hear(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    async with _at_work(house, app):
        await house.posted("Mine")
        await house.control.idle()
        await house.control.do("say", user="Anna", channel=house.shared, text="Yours")
        await house.control.idle()
        await house.slack.changes.until(lambda: heard or None, 5)
    assert heard == ["Yours"]


async def test_what_is_done_later_and_what_goes_wrong(house: House, app: AsyncApp) -> None:
    wrong: list[str] = []

    async def at_once(ack: Any) -> None:
        await ack("One moment")

    async def later(respond: Any, command: dict[str, Any]) -> None:
        await respond(f"Found {command['text']}", response_type="in_channel")
        await respond("Only you see this")

    app.command("/find")(ack=at_once, lazy=[later])

    @app.command("/broken")
    async def broken() -> None:
        raise RuntimeError("it is broken")

    @app.error
    async def note(error: Exception) -> None:
        wrong.append(str(error))

    async with _at_work(house, app):
        place = {"user": "Anna", "channel": house.shared}
        told = await house.control.do("command", command="/find", text="the till", **place)
        assert "One moment" in told["shown"]
        await _seen(house, "Kari", "Found the till")
        assert (await _seen(house, "Anna", "Only you see this"))["only_you"]
        told = await house.control.do("command", command="/broken", **place)
        assert (told["acked"], told["shown"]) == (False, ["/broken failed because the app did not respond"])
    assert wrong == ["it is broken"]


def _shortcuts(app: AsyncApp) -> None:
    """A global one that opens a form with a menu, and one of a message."""
    menu = modal(asks(SEARCHED, block_id="who"), callback_id="menu")

    @app.shortcut({"callback_id": "new", "type": "shortcut"})
    async def new(ack: Any, shortcut: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=menu)

    @app.shortcut({"callback_id": "of_message", "type": "message_action"})
    async def of_message(ack: Any, shortcut: dict[str, Any], respond: Any) -> None:
        await ack()
        await respond(f"About: {shortcut['message']['text']}")


def _forms(app: AsyncApp, heard: list[Any]) -> None:
    """The menu's options, what was chosen, which becomes another form, and that one's end."""

    @app.options("who")
    async def offer(ack: Any, payload: dict[str, Any]) -> None:
        await ack(options=[{"text": plain(payload["value"]), "value": payload["value"]}])

    @app.view("menu")
    async def chosen(ack: Any, view: dict[str, Any]) -> None:
        heard.append(view["state"]["values"]["who"]["who"]["selected_option"]["value"])
        await ack(response_action="update", view=FORM)

    @app.view_closed("form")
    async def closed(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body["is_cleared"])
        await ack()


def _buttons(app: AsyncApp) -> None:
    """A press that changes its message."""

    @app.action({"block_id": "case", "action_id": "take"})
    async def take(ack: Any, respond: Any, body: dict[str, Any]) -> None:
        await ack()
        await respond(f"Taken by <@{body['user']['id']}>", replace_original=True)

    @app.event(re.compile("message"))
    async def others() -> None:
        pass


async def test_shortcuts_forms_menus_and_buttons(house: House, app: AsyncApp) -> None:
    heard: list[Any] = []
    _shortcuts(app)
    _forms(app, heard)
    _buttons(app)
    async with _at_work(house, app):
        opened = await house.control.do("shortcut", user="Anna", callback_id="new")
        view_id = opened["view"]["id"]
        offered = await house.control.do("suggest", user="Anna", view_id=view_id, action_id="who", query="v7")
        assert offered["ok"]
        told = await house.control.do("submit", user="Anna", view_id=view_id, values={"who": "v7"})
        assert told["view"]["callback_id"] == "form"
        await house.control.do("close", user="Anna", view_id=told["view"]["id"], all=True)
        pressed = {**actions(button("Take", action_id="take")), "block_id": "case"}
        ts = await house.posted("A case", blocks=[pressed])
        about = await house.control.do(
            "shortcut", user="Anna", callback_id="of_message", channel=house.shared, message_ts=ts
        )
        assert "About: A case" in about["shown"]
        await house.control.do("click", user="Kari", channel=house.shared, text="Take")
        assert (await _seen(house, "Anna", f"Taken by <@{house.kari}>"))["ts"] == ts
    assert heard == ["v7", True]


async def test_an_app_that_authorizes_by_itself_and_has_a_home(house: House) -> None:
    async def authorize(enterprise_id: str | None, team_id: str | None, user_id: str | None) -> AuthorizeResult:
        assert (enterprise_id, team_id) == (None, house.home)
        me = await house.web.auth_test()
        return AuthorizeResult.from_auth_test_response(
            bot_token=house.facts["bot_token"], auth_test_response=me.data, user_auth_test_response=None
        )

    app = AsyncApp(client=house.web, signing_secret=house.facts["signing_secret"], authorize=authorize)

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], client: Any) -> None:
        await client.views_publish(user_id=event["user"], view=home(typed()))

    async with _at_work(house, app):
        await house.control.do("open_home", user="Anna")
        calls = house.slack.record.calls
        await house.slack.changes.until(lambda: any(each["method"] == "views.publish" for each in calls) or None, 5)
        seen = await house.control.see("home", user="Anna")
    assert seen["view"]["type"] == "home"


async def test_it_is_told_that_a_delivery_is_one_more_try(house: House) -> None:
    tries: list[list[str]] = []
    app = AsyncApp(client=house.web, signing_secret=house.facts["signing_secret"], process_before_response=True)

    @app.event("message")
    async def hear(request: Any) -> None:
        tries.append(request.headers.get("x-slack-retry-num", ["0"]))
        if len(tries) == 1:
            raise RuntimeError("the first try fails")

    async with _at_work(house, app):
        await house.control.do("say", user="Anna", channel=house.shared, text="Hi")
        await house.control.idle()
    assert tries == [["0"], ["1"]]
