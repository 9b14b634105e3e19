"""What the page is given to show: every block Slack takes, in parts the page has, and nothing that could run."""

import json
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox import snapshot
from sandbox.block_ids import with_ids
from sandbox.config import DEFAULT
from sandbox.config import parse as parse_config
from sandbox.drawn.attachments import attachment
from sandbox.drawn.bar import bar
from sandbox.drawn.blocks import BLOCKS, blocks
from sandbox.drawn.dates import ago
from sandbox.drawn.frame import closed, sidebar, title
from sandbox.drawn.markdown import markdown
from sandbox.drawn.messages import message
from sandbox.drawn.mrkdwn import parse
from sandbox.drawn.place import Place
from sandbox.drawn.reader import Reader
from sandbox.drawn.rich import typed
from sandbox.drawn.tiles import size_of
from sandbox.drawn.workshop import inspector
from sandbox.faults import CALL_KINDS, DELIVERY_KINDS
from sandbox.limits_blocks import IN_MESSAGES, IN_MODALS
from sandbox.server import running
from sandbox.typed_rich import rich_text
from tests.sandbox import payload_rows
from tests.sandbox.house import House
from tests.sandbox.payloads import Json, image, section

PAGE = Path(__file__).parents[2] / "sandbox" / "page"
HTML = set(
    re.findall(
        r"\w+",
        "a b blockquote br caption code dd details div dl dt figcaption figure h3 h4 h5 h6 hr i img li mark ol p pre s "
        "small span summary table tbody td th thead time tr u ul",
    )
)
SPITEFUL = "javascript:alert(1)"


def tags(node: Any) -> Iterator[tuple[str, Json]]:
    if isinstance(node, list):
        yield node[0], node[1]
        for child in node[2:]:
            yield from tags(child)


def reader(house: House) -> Reader:
    return Reader(house.slack, house.slack.world.people[house.kari], time.time())


async def test_every_block_slack_takes_is_drawn_with_what_the_page_has(house: House) -> None:
    parts = set(re.findall(r"\b[A-Z]\w+", (PAGE / "parts.js").read_text("utf-8").partition("Object.assign")[2]))
    assert set(BLOCKS) == {*IN_MESSAGES, *IN_MODALS}
    for name, good, _, _ in payload_rows.BLOCKS:
        drawn = blocks(Place(reader(house)), with_ids([good], house.slack.ids))
        assert {tag for tag, _ in tags(drawn)} <= HTML | parts, name
        json.dumps(drawn)


async def test_an_address_that_could_run_is_no_link(house: House) -> None:
    said = section(f"<{SPITEFUL}|press> <https://x.no|go>", accessory={"type": "overflow", "options": [
        {"text": {"type": "plain_text", "text": "o"}, "value": "v", "url": SPITEFUL}]})  # fmt: skip
    more: Json = {"type": "markdown", "text": f"[a]({SPITEFUL}) <b>b</b>"}
    drawn = blocks(Place(reader(house)), with_ids([said, more], house.slack.ids))
    assert [each["href"] for tag, each in tags(drawn) if tag == "a"] == ["https://x.no"]
    assert SPITEFUL not in json.dumps(drawn)


async def test_an_attachment_has_its_parts_whatever_they_are(house: House) -> None:
    given = {"color": "danger", "title": "T", "title_link": SPITEFUL, "text": "*b*", "footer": "f", "ts": "1795000000",
             "fields": [{"title": "F", "value": 3, "short": True}, 7], "blocks": [image()]}  # fmt: skip
    drawn = json.dumps(attachment(reader(house), given, lambda held: ["Held", {}, str(len(held))]))
    for said in ("#a30200", '"T"', '"F"', '"3"', "f \\u00b7 18 Nov 2026", "Held"):
        assert said in drawn
    assert SPITEFUL not in drawn


