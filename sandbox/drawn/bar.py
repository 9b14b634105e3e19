"""Above everything: who one is, what time it is in this Slack, and where else to look."""

from sandbox import page_json
from sandbox.drawn import dates
from sandbox.drawn.faces import face
from sandbox.drawn.frame import links
from sandbox.drawn.nodes import Node, act, el, go, part, quiet
from sandbox.drawn.reader import Reader
from sandbox.kinds import Json
from sandbox.world import Person, Team

HOUR_S = 3600
PAUSE_S = 8 * HOUR_S
STEPS = {"15 minutes": 900, "1 hour": HOUR_S, "1 day": 24 * HOUR_S, "1 week": 7 * 24 * HOUR_S}
WHAT = "What the app and Slack say to each other"


def bar(reader: Reader, inspects: bool) -> list[Node]:
    """From left to right."""
    return [
        _person_switch(reader),
        *links(reader, "clock elsewhere"),
        _inspector_switch(reader, inspects),
        _clock(reader),
    ]


def _menu(label: str, spoken: str | None, kind: str, face: list[Node], *items: Node) -> Node:
    return part("Menu", {"label": label, "spoken": spoken, "kind": kind, "face": face}, *items)


def _item(verb: str, body: Json, words: str) -> Node:
    return act(verb, body, words, class_="item", role="menuitem", tabindex="-1")


def _person_switch(reader: Reader) -> Node:
    me, world = reader.me, reader.slack.world
    paused = world.paused.get(me.id, (0.0, 0.0))[1] > reader.now
    shown: list[Node] = [
        face(me.name, size=28),
        el("span", el("small", "You are"), " ", el("b", me.name), " 💤" if paused else None, " ",
           el("span", f"· {reader.team().name}", class_="where"), class_="who"),
        el("span", el("span", "switch "), "▾", class_="turn"),
    ]  # fmt: skip
    rest = _item(
        "dnd",
        {"until_s": 0 if paused else PAUSE_S},
        "Resume notifications" if paused else "Pause notifications for 8 hours",
    )
    return _menu(
        "Switch person", None, "person-switch", shown, rest, *(_cast(reader, each) for each in world.teams.values())
    )


def _cast(reader: Reader, team: Team) -> Node:
    people = [each for each in reader.slack.world.people.values() if each.team_id == team.id]
    style = f"--team:{page_json.colour(reader.slack, team.id)}"
    heading = el("h3", team.name, role="presentation")
    return el(
        "div",
        heading,
        *(_actor(reader, each) for each in people),
        class_="cast",
        role="group",
        aria_label=team.name,
        style=style,
    )


def _actor(reader: Reader, person: Person) -> Node:
    """A link, so that it can be opened in a tab of its own."""
    me = person.id == reader.me.id
    title = f"{person.title} · guest" if person.is_guest else person.title
    words = el("span", el("b", person.name), el("small", title))
    inside = (face(person.name, size=32), words, el("span", "you", class_="you") if me else None)
    return el(
        "Become", *inside, person=person.key, role="menuitemradio", aria_checked=me, class_="item actor", tabindex="-1"
    )


def _inspector_switch(reader: Reader, inspects: bool) -> Node:
    """What goes on behind the page, and how much of it is broken on purpose."""
    on = len(reader.slack.faults.told())
    inside = (quiet("⚡" if on else "🔍"), el("span", f" Inspector · {on} on" if on else " Inspector", class_="words"))
    to = {"inspect": None if inspects else "1"}
    return go(to, *inside, class_="clock inspect", aria_label="Inspector", aria_pressed=inspects, title=WHAT)


def _clock(reader: Reader) -> Node:
    """Time only goes forward."""
    at = reader.at(reader.now)
    day, time = f"{at:%a} {at.day} {at:%b}, ", dates.clock(reader, reader.now)
    shown: list[Node] = [quiet("🕐"), " ", el("span", el("span", day), time, class_="now")]
    heading = el("h3", "Let time pass", role="presentation")
    steps = [_item("clock", {"advance_s": seconds}, words) for words, seconds in STEPS.items()]
    return _menu("Let time pass", f"The time here is {day}{time}. Let time pass", "clock", shown, heading, *steps)
