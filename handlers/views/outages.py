"""How long a site was down, on the card of its alert and of the case it became."""

from handlers.views.labels import lasting
from handlers.views.words import Mrkdwn, Words
from rules.uptime import NOTHING, OutageFacts


def down_line(t: Words, facts: OutageFacts) -> Mrkdwn:
    """To the second, as of when the card was drawn; while it is down Slack counts on by itself, so that no card has to
    be drawn again for that."""
    known = {"down": lasting(t, facts.down), "count": facts.count, "at": t.second_md(facts.at)}
    if facts.since is not None and facts.count <= 1:
        line = t.md("*Down:* began {ago}, {down} by {at}", ago=t.ago_md(facts.since), **known)
    elif facts.since is not None:
        line = t.md(
            "*Down:* again, began {ago}; {count} times, {down} in all by {at}", ago=t.ago_md(facts.since), **known
        )
    elif facts.count <= 1:
        line = t.md("*Down:* {down} in all", **known)
    else:
        line = t.md("*Down:* {count} times, {down} in all", **known)
    if facts.planned <= NOTHING:
        return line
    return Mrkdwn(line + t.md("; {planned} of planned maintenance not counted", planned=lasting(t, facts.planned)))
