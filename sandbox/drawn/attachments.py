"""Secondary attachments, and what an app shows of links.

docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments; chat.unfurl gives the same. Plain text but
for what `mrkdwn_in` names: `text`, `pretext`, `fields` (their values).
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from sandbox import legacy_actions
from sandbox.drawn import dates
from sandbox.drawn.mrkdwn import unescaped
from sandbox.drawn.nodes import Node, el, link, picture, quiet
from sandbox.drawn.reader import Reader
from sandbox.drawn.texts import as_it_is, mrkdwn
from sandbox.kinds import Json

NAMED = {"good": "#2eb67d", "warning": "#daa038", "danger": "#a30200"}
COLOUR = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
Words = dict[str, str]
Blocks = Callable[[list[Json]], Node]


def attachment(reader: Reader, given: Json, blocks: Blocks) -> Node:
    """One, with its bar of colour; `blocks` draws what it holds of them. Slack checks little of the rest."""
    said = {name: str(value) for name, value in given.items() if isinstance(value, str | int | float)}
    inside = [
        _author(said),
        _title(said),
        _text(reader, given, "text", said["text"]) if said.get("text") else None,
        blocks(given["blocks"]) if given.get("blocks") else None,
        _fields(reader, given),
        picture(said["image_url"], said.get("fallback", ""), class_="image") if said.get("image_url") else None,
        _lost([each for each in given.get("actions", []) if legacy_actions.asks_the_app(each)]),
        blocks(pressed) if (pressed := legacy_actions.blocks(given)) else None,
        _footer(reader, said),
    ]
    thumb = picture(said["thumb_url"], "", class_="thumb") if said.get("thumb_url") else None
    if not any(inside) and not thumb:
        inside = [as_it_is(reader, said.get("fallback", ""))]
    bar = _colour(said.get("color", ""))
    drawn = el("div", el("div", *inside), thumb, class_="attachment", style=f"--bar:{bar}" if bar else None)
    return el("div", _text(reader, given, "pretext", said["pretext"]), drawn) if said.get("pretext") else drawn


def _text(reader: Reader, given: Json, name: str, words: str) -> Node:
    marked = given.get("mrkdwn_in")
    return mrkdwn(reader, words) if isinstance(marked, list) and name in marked else as_it_is(reader, words)


def _colour(given: str) -> str | None:
    found = COLOUR.fullmatch(given)
    return NAMED.get(given) or (f"#{found[1]}" if found else None)


def _linked(words: str, url: str | None) -> Node:
    return link(url, words) if url else words


def _icon(url: str | None) -> Node | None:
    return picture(url, "", class_="icon-image") if url else None


def _author(said: Words) -> Node | None:
    """Whose it is; of an unfurled link, where from."""
    name, url = said.get("author_name") or said.get("service_name"), said.get("author_link")
    if not name and said.get("from_url"):
        name, url = urlsplit(said["from_url"]).hostname, said["from_url"]
    icon = _icon(said.get("author_icon") or said.get("service_icon"))
    return el("p", icon, _linked(unescaped(name), url), class_="by") if name else None


def _title(said: Words) -> Node | None:
    return el("p", el("b", _linked(unescaped(said["title"]), said.get("title_link")))) if said.get("title") else None


def _fields(reader: Reader, given: Json) -> Node | None:
    drawn = [
        el("div", el("b", unescaped(str(each.get("title", "")))),
           _text(reader, given, "fields", str(each.get("value", ""))),
           class_=None if each.get("short") else "whole")
        for each in _each(given.get("fields"))
    ]  # fmt: skip
    return el("div", *drawn, class_="fields") if drawn else None


def _lost(actions: list[Json]) -> Node | None:
    """Menus whose options the app would find, to be seen only."""
    drawn = [el("button", unescaped(each["text"]), quiet(" ▾"), class_="button", disabled=True) for each in actions]
    return el("div", *drawn, class_="actions") if drawn else None


def _each(given: object) -> list[Json]:
    return [each for each in given if isinstance(each, dict)] if isinstance(given, list) else []


def _footer(reader: Reader, said: Words) -> Node | None:
    words = " · ".join(each for each in (unescaped(said.get("footer", "")), _when(reader, said.get("ts", ""))) if each)
    return el("p", _icon(said.get("footer_icon")), words, class_="by") if words else None


def _when(reader: Reader, ts: str) -> str:
    try:
        return dates.said(reader, float(ts), "{date_short} {time}", "")
    except ValueError:
        return ""
