"""Which emoji a workspace has: Slack's own, and those in the config (docs.slack.dev/reference/methods/emoji.list)."""

from sandbox.config import Config
from sandbox.drawn import emoji


def own(config: Config) -> dict[str, str]:
    """The workspace's own by name: where its image is, or `alias:` and the name it is another word for."""
    return {each.name: f"alias:{each.alias}" if each.alias else each.url for each in config.emoji}


def exists(config: Config, name: str) -> bool:
    """Somebody can react with it; a skin tone only Slack's own have."""
    plain = emoji.SKIN.sub("", name)
    return plain in emoji.KNOWN or any(name == each.name for each in config.emoji)
