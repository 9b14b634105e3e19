"""What of Slack is here, in part or not at all: the tables of README.md, made from the code.

`python -m sandbox.simulated` writes them anew.
"""

import re
from pathlib import Path

from sandbox import calls, scopes
from sandbox.limits_blocks import ANYWHERE, IN_MESSAGES, IN_MODALS
from sandbox.limits_elements import CHOICES, DATETIME

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- simulated: begin -->", "<!-- simulated: end -->"

PARTLY = {
    "chat.postMessage": "no page is fetched for a preview, so `unfurl_*` change nothing; markdown is kept as text",
    "chat.unfurl": "no previews that ask for sign-in",
    "conversations.acceptSharedInvite": "the channel keeps its host's name and is as private as there",
    "conversations.inviteShared": "who may only post is not kept from more",
    "conversations.listConnectInvites": "no acceptances",
    "conversations.close": "nobody's list changes",
    "conversations.mark": "nothing but the mark",
    "emoji.list": "no categories",
    "files.completeUploadExternal": "its answer tells no shares yet, but they are there at once",
    "files.list": "by channel and page alone",
    "users.getPresence": "everybody is active",
    "users.profile.get": "no fields of one's own",
    "views.publish": "outsiders see Slack's placeholder, though it answers ok",
}
EVENTS_PARTLY = {
    "link_shared": "when posted, not while typed",
    "user_change": "for name, title, e-mail, time zone and a closed account",
}
# Families of methods, and single ones, that answer `unknown_method`.
NOT = (
    "admin.*", "agents.*", "apps.*", "assistant.*", "auth.*", "canvases.*", "channels.*", "chat.*",
    "conversations.*", "conversations.canvases.*", "dialog.*", "dnd.*", "entity.*", "files.*", "files.remote.*",
    "functions.*", "groups.*", "im.*", "migration.*",
    "mpim.*", "oauth.*", "openid.*", "reminders.*", "rtm.*", "search.*", "slackLists.*", "stars.*", "team.*",
    "slackbot.*", "tooling.*", "users.*", "workflows.*",
)  # fmt: skip


def methods() -> str:
    """One line for each method, and one for those that are not here."""
    lines = [f"| `{name}` | {_how(name, PARTLY)} | {_needs(name)} |" for name in sorted(calls.METHODS)]
    others = ", ".join(f"`{name}`" for name in NOT)
    lines.append(f"| all others of {others} | not | `unknown_method` |")
    return "\n".join(["| method | simulated | tier, scopes |", "|---|---|---|", *lines])


def _how(name: str, partly: dict[str, str]) -> str:
    return f"partly: {partly[name]}" if name in partly else "yes"


def _needs(name: str) -> str:
    needs = scopes.METHODS[name]
    tier = "special" if needs.tier is None else str(needs.tier)
    return tier + (f", `{'` or `'.join(needs.scopes)}`" if needs.scopes else "")


def events() -> str:
    """One line for each event."""
    lines = [f"| `{name}` | {_how(name, EVENTS_PARTLY)} |" for name in sorted(scopes.EVENTS)]
    lines.append("| `app_rate_limited` | yes, after 30,000 in an hour |")
    lines.append("| all others | not |")
    return "\n".join(["| event | simulated |", "|---|---|", *lines])


def blocks() -> str:
    """Where each block may stand."""
    places = {"messages": IN_MESSAGES, "modals": IN_MODALS, "App Homes": ANYWHERE}
    lines = [
        f"| `{name}` | {', '.join(place for place, table in places.items() if name in table)} |"
        for name in sorted({*IN_MESSAGES, *IN_MODALS})
    ]
    inputs = ", ".join(f"`{name}`" for name in sorted({*CHOICES, *DATETIME}))
    lines.append("| `auth_provider`, and all others | not: refused as unknown |")
    return "\n".join(["| block | in |", "|---|---|", *lines, "", f"Menus and pickers: {inputs}."])


def tables() -> str:
    """All of it."""
    return f"{BEGIN}\n{methods()}\n\n{events()}\n\n{blocks()}\n{END}"


def current() -> str:
    """The README with its tables as they should be."""
    text = README.read_text(encoding="utf-8")
    return re.sub(f"{re.escape(BEGIN)}.*{re.escape(END)}", lambda _: tables(), text, flags=re.DOTALL)


if __name__ == "__main__":
    README.write_text(current(), encoding="utf-8")
