"""What menus of conversations offer to a person, and what can be chosen."""

from typing import Any

import pytest

from sandbox.drawn.choices import groups
from sandbox.drawn.place import Place
from sandbox.drawn.reader import Reader
from sandbox.errors import CannotDo
from sandbox.form_values import entered
from tests.sandbox.house import House
from tests.sandbox.payloads import actions

FILTERS: list[tuple[str, dict[str, Any], set[str]]] = [
    ("conversations_select", {}, {"fjord-foods", "general", "talk", "board", "robot", "group"}),
    ("conversations_select", {"include": ["private"]}, {"board"}),
    ("conversations_select", {"include": ["im", "mpim"]}, {"robot", "group"}),
    ("conversations_select", {"exclude_external_shared_channels": True},
     {"general", "talk", "board", "robot", "group"}),
    ("multi_conversations_select", {"include": ["im", "public"], "exclude_bot_users": True},
     {"fjord-foods", "general", "talk"}),
    ("channels_select", {}, {"fjord-foods", "general", "talk"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "wanted", "left"), FILTERS)
async def test_a_menu_offers_the_conversations_its_filter_leaves(
    house: House, kind: str, wanted: dict[str, Any], left: set[str]
) -> None:
    """And no other can be chosen: Slack's client would not offer it."""
    world, anna = house.slack.world, house.slack.world.people[house.anna]
    robot = (await house.web.conversations_open(users=[house.anna]))["channel"]["id"]
    group = (await house.web.conversations_open(users=[house.anna, house.kari]))["channel"]["id"]
    board = (await house.web.conversations_create(name="board", is_private=True))["channel"]["id"]
    talk = (await house.web.conversations_create(name="talk"))["channel"]["id"]  # she sees it, and is not in it
    hidden = (await house.web.conversations_create(name="hidden", is_private=True))["channel"]["id"]
    world.channels[board].members.append(house.anna)
    names = {robot: "robot", group: "group", board: "board", talk: "talk", hidden: "hidden"}
    names |= {each.id: each.name for each in world.channels.values() if each.id not in names}
    element = {"type": kind, "action_id": "a"} | ({"filter": wanted} if wanted else {})
    drawn = groups(Place(Reader(house.slack, anna, 0.0)), element)
    assert {names[each["value"]] for each in drawn[0]["options"]} == left
    for channel_id, name in names.items():
        if name in left:
            assert channel_id in str(entered(house.slack, anna, element, channel_id))
        else:
            with pytest.raises(CannotDo, match="no_such_option"):
                entered(house.slack, anna, element, channel_id)


async def test_what_a_menu_holds_from_the_start_may_stay_whatever_its_filter(house: House) -> None:
    element = {"type": "conversations_select", "filter": {"include": ["im"]}, "initial_conversation": house.shared}
    kari = house.slack.world.people[house.kari]
    assert entered(house.slack, kari, element, house.shared)["selected_conversation"] == house.shared


async def test_a_person_chooses_only_what_the_menu_offers(house: House) -> None:
    menu = {"type": "conversations_select", "action_id": "pick", "filter": {"exclude_external_shared_channels": True}}
    await house.posted(blocks=[actions(menu)])
    press = {"user": "Anna", "channel": house.shared, "action_id": "pick"}
    refused = await house.control.do("click", **press, value="fjord-foods")
    assert (refused["error"], refused["there"]) == ("no_such_option", ["general"])
    assert (await house.control.do("click", **press, value="general"))["error"] == "not_acked", "it went to the app"
