"""Slack's message text back to what the person wrote: readable, and without anything that pings."""

import re

TOKEN = re.compile(r"<([^<>]*)>")
BROADCASTS = {"!channel": "@channel", "!here": "@here", "!everyone": "@everyone"}


def as_written(text: str) -> str:
    """`<https://a.no|our page>` reads "our page (https://a.no)", `<!channel>` "@channel"; `&lt;` is `<` again."""
    plain = TOKEN.sub(lambda found: _readable(found[1]), text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _readable(token: str) -> str:
    target, _, label = token.partition("|")
    if target.startswith("!"):
        return label or BROADCASTS.get(target, "@" + target[1:].partition("^")[0])
    if target.startswith(("@", "#")):
        return f"{target[0]}{label}" if label else target
    # Slack itself links what people type: there the label is the address without its scheme.
    bare = target.removeprefix("https://").removeprefix("http://").removeprefix("mailto:").rstrip("/")
    return f"{label} ({target})" if label and label != bare else label or target
