"""What wakes people beyond Slack, and what the page's thread hears of it."""

from handlers.views.labels import ACKNOWLEDGE, case_number
from handlers.views.parts import Message, section
from handlers.views.wakeups import TROUBLES
from handlers.views.words import Mrkdwn, Words, escape
from rules.office import zone_of
from rules.wakeups import PausedFacts, WakeFacts, WakeFailedFacts

COMMA = Mrkdwn(", ")
MOST_NAMES = 10


def wake_message(t: Words, facts: WakeFacts, link: str) -> tuple[str, str]:
    """Title and text of what goes out to who is paged: short enough for an SMS, and no more of the customer than the
    case's number and the site."""
    named = [case_number(facts.number)] if facts.number else []
    what = ", ".join([*named, facts.site] if facts.site else named) or t("Something needs you")
    since = t.when(facts.since, zone_of(facts.timezone))
    if facts.is_drill:
        title, text = t("Saksgang: a drill"), t("A drill: nothing is wrong.")
    else:
        title = t("Saksgang: you are paged")
        text = t("{what}, since {instant}.", what=what, instant=since)
    button = t(ACKNOWLEDGE)
    do = f"{button}: {link}" if link else t("Open Slack and press {button}.", button=button)
    return title, f"{text} {do}"


def wake_failed(t: Words, facts: WakeFailedFacts) -> Message:
    """In the page's thread: one way did not work."""
    known = {"way": facts.way, "who": facts.person.shown, "reason": t(TROUBLES[facts.trouble])}
    if facts.left:
        text = t.md("{way} to {who} failed ({reason}); ways left: {left}.", left=facts.left, **known)
    else:
        text = t.md("{way} to {who} failed ({reason}), and no other way is left.", **known)
    return Message(text, [section(text)])


def paused(t: Words, facts: PausedFacts) -> Message:
    """In the page's thread: nobody of a step can hear it."""
    who = Mrkdwn(COMMA.join(escape(one.shown) for one in facts.people[:MOST_NAMES]))
    if facts.goes_on:
        text = t.md("Slack is quiet for {who}, and there is no other way. The next step comes at once.", who=who)
    else:
        text = t.md("Slack is quiet for {who}, and there is no other way. Call somebody.", who=who)
    return Message(text, [section(text)])
