"""A manifest Slack would not take is not taken here: a good and a bad one for each limit."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox import limits_manifest, manifest

Json = dict[str, Any]
ROWS: list[tuple[str, Json, Json, str]] = []


def _row(name: str, place: str, good: Any, bad: Any) -> None:
    """The same value at its place, at the limit and past it."""
    ROWS.append((name, _at(place, good), _at(place, bad), f"/{place}"))


def _at(place: str, value: Any) -> Json:
    for each in reversed(place.split("/")):
        value = {each: value}
    return dict(value)


COMMAND = {"command": "/case", "description": "Cases"}
HEARD, WEB = {"app_id": "A1", "event_type": "case"}, "https://x.no"
SHORTCUT = {"name": "New", "callback_id": "new", "description": "New", "type": "global"}
_row("name", "display_information/name", "x" * 35, "x" * 36)
_row("a name there is", "display_information", {"name": "x"}, {"description": "x"})
_row("description", "display_information", *({"name": "x", "description": "x" * each} for each in (140, 141)))
_row("long", "display_information", *({"name": "x", "long_description": "x" * each} for each in (4000, 4001)))
_row("long enough", "display_information", *({"name": "x", "long_description": "x" * each} for each in (175, 174)))
_row("colour", "display_information", *({"name": "x", "background_color": each} for each in ("#1f3a5f", "blue")))
_row("bot", "features/bot_user/display_name", "x" * 80, "x" * 81)
_row("home", "features/app_home/home_tab_enabled", True, "yes")
_row("shortcuts", "features/shortcuts", [SHORTCUT] * 10, [SHORTCUT] * 11)
_row("shortcut's name", "features/shortcuts", *([SHORTCUT | {"name": "x" * each}] for each in (24, 25)))
_row("callback_id", "features/shortcuts", *([SHORTCUT | {"callback_id": "x" * each}] for each in (255, 256)))
_row("shortcut's words", "features/shortcuts", *([SHORTCUT | {"description": "x" * each}] for each in (150, 151)))
_row("shortcut's kind", "features/shortcuts", [SHORTCUT | {"type": "message"}], [SHORTCUT | {"type": "channel"}])
_row("commands", "features/slash_commands", [COMMAND] * 50, [COMMAND] * 51)
_row("command", "features/slash_commands", *([COMMAND | {"command": "/" + "x" * each}] for each in (31, 32)))
_row("a command's slash", "features/slash_commands", [COMMAND], [COMMAND | {"command": "case"}])
_row("command's words", "features/slash_commands", *([COMMAND | {"description": "x" * each}] for each in (2000, 2001)))
_row("usage", "features/slash_commands", *([COMMAND | {"usage_hint": "x" * each}] for each in (1000, 1001)))
_row("a hint that is none", "features/slash_commands", [COMMAND], [COMMAND | {"usage_hint": ""}])
_row("command's address", "features/slash_commands", *([COMMAND | {"url": WEB + "x" * each}] for each in (2988, 2989)))
_row("domains", "features/unfurl_domains", *([f"x{number}.no" for number in range(each)] for each in (5, 6)))
_row("a domain", "features/unfurl_domains", ["shop.x.no"], ["https://x.no"])
_row("a domain twice", "features/unfurl_domains", ["x.no", "y.no"], ["x.no", "x.no"])
_row("scope", "oauth_config/scopes/bot", ["x" * 50], ["x" * 51])
_row("scopes", "oauth_config/scopes/bot", ["commands"] * 255, ["commands"] * 256)
_row(
    "optional ones",
    "oauth_config/scopes",
    {"bot": ["commands"], "bot_optional": ["commands"]},
    {"bot": [], "bot_optional": ["commands"]},
)
_row("events", "settings/event_subscriptions/bot_events", *([f"e{n}" for n in range(each)] for each in (100, 101)))
_row("an event twice", "settings/event_subscriptions/bot_events", ["message.im"], ["message.im", "message.im"])
_row("metadata", "settings/event_subscriptions/metadata_subscriptions", [HEARD], [{"event_type": "case"}])
_row("its kinds", "settings/event_subscriptions/metadata_subscriptions", [HEARD], [HEARD | {"event_type": "x" * 51}])
_row("addresses", "settings/allowed_ip_address_ranges", *([f"10.0.0.{n}" for n in range(each)] for each in (10, 11)))
_row("an address", "settings/allowed_ip_address_ranges", ["10.0.0.0/8"], ["10.0.0.256"])
_row("webhooks", "settings/incoming_webhooks", {"incoming_webhooks_enabled": True}, {"on": True})
_row("sign-in", "settings", {"siws_links": {"initiate_uri": "https://x.no"}}, {"siws_link": {}})
_row("interactivity", "settings/interactivity", {"is_enabled": True}, {})
_row("runtime", "settings/function_runtime", "remote", "moon")
_row("version", "_metadata/major_version", 2, 3)
_row("nothing else", "settings", {"socket_mode_enabled": True}, {"socket_mode": True})


@pytest.mark.parametrize(("good", "bad", "place"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_limits(good: Json, bad: Json, place: str) -> None:
    assert limits_manifest.check(good) == []
    assert f"[json-pointer:{place}" in limits_manifest.check(bad)[0]


def test_a_bad_one_is_refused_with_every_rule_it_breaks(tmp_path: Path) -> None:
    file = tmp_path / "manifest.yml"
    file.write_text(yaml.safe_dump({"settings": {"a": 1, "b": 2}}))
    with pytest.raises(ValueError, match=r"(?s)no manifest.*property: a .*property: b "):
        manifest.load(file)
