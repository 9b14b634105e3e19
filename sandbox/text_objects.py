"""Text objects as Slack keeps them and gives them back.

docs.slack.dev/reference/block-kit/composition-objects/text-object: `emoji` says whether emoji in plain text are escaped
to their names; without `verbatim` addresses and names in mrkdwn become links and mentions, with it no text is modified.
No page tells the default of `emoji`: payloads that people recorded have `emoji` true and `verbatim` false where the app
gave neither.
"""

from typing import Any

from sandbox.drawn.emoji import named
from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.typed_text import auto_parsed


def kept(slack: LocalSlack, value: Any) -> Any:
    """The same blocks, view or attachment, every text object in it as Slack keeps it."""
    if isinstance(value, list):
        return [kept(slack, each) for each in value]
    if not isinstance(value, dict):
        return value
    keep = KEEP.get(value["type"]) if isinstance(value.get("type"), str) else None
    if keep is not None and isinstance(value.get("text"), str):
        return keep(slack, value)
    return {name: kept(slack, each) if isinstance(each, dict | list) else each for name, each in value.items()}


def _plain(slack: LocalSlack, given: Json) -> Json:
    told = {"emoji": True, **given}
    return {**told, "text": named(told["text"])} if told["emoji"] else told


def _mrkdwn(slack: LocalSlack, given: Json) -> Json:
    told = {"verbatim": False, **given}
    return told if told["verbatim"] else {**told, "text": auto_parsed(slack, told["text"])}


KEEP = {"plain_text": _plain, "mrkdwn": _mrkdwn}
