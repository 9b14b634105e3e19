"""Slack's message text back to what the person wrote: readable, and without anything that pings."""

import re

TOKEN = re.compile(r"<([^<>]*)>")
BROADCASTS = {"!channel": "@channel", "!here": "@here", "!everyone": "@everyone"}


def as_written(text: str) -> str:
    """`<https://a.no|a.no>` reads "a.no", `<!channel>` "@channel"; `&lt;` is `<` again."""
    plain = TOKEN.sub(lambda found: _readable(found[1]), text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _readable(token: str) -> str:
    target, _, label = token.partition("|")
    if target.startswith("!"):
        return label or BROADCASTS.get(target, "@" + target[1:].partition("^")[0])
    if target.startswith(("@", "#")):
        return f"{target[0]}{label}" if label else target
    return label or target