async def test_an_attachment_formats_what_mrkdwn_in_names(house: House) -> None:
    given = {"pretext": "*p*", "text": "*t*", "fields": [{"title": "F", "value": "*f*"}], "fallback": "*no*"}
    for marked in ([], ["pretext"], ["text", "fields"], ["pretext", "text", "fields"]):
        drawn = json.dumps(attachment(reader(house), given | {"mrkdwn_in": marked}, lambda held: ""))
        bold = [name for name in ("pretext", "text", "fields") if f'["b", {{}}, "{name[0]}"]' in drawn]
        assert bold == marked, drawn
        assert drawn.count("*") == 2 * (3 - len(marked)), "the others as they are"


async def test_a_message_without_mrkdwn_is_shown_as_it_is(house: House) -> None:
    """On the page and on a phone; and an answer to a click may ask for it too."""
    channel = house.slack.world.channels[house.shared]
    for mrkdwn, said in ((True, '["b", {}, "loud"]'), (False, "*loud*")):
        ts = await house.posted("<!here> *loud*", mrkdwn=mrkdwn)
        assert said in json.dumps(message(reader(house), channel, channel.messages[ts])["said"])
        shown = snapshot.of(house.slack, snapshot.Look(user=house.kari))["rings"][-1]
        assert said in json.dumps(shown["said"])
    secret = house.slack.response_urls.make(house.shared, house.kari, house.slack.clock.now())
    answer = {"text": "*loud*", "response_type": "in_channel", "mrkdwn": False}
    async with house.session.post(f"{house.facts['url']}/actions/{house.home}/{secret}", json=answer) as told:
        assert await told.text() == "ok"
    assert "*loud*" in json.dumps(message(reader(house), channel, next(channel.newest()))["said"])


@pytest.mark.parametrize(("count", "words"), [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (9_940, "9.9 kB"),
                                              (56_000_000, "56 MB"), (10**13, "10000 GB")])  # fmt: skip
def test_a_size_is_short(count: int, words: str) -> None:
    assert size_of(count) == words


async def test_an_old_menu_whose_options_the_app_finds_is_seen_and_cannot_be_opened(house: House) -> None:
    menu = {"name": "when", "type": "select", "text": "When?", "data_source": "external"}
    drawn = attachment(reader(house), {"text": "Well?", "actions": [menu]}, lambda held: "")
    assert [each["disabled"] for tag, each in tags(drawn) if tag == "button"] == [True]
    assert '"When?"' in json.dumps(drawn)


async def test_menus_of_more_actions_are_told_apart_by_what_is_in_them(house: House) -> None:
    given = [section("s", accessory=menu("Edit", "Move")), {"type": "actions", "elements": [menu("Close", "Merge")]}]
    drawn = blocks(Place(reader(house)), with_ids(given, house.slack.ids))
    named = [each["label"] for tag, each in tags(drawn) if tag == "Overflow"]
    assert named == ["More actions: Edit, Move", "More actions: Close, Merge"]


def menu(*names: str) -> Json:
    options = [{"text": {"type": "plain_text", "text": each}, "value": each} for each in names]
    return {"type": "overflow", "action_id": names[0], "options": options}


async def test_where_nobody_can_write_it_is_said_instead(house: House) -> None:
    world, slack = house.slack.world, house.slack
    await house.web.conversations_open(users=[house.kari])
    direct, shared = world.im_with(house.kari), world.channels[house.shared]
    assert direct is not None
    assert [closed(reader(house), each) for each in (direct, shared)] == [None, None]
    slack.manifest, shared.is_archived = replace(slack.manifest, messages_read_only=True), True
    assert "turned off" in json.dumps(closed(reader(house), direct))
    assert "archived" in json.dumps(closed(reader(house), shared))


async def test_the_header_links_to_what_the_config_names() -> None:
    raw = yaml.safe_load(DEFAULT.read_text("utf-8"))
    raw["links"] = [{"title": "Mailbox", "url": "http://127.0.0.1:1/"}, {"title": "Bad", "url": SPITEFUL}]
    async with running(parse_config(raw)) as server:
        me = next(iter(server.slack.world.people.values()))
        shown = bar(Reader(server.slack, me, 0.0), inspects=False)
    assert [each["href"] for node in shown for tag, each in tags(node) if tag == "a"] == ["http://127.0.0.1:1/"]


