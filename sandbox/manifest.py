"""What the app declares: scopes, events, commands and shortcuts. Without a manifest, all of them.

The parts: docs.slack.dev/reference/app-manifest (docs/slack.md 7).
"""

from dataclasses import dataclass
from pathlib import Path

import yaml

from sandbox import limits_manifest, scopes
from sandbox.kinds import Json


@dataclass(frozen=True)
class Manifest:
    """The parts the sandbox acts on. None means: not declared here, so anything goes."""

    bot_events: frozenset[str] | None = None
    commands: tuple[Json, ...] | None = None
    shortcuts: tuple[Json, ...] | None = None
    scopes: tuple[str, ...] | None = None
    unfurl_domains: tuple[str, ...] | None = None
    metadata: tuple[Json, ...] | None = None
    interactive: bool = True
    home_tab: bool = True
    messages_tab: bool = True
    messages_read_only: bool = False

    @property
    def takes_messages(self) -> bool:
        """People may write to the app."""
        return self.messages_tab and not self.messages_read_only

    @property
    def granted(self) -> tuple[str, ...]:
        """The scopes of the bot's token, in the manifest's order."""
        return tuple(sorted(scopes.EVERY - {scopes.NOT_BY_DEFAULT})) if self.scopes is None else self.scopes

    def grants(self, scope: str) -> bool:
        """The token has this scope."""
        return scope in scopes.EVERY - {scopes.NOT_BY_DEFAULT} if self.scopes is None else scope in self.scopes

    def subscribed(self, event: str) -> bool:
        """The app asked for this event, e.g. `message.channels`, and has a scope that lets it hear of it."""
        if self.bot_events is not None and event not in self.bot_events:
            return False
        wanted = scopes.EVENTS.get(event, ())
        return not wanted or any(self.grants(each) for each in wanted)

    def hears_of(self, event_type: str, app_id: str) -> bool:
        """Metadata of this kind, posted by this app, is told (docs.slack.dev/messaging/message-metadata)."""
        wanted = (("event_type", event_type), ("app_id", app_id))
        return self.metadata is None or any(
            all(each.get(name) in (value, "*") for name, value in wanted) for each in self.metadata
        )

    def command(self, name: str) -> Json | None:
        """What was declared of e.g. `/case`; commands and shortcuts need the scope `commands`."""
        if not self.grants("commands"):
            return None
        if self.commands is None:
            return {"command": name}
        return next((each for each in self.commands if each.get("command") == name), None)

    def unfurls(self, domain: str) -> bool:
        """Links of this domain, or of one below it, are told to the app."""
        if self.unfurl_domains is None:
            return True
        return any(domain == each or domain.endswith(f".{each}") for each in self.unfurl_domains)

    def shortcut(self, callback_id: str, kind: str) -> Json | None:
        """The declared shortcut of that kind (`global` or `message`)."""
        if not self.grants("commands"):
            return None
        if self.shortcuts is None:
            return {"name": callback_id, "callback_id": callback_id, "type": kind}
        matching = (each for each in self.shortcuts if each["callback_id"] == callback_id and each["type"] == kind)
        return next(matching, None)


def not_here(manifest: Manifest) -> list[str]:
    """What it asks for that is not simulated, or misspelt: it never comes, or allows nothing."""
    events = sorted((manifest.bot_events or frozenset()) - scopes.EVENTS.keys())
    unknown = sorted({*(manifest.scopes or ())} - scopes.EVERY)
    return [f"event {each} never comes here" for each in events] + [f"scope {each} allows nothing" for each in unknown]


def load(path: Path | None) -> Manifest:
    """Reads manifest.yml (or .json), all or a part of it; None: an app that declares nothing.

    Scopes, the App Home and interactivity that are not mentioned at all are taken as given; what is mentioned holds.
    ValueError tells every rule it breaks (limits_manifest.py).
    """
    if path is None:
        return Manifest()
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as broken:
        raise ValueError(f"{path} is no YAML: {broken}") from None
    found = limits_manifest.check(raw)
    if found:
        raise ValueError("\n".join([f"{path} is no manifest Slack would take:", *found]))
    features, settings = raw.get("features", {}), raw.get("settings", {})
    home = features.get("app_home", {})
    return Manifest(
        bot_events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        commands=tuple(features.get("slash_commands", [])),
        shortcuts=tuple(features.get("shortcuts", [])),
        scopes=_tuple(raw.get("oauth_config", {}).get("scopes", {}).get("bot")),
        unfurl_domains=tuple(features.get("unfurl_domains", [])),
        metadata=tuple(settings.get("event_subscriptions", {}).get("metadata_subscriptions", [])),
        interactive=bool(settings.get("interactivity", {}).get("is_enabled", True)),
        home_tab=bool(home.get("home_tab_enabled", True)),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
        messages_read_only=bool(home.get("messages_tab_read_only_enabled", False)),
    )


def _tuple(given: list[str] | None) -> tuple[str, ...] | None:
    return None if given is None else tuple(given)
