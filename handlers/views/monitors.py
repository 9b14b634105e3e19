"""Other monitors in words: their list, the form of a new one, and its address."""

from typing import Any

from handlers import ids
from handlers.views.parts import (
    Block,
    actions,
    beside,
    button,
    confirmed,
    context,
    entry,
    modal,
    option,
    plain_section,
    section,
    select,
    text_input,
)
from handlers.views.words import N_, Mrkdwn, Words, escape, strong
from rules.monitors import (
    LONGEST_MONITOR_NAME,
    LONGEST_SECRET,
    MOST_MONITORS,
    SOURCES,
    Kept,
    Monitor,
    MonitorsFacts,
)

MONITORS = N_("Monitors")
GENERIC = N_("Another monitor")


def product(t: Words, source: str) -> str:
    """What people call the monitor of this source; whatever follows a colon is the name it was given here."""
    kind, _, name = source.partition(":")
    called = SOURCES.get(kind) or t(GENERIC)
    return f"{called} ({name})" if name else called


def monitor_list(t: Words, facts: MonitorsFacts) -> dict[str, Any]:
    """All monitors, each with when it was heard last and *Revoke*."""
    intro = t.md("What other monitors send to their address here becomes alerts in the on-call channel.")
    none = [] if facts.monitors else [section(t.md("No monitor sends to me yet. Add one, and I make its address."))]
    lines = [block for one in facts.monitors for block in _monitor(t, one, facts.set_aside.get(one.id, Kept()))]
    full = len(facts.monitors) >= MOST_MONITORS
    new = [] if full else [button(t("Add a monitor"), ids.ADD_MONITOR, "new")]
    return modal(
        ids.SAID, t(MONITORS), [section(intro), *none, *lines, *actions("monitors", new)], submit=None, close=t("Close")
    )


def _monitor(t: Words, one: Monitor, kept: Kept) -> list[Block]:
    heard = t.md("Last heard {instant}.", instant=t.when_md(one.heard_at)) if one.heard_at else t.md("Not heard yet.")
    lines = [strong(escape(product(t, one.voice))), heard]
    if kept.count:
        lines.append(t.md("Could not be read, lately: {count}, of which nobody has looked at {unread}.",
                          count=kept.count, unread=kept.unread))  # fmt: skip
    looking = [button(t("Look at them"), ids.SET_ASIDE_OF, str(one.id))] if kept.count else []
    return [beside(Mrkdwn("\n".join(lines)), _revoke(t, one)), *actions(f"set-aside:{one.id}", looking)]


def _revoke(t: Words, one: Monitor) -> dict[str, Any]:
    return confirmed(
        button(t("Revoke"), ids.REVOKE_MONITOR, str(one.id)),
        t("Revoke this address?"),
        t("Nothing that is sent to it is heard any more. The alerts it has raised stay."),
        t("Revoke"),
        t("Cancel"),
    )


def monitor_form(t: Words, carried: str) -> dict[str, Any]:
    """A new monitor. What is carried comes back with the form."""
    options = [option(product(t, source), source) for source in SOURCES]
    blocks = [
        entry(ids.MONITOR_SOURCE, t("Which monitor?"), select(t("Choose"), options)),
        entry(
            ids.MONITOR_NAME,
            t("Name"),
            text_input(longest=LONGEST_MONITOR_NAME),
            t("Only if you have several of this kind, like Oslo and Bergen."),
            required=False,
        ),
        entry(
            ids.MONITOR_SECRET,
            t("Secret that signs"),
            text_input(longest=LONGEST_SECRET),
            t("For Sentry, Grafana and Checkly, if it signs what it sends. Without one, the address is the secret."),
            required=False,
        ),
    ]
    return modal(ids.MONITOR_FORM, t("Add a monitor"), blocks, submit=t("Save"), close=t("Cancel"), metadata=carried)


def address_made(t: Words, source: str, address: str, *, is_whole: bool) -> dict[str, Any]:
    """The new address, shown this once. Where nobody has said how we are reached, only its end is known."""
    told = t.md("Set this address as the webhook in {monitor}:", monitor=product(t, source))
    blocks: list[Block] = [section(told), plain_section(address)]
    if not is_whole:
        blocks.append(section(t.md("Before it comes the address at which this app is reached (setting PUBLIC_URL).")))
    blocks.append(context(t.md("Copy it now: it is a secret, and it is not shown again.")))
    return modal(ids.SAID, t("The address"), blocks, submit=None, close=t("Close"))
