"""Wake-up ways beyond Slack in words: one's own window, the form of a way, and the message of a try."""

from typing import Any

from handlers import ids
from handlers.views.labels import HOW_TO_WAKE_ME
from handlers.views.parts import (
    Block,
    Message,
    actions,
    button,
    confirmed,
    context,
    entry,
    modal,
    section,
    text_input,
)
from handlers.views.words import N_, Words, link, mention
from rules.notices import person_lane
from rules.wakeups import (
    LONGEST_WAY_ADDRESS,
    LONGEST_WAY_NAME,
    MOST_WAYS,
    QuietFacts,
    TriedFacts,
    Trouble,
    Way,
    WaysFacts,
)

SERVICES = "https://appriseit.com/services/"

TROUBLES = {
    Trouble.NOT_INSTALLED: N_("I cannot send beyond Slack until the extra pager is installed"),
    Trouble.NO_ADDRESS: N_("nothing can be sent to this address"),
    Trouble.REFUSED: N_("it was not taken"),
    Trouble.SILENCE: N_("no answer came in time"),
}


def own_ways(t: Words, facts: WaysFacts, on_its_way: int = 0) -> dict[str, Any]:
    """A person's own ways, each with its buttons; `on_its_way` is the one that is being tried."""
    intro = t.md(
        "Slack does not wake sleepers. When you are paged, I also send a message over each of these ways, all at once."
        " Only you see them: others learn at most that you have one."
    )
    none = [] if facts.ways else [section(t.md("You have no way yet. Add one, then press *Try it*."))]
    lines = [block for one in facts.ways for block in _way(t, one, on_its_way)]
    new = [button(t("Add a way"), ids.ADD_WAY, "new")] if len(facts.ways) < MOST_WAYS else []
    blocks = [section(intro), *none, *lines, *actions("ways", new)]
    return modal(ids.SAID, t(HOW_TO_WAKE_ME), blocks, submit=None, close=t("Close"))


def way_form(t: Words) -> dict[str, Any]:
    """One more way."""
    services = link(SERVICES, t("Which services there are, and how each is written"))
    what = t.md("An address as Apprise writes it: SMS, push and phone gateways each have theirs. {services}",
                services=services)  # fmt: skip
    blocks = [
        section(what),
        entry(ids.WAY_NAME, t("Name"), text_input(longest=LONGEST_WAY_NAME), t("Like SMS, or Pushover on my phone.")),
        entry(
            ids.WAY_ADDRESS,
            t("Address"),
            text_input(longest=LONGEST_WAY_ADDRESS),
            t("It holds secrets, so nobody is shown it again, not even you."),
        ),
    ]
    return modal(ids.WAY_FORM, t("A way to wake me"), blocks, submit=t("Save"), close=t("Cancel"))


def tried(t: Words, facts: TriedFacts) -> Message:
    """To the owner: what came of a try."""
    way = facts.way
    if way.trouble is None:
        text = t.md(
            "*{name}* took the message. If it does not reach you in a minute, check the address.", name=way.name
        )
    else:
        why = t(TROUBLES[way.trouble])
        text = t.md("*{name}* does not work: {reason}. Remove it, add it anew, and press *Try it*.",
                    name=way.name, reason=why)  # fmt: skip
    return Message(text, [section(text)])


def quiet(t: Words, facts: QuietFacts, lane: str) -> Message:
    """To who has duty, and to the leads: a page would not be heard."""
    known = {"until": t.when_md(facts.until)}
    if lane == person_lane(facts.person.row_id):
        text = t.md(
            "You have duty now, and Slack is quiet for you until {until} (Do Not Disturb). You have no other way, so"
            " a page would not wake you. End it, or add a way: *How to wake me*.",
            **known,
        )
        buttons = [button(t(HOW_TO_WAKE_ME), ids.WAKE_UP, "quiet")]
        return Message(text, [section(text), *actions("quiet", buttons)])
    text = t.md(
        "{who} has duty now, and Slack is quiet for them until {until} (Do Not Disturb). They have no other way, so a"
        " page would not wake them. Call them, or give the duty to somebody else: */oncall*.",
        who=mention(facts.person.id.user_id),
        **known,
    )
    return Message(text, [section(text)])


def try_message(t: Words) -> tuple[str, str]:
    """Title and text of what a try sends: harmless, and short enough for an SMS."""
    return t("Saksgang: a try"), t("Nothing is wrong. You asked to try this way, and it works.")


def _way(t: Words, one: Way, on_its_way: int) -> list[Block]:
    """A way in two lines, and its buttons."""
    if one.id == on_its_way:
        state = t.md("A message is on its way. I write to you here what comes of it.")
    elif one.tried_at is None:
        state = t.md("Not tried yet.")
    elif one.trouble is None:
        state = t.md("Worked {instant}.", instant=t.when_md(one.tried_at))
    else:
        state = t.md(
            "Did not work {instant}: {reason}.", instant=t.when_md(one.tried_at), reason=t(TROUBLES[one.trouble])
        )
    remove = confirmed(
        button(t("Remove"), ids.REMOVE_WAY, str(one.id)),
        t("Remove this way?"),
        t("Nothing is sent over it any more."),
        t("Remove"),
        t("Cancel"),
    )
    buttons = [button(t("Try it"), ids.TRY_WAY, str(one.id)), remove]
    shown = t.md("*{name}* {address}", name=one.name, address=one.masked)
    return [section(shown), context(state), *actions(f"way:{one.id}", buttons)]
