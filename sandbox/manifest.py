"""What the app declares: events, commands and shortcuts. Without a manifest, every event and any command."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from sandbox.kinds import Json


@dataclass(frozen=True)
class Manifest:
    """The parts the sandbox acts on. None means: not declared here, so anything goes."""

    bot_events: frozenset[str] | None = None
    commands: tuple[Json, ...] | None = None
    shortcuts: tuple[Json, ...] | None = None
    scopes: tuple[str, ...] | None = None

    def subscribed(self, event: str) -> bool:
        """The app asked for this event, e.g. `message.channels`."""
        return self.bot_events is None or event in self.bot_events

    def has_command(self, command: str) -> bool:
        """The app declared it, e.g. `/case`."""
        return self.commands is None or any(each.get("command") == command for each in self.commands)

    def shortcut(self, callback_id: str, kind: str) -> Json | None:
        """The declared shortcut of that kind (`global` or `message`)."""
        if self.shortcuts is None:
            return {"name": callback_id, "callback_id": callback_id, "type": kind}
        matching = (each for each in self.shortcuts if each["callback_id"] == callback_id and each["type"] == kind)
        return next(matching, None)


def load(path: Path | None) -> Manifest:
    """Reads manifest.yml (or .json); None: an app that declares nothing."""
    if path is None:
        return Manifest()
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    features, settings = raw.get("features", {}), raw.get("settings", {})
    return Manifest(
        bot_events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", [])),
        commands=tuple(features.get("slash_commands", [])),
        shortcuts=tuple(features.get("shortcuts", [])),
        scopes=tuple(raw.get("oauth_config", {}).get("scopes", {}).get("bot", [])),
    )
