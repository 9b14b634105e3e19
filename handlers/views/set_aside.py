"""What other monitors sent and nobody could read, in words: told in the on-call channel, and to look at."""

from typing import Any

from handlers import ids
from handlers.views.monitors import product
from handlers.views.parts import (
    Block,
    Element,
    Message,
    actions,
    button,
    confirmed,
    context,
    modal,
    plain_section,
    section,
    shorten,
)
from handlers.views.reasons import reason
from handlers.views.words import N_, Words
from rules.monitors import MOST_SET_ASIDE, SET_ASIDE_KEPT, SetAside, SetAsideFacts, voice_of

TITLE = N_("Could not be read")
LINES_SHOWN, LONGEST_SHOWN = 5, 600
LONGEST_WHOLE = 2900  # characters, in the window


def unreadable(t: Words, facts: SetAside) -> Message:
    """To the on-call channel: a monitor sent something that may be an alert, and nobody could read it."""
    text = t.md(
        "{monitor} sent something I cannot read, so it became no alert. Please look whether all is well there.",
        monitor=_whose(t, facts),
    )
    blocks = [section(text), _why(t, facts)]
    if shown := _beginning(facts.body):
        blocks.append(plain_section(shown))
    if facts.times > 1:
        blocks.append(context(t.md("{count} such messages came since I told you last.", count=facts.times)))
    blocks.append(context(t.md("More of the kind I count, and tell you of in an hour at the earliest.")))
    return Message(text, [*blocks, *actions("set-aside", [button(t("Look at it"), ids.SET_ASIDE, str(facts.id))])])


def window(t: Words, facts: SetAsideFacts) -> dict[str, Any]:
    """What came, why it could not be read, and who has looked at it."""
    item = facts.item
    head = t.md("*{monitor}*, {instant}", monitor=_whose(t, item), instant=t.when_md(item.at))
    shown = item.body.strip()[:LONGEST_WHOLE]
    body = [plain_section(shown)] if shown else [section(t.md("It was empty."))]
    blocks = [section(head), _why(t, item), *body, *_remarks(t, facts), *actions("set-aside", _buttons(t, facts))]
    return modal(ids.SAID, t(TITLE), blocks, submit=None, close=t("Close"))


def nothing_left(t: Words) -> dict[str, Any]:
    """Once the last of a monitor was deleted."""
    left = section(t.md("Deleted. Nothing else of this monitor is set aside."))
    return modal(ids.SAID, t(TITLE), [left], submit=None, close=t("Close"))


def _remarks(t: Words, facts: SetAsideFacts) -> list[Block]:
    item = facts.item
    remarks = [t.md("What is secret is shown as stars.")]
    if len(item.body.strip()) > LONGEST_WHOLE:
        remarks.append(t.md("These are the first {shown} of {count} characters.",
                            shown=LONGEST_WHOLE, count=len(item.body.strip())))  # fmt: skip
    if item.read_at is None:
        remarks.append(t.md("Nobody has looked at it yet."))
    else:
        who = facts.reader.shown if facts.reader else t("somebody")
        remarks.append(t.md("{who} looked at it {instant}.", who=who, instant=t.when_md(item.read_at)))
    remarks.append(t.md("It is deleted by itself {instant}, or once {most} newer ones of this monitor are here.",
                        instant=t.when_md(item.at + SET_ASIDE_KEPT), most=MOST_SET_ASIDE))  # fmt: skip
    return [context(remark) for remark in remarks]


def _buttons(t: Words, facts: SetAsideFacts) -> list[Element]:
    row_id = str(facts.item.id)
    read = [] if facts.item.read_at else [button(t("Mark as read"), ids.SET_ASIDE_READ, row_id, "primary")]
    delete = confirmed(
        button(t("Delete"), ids.SET_ASIDE_DROP, row_id),
        t("Delete this message?"),
        t("Nobody can look at it any more. The monitor is not told."),
        t("Delete"),
        t("Cancel"),
    )
    newer = [button(t("Newer"), ids.SET_ASIDE_NEWER, str(facts.newer))] if facts.newer else []
    older = [button(t("Older"), ids.SET_ASIDE_OLDER, str(facts.older))] if facts.older else []
    return [*read, delete, *newer, *older]


def _whose(t: Words, item: SetAside) -> str:
    return product(t, voice_of(item.source, item.name))


def _why(t: Words, item: SetAside) -> Block:
    return context(t.md("Why: {reason}", reason=reason(t, item.reason)))


def _beginning(body: str) -> str:
    lines = [line for line in body.splitlines() if line.strip()]
    return shorten("\n".join(lines[:LINES_SHOWN]), LONGEST_SHOWN)