async def test_the_inspector_has_a_switch_for_every_fault(house: House) -> None:
    shown = [each for tag, each in tags(inspector(reader(house))) if each.get("class") == "fault"]
    assert {each["key"] for each in shown} == {*CALL_KINDS, *DELIVERY_KINDS}


async def test_the_inspector_tells_that_no_events_come_any_more(house: House) -> None:
    assert "no events" not in json.dumps(inspector(reader(house)))
    house.slack.subscriptions.are_on = False
    shown = json.dumps(inspector(reader(house)))
    assert "Slack sends no events any more" in shown
    assert '"subscriptions"' in shown, "and a button switches them on"


async def test_direct_messages_are_called_by_who_they_are_with(house: House) -> None:
    await house.web.conversations_open(users=[house.kari])
    await house.web.conversations_open(users=[house.kari, house.anna])
    direct = [each for each in house.slack.world.channels.values() if each.is_im or each.is_mpim]
    assert {title(reader(house), each) for each in direct} == {"Robot", "Anna Berg, Robot"}
    assert "Anna Berg" in json.dumps(sidebar(reader(house), None, False)).partition("Direct messages")[2]


async def test_a_link_s_preview_says_where_it_is_from(house: House) -> None:
    drawn = attachment(reader(house), {"from_url": "https://x.no/a", "title": "T"}, lambda held: "")
    assert [each["href"] for tag, each in tags(drawn) if tag == "a"] == ["https://x.no/a"]
    assert '"x.no"' in json.dumps(drawn)


MARKDOWN = [
    ("# One\n## Two", ["h4", "h5"]),
    ("a\nb\n\nc", ["p", "p"]),
    ("- a\n  - b\n- c", ["ul", "li", "ul", "li", "li"]),
    ("3. a\n4. b", ["ol", "li", "li"]),
    ("> a\n> b", ["blockquote", "p"]),
    ("```\n# no heading\n```", ["pre", "code"]),
    ("|a|b|\n|-|-|\n|1|2|", ["div", "table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]),
    ("**a** *b* ~~c~~ `d` [e](https://x.no) snake_case_name 2*3*4", ["p", "b", "i", "s", "code", "a"]),
    ("---", ["hr"]),
]


@pytest.mark.parametrize(("text", "drawn"), MARKDOWN)
def test_markdown_is_drawn_as_what_it_is(text: str, drawn: list[str]) -> None:
    assert [tag for tag, _ in tags(markdown(text))][1:] == drawn


def test_no_text_takes_long_to_read() -> None:
    began = time.process_time()
    for piece in ("*a ", "<", "`a ", "*_~", "> ", "`", "**a ", "_a_ *b* "):
        parse(piece * (40_000 // len(piece)))
        markdown(piece * (12_000 // len(piece)))
    assert time.process_time() - began < 3


def test_what_is_typed_becomes_rich_text_and_is_typed_the_same_again() -> None:
    text = "See *this _now_* and `code`\n• one\n• two\n2. second\n3. third\n> said\n```\nraw\n```"
    assert typed(rich_text(text.replace(">", "&gt;"))) == text


def test_emoji_and_code_that_are_typed() -> None:
    section, code = rich_text("Hi :heart: :our_own:\n```raw```")["elements"]
    assert section["elements"][1] == {"type": "emoji", "name": "heart", "unicode": "2764-fe0f"}
    assert section["elements"][3] == {"type": "emoji", "name": "our_own"}
    assert code["border"] == 0


def test_how_long_ago() -> None:
    spoken = {
        0: "now",
        -5: "5 seconds ago",
        -90: "2 minutes ago",
        7200: "in 2 hours",
        -86400: "yesterday",
        259200: "in 3 days",
    }
    assert {ahead: ago(1000.0 + ahead, 1000.0) for ahead in spoken} == spoken
