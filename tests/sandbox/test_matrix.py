"""Line by line: what outsiders and guests can do with an app that only home has (docs/slack.md 1.1)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from sandbox.config import PersonConfig
from sandbox.server import running
from tests.sandbox.house import QUICK, Connect, House
from tests.sandbox.payloads import actions, asks, button, home, menu, modal, options, typed, upload, workflow

GRO = PersonConfig("Gro Gjest", "home", guest=True)
SIRI = PersonConfig("Siri Ukjent", "away")  # in no shared channel: a stranger


FORM = modal(
    typed(),
    upload(1),
    typed("url_text_input"),
    asks({"type": "radio_buttons", "options": options(2)}),
    callback_id="form",
)


@pytest.fixture
async def house() -> AsyncIterator[House]:
    shared = replace(QUICK.channels[0], members=("anna", "jonas", "kari", "gro"))
    cast = replace(QUICK, view_grace_s=0.05, people=(*QUICK.people, GRO, SIRI), channels=(shared, *QUICK.channels[1:]))
    async with running(cast) as server, aiohttp.ClientSession() as session:
        yield House(server, session)


@pytest.fixture
async def app(house: House, bolt: AsyncApp, connect: Connect) -> list[str]:
    """An app that opens a form on a press and answers all else; gives what it heard."""
    heard: list[str] = []

    @bolt.action("open")
    async def open_form(ack: Any, body: dict[str, Any]) -> None:
        await house.web.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    @bolt.view("form")
    async def take(ack: Any, body: dict[str, Any]) -> None:
        teams = {body["user"]["team_id"], body["team"]["id"], body["view"]["team_id"]}
        assert body["view"]["app_installed_team_id"] == house.home
        heard.append(f"form of {', '.join(teams)}")
        await ack()

    async def answer(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body.get("command") or body.get("callback_id") or body["actions"][0]["action_id"])
        await ack()

    bolt.command("/case")(answer)
    bolt.shortcut("new_case")(answer)
    bolt.shortcut("make_case")(answer)
    bolt.action("pick")(answer)
    await connect(bolt)
    await house.posted(blocks=[actions(button("Open", action_id="open"), menu(1, action_id="pick"))])
    return heard


async def _tries(house: House, verb: str, who: str, **more: Any) -> str:
    told = await house.control.do(verb, user=who, **more)
    return "yes" if told["ok"] else str(told["error"])


@pytest.mark.parametrize(("who", "can"), [("Anna", True), ("Gro", True), ("Kari", False)])
async def test_commands_and_shortcuts_are_for_our_own_people(house: House, app: list[str], who: str, can: bool) -> None:
    place: Any = {"channel": house.shared}
    said = await house.control.do("say", user="Kari", text="Help", **place)
    assert await _tries(house, "command", who, command="/case", **place) == ("yes" if can else "not_a_valid_command")
    no = "yes" if can else "no_such_shortcut"
    assert await _tries(house, "shortcut", who, callback_id="new_case") == no
    assert await _tries(house, "shortcut", who, callback_id="make_case", message_ts=said["ts"], **place) == no
    assert app == (["/case", "new_case", "make_case"] if can else [])


@pytest.mark.parametrize("who", ["Anna", "Gro", "Kari"])
async def test_everybody_in_the_channel_presses_fills_in_and_sends(house: House, app: list[str], who: str) -> None:
    assert await _tries(house, "click", who, channel=house.shared, action_id="pick", value="v0") == "yes"
    opened = await house.control.do("click", user=who, channel=house.shared, text="Open")
    words, files, page, urgency = (each["block_id"] for each in opened["view"]["blocks"])
    values = {words: "It is down", files: [{"name": "a.png", "size": 1}], page: "https://x.no", urgency: "v1"}
    assert await _tries(house, "submit", who, view_id=opened["view"]["id"], values=values) == "yes"
    assert app == ["pick", f"form of {house.away if who == 'Kari' else house.home}"]


async def test_in_a_private_channel_it_is_told_as_of_a_group() -> None:
    private = replace(QUICK.channels[0], private=True)
    async with running(replace(QUICK, channels=(private,))) as server, aiohttp.ClientSession() as session:
        house = House(server, session)
        said = await house.control.do("say", user="Kari", channel=house.shared, text="Help")
        await house.control.do("say", user="Kari", channel=house.shared, text="Please", thread_ts=said["ts"])
        told = [each["event"] for each in await house.control.events("message")]
    assert [(each["channel_type"], each["team"], each.get("thread_ts")) for each in told] == [
        ("group", house.away, None),
        ("group", house.away, said["ts"]),
    ]


async def test_what_outsiders_say_react_and_attach_is_told(house: House) -> None:
    place: Any = {"user": "Kari", "channel": house.shared}
    said = await house.control.do("say", text="@Robot help", files=[{"name": "a.png", "size": 1}], **place)
    await house.control.do("say", text="in the thread", thread_ts=said["ts"], **place)
    await house.control.do("react", message_ts=said["ts"], name="eyes", **place)
    messages = [each["event"] for each in await house.control.events("message")]
    assert [each["team"] for each in messages] == [house.away, house.away]
    assert messages[0]["files"][0]["file_access"] == "check_file_info"
    (mention,) = await house.control.events("app_mention")
    assert mention["event"]["user_team"] == house.away
    who = (await house.web.users_info(user=house.kari))["user"]["profile"]
    assert {name: mention["event"]["user_profile"][name] for name in ("image_72", "display_name", "team")} == {
        name: who[name] for name in ("image_72", "display_name", "team")
    }
    (reaction,) = await house.control.events("reaction_added")
    assert house.away not in reaction["event"].values(), "no team of whoever reacted"
    assert len(await house.control.events("file_shared")) == 1
    for event in (*messages, mention["event"], reaction["event"]):
        assert "trigger_id" not in event, "no form can be opened for these"


async def test_who_comes_is_an_id_without_their_team(house: House) -> None:
    await house.control.do("leave", user="Kari", channel=house.shared)
    await house.control.do("join", user="Kari", channel=house.shared)
    for kind in ("member_left_channel", "member_joined_channel"):
        (told,) = await house.control.events(kind)
        assert (told["event"]["user"], told["event"]["team"]) == (house.kari, house.home)


async def test_a_direct_message_reaches_who_was_met_in_a_channel(house: House) -> None:
    opened = await house.web.conversations_open(users=house.kari)
    await house.web.chat_postMessage(channel=opened["channel"]["id"], text="Hello")
    siri = house.facts["people"]["Siri"]
    assert (await house.refusal("conversations.open", users=siri))[0] == "user_not_found"
    assert (await house.refusal("users.info", user=siri))[0] == "user_not_found"


async def test_the_app_home_is_a_placeholder_outside(house: House) -> None:
    for user in (house.anna, house.kari):
        assert (await house.web.views_publish(user_id=user, view=home(typed())))["ok"]
    seen = {name: (await house.control.do("open_home", user=name)) for name in ("Anna", "Kari")}
    assert (seen["Anna"]["placeholder"], seen["Kari"]["view"]) == (None, None)
    assert seen["Kari"]["placeholder"] == "This is still a work in progress"
    assert len(await house.control.events("app_home_opened")) == 2, "the event comes all the same"


async def test_links_unfurl_for_all_when_one_of_us_posts_them(house: House) -> None:
    place: Any = {"channel": house.shared}
    for who in ("Kari", "Gro"):
        said = await house.control.do("say", user=who, text="https://x.no/1", **place)
    (told,) = await house.control.events("link_shared")
    assert told["event"]["user"] == house.facts["people"]["Gro"]
    await house.web.chat_unfurl(
        ts=said["ts"], unfurls={"https://x.no/1": {"blocks": [actions(button("More"))]}}, **place
    )
    for who in ("Kari", "Anna"):
        there = await house.control.do("click", user=who, text="?", **place)
        assert there["there"] == ["More"], "everybody in the channel sees it"


async def test_menus_of_people_may_offer_whom_the_app_never_met(house: House) -> None:
    """Docs: default select menus may display unexpected options in shared channels."""
    opened = house.slack.triggers.make(house.kari)
    view = modal(asks({"type": "users_select", "action_id": "who"}, block_id="who"))
    form = (await house.web.views_open(trigger_id=opened.id, view=view))["view"]
    await house.control.do("submit", user="Kari", view_id=form["id"], values={"who": "Siri"})
    (sent,) = (await house.control.see("deliveries"))["deliveries"]
    chosen = sent["payload"]["view"]["state"]["values"]["who"]["who"]["selected_user"]
    assert (await house.refusal("users.info", user=chosen))[0] == "user_not_found"


@pytest.mark.parametrize(
    ("kind", "holds"), [("channels", "selected_channel"), ("conversations", "selected_conversation")]
)
async def test_menus_of_channels_may_offer_what_the_app_cannot_see(house: House, kind: str, holds: str) -> None:
    opened = house.slack.triggers.make(house.kari)
    view = modal(asks({"type": f"{kind}_select", "action_id": "where"}, block_id="where"))
    form = (await house.web.views_open(trigger_id=opened.id, view=view))["view"]
    await house.control.do("submit", user="Kari", view_id=form["id"], values={"where": "office"})
    (sent,) = (await house.control.see("deliveries"))["deliveries"]
    chosen = sent["payload"]["view"]["state"]["values"]["where"]["where"][holds]
    assert chosen
    assert (await house.refusal("conversations.info", channel=chosen))[0] == "channel_not_found"


async def test_a_workflow_that_one_of_us_started_tells_the_app_nothing(house: House) -> None:
    await house.posted(blocks=[actions(workflow())])
    for who in ("Kari", "Anna"):
        assert (await house.control.do("click", user=who, channel=house.shared, text="Run"))["workflow"]
    assert {each["type"] for each in (await house.control.see("deliveries"))["deliveries"]} == {"events_api"}


async def test_a_customer_may_write_to_the_app_directly(house: House) -> None:
    """Unconfirmed (docs/slack.md 1.1), so an app has to bear it."""
    assert (await house.control.do("say", user="Kari", channel="robot", text="Hello"))["ok"]
    (told,) = await house.control.events("message")
    assert (told["event"]["channel_type"], told["event"]["team"]) == ("im", house.away)


async def test_only_our_own_people_remove_the_app(house: House) -> None:
    assert await _tries(house, "remove_bot", "Kari", channel=house.shared) == "not_allowed"
    assert await _tries(house, "remove_bot", "Anna", channel=house.shared) == "yes"


async def test_an_ephemeral_is_for_members_and_in_no_history(house: House) -> None:
    await house.web.chat_postEphemeral(channel=house.shared, user=house.kari, text="For you")
    siri = house.facts["people"]["Siri"]
    refused = await house.refusal("chat.postEphemeral", channel=house.shared, user=siri, text="x")
    assert refused[0] == "user_not_in_channel"
    assert (await house.web.conversations_history(channel=house.shared))["messages"] == []
    seen = {
        name: (await house.control.see("messages", channel=house.shared, **{"as": name}))["messages"]
        for name in ("Kari", "Anna")
    }
    assert ([each["text"] for each in seen["Kari"]], seen["Anna"]) == (["For you"], [])


async def test_an_answer_to_a_press_reaches_who_pressed(house: House, bolt: AsyncApp, connect: Connect) -> None:
    """Unconfirmed for outsiders (docs/slack.md 1.1), so an app has to bear either."""

    @bolt.action("go")
    async def go(ack: Any, respond: Any) -> None:
        await ack()
        await respond("For you alone")

    await connect(bolt)
    await house.posted(blocks=[actions(button("Go", action_id="go"))])
    told = await house.control.do("click", user="Kari", channel=house.shared, text="Go")
    assert told["acked"]
    seen = (await house.control.see("wait", channel=house.shared, contains="For you", **{"as": "Kari"}))["message"]
    assert seen["only_you"]
    others = (await house.control.see("messages", channel=house.shared, **{"as": "Anna"}))["messages"]
    assert [each["text"] for each in others] == ["Hello"]


async def test_the_app_is_seen_as_one_of_our_workspace(house: House) -> None:
    await house.posted()
    for who in ("Kari", "Anna"):
        (seen,) = (await house.control.see("messages", channel=house.shared, **{"as": who}))["messages"]
        assert (seen["name"], seen["team_id"]) == ("Robot", house.home)


async def test_of_others_the_app_sees_a_name_and_no_more(house: House) -> None:
    told = {
        name: (await house.web.users_info(user=house.facts["people"][name], include_locale=True))["user"]
        for name in ("Anna", "Gro", "Kari")
    }
    assert told["Gro"]["is_restricted"]
    assert "is_stranger" not in told["Anna"]
    assert told["Kari"]["is_stranger"] is False
    assert {"real_name", "locale"} & set(told["Kari"]) == set()
    assert "email" not in told["Kari"]["profile"]
