"""The alarm that outsiders read an internal channel."""

from handlers.views.parts import Message, section
from handlers.views.words import N_, Words
from rules.facts import SharedFacts
from rules.people import Place

CHANNELS = {Place.DESK: N_("the Customer Success channel"), Place.ONCALL: N_("the on-call channel")}


def shared_outside(t: Words, facts: SharedFacts) -> Message:
    """Where outsiders read along, nothing but that; to everybody else which channel it is and what to do."""
    if facts.is_here:
        text = t.md("This channel is shared with another organisation now. I post nothing here until that has ended.")
        return Message(text, [section(text)])
    text = t.md(
        "Another organisation can read what is said in *{channels}*. I post nothing there until the sharing has ended;"
        " then everything that waits is posted. Please end it in the channel's settings.",
        channels=", ".join(t(CHANNELS[place]) for place in facts.places),
    )
    return Message(text, [section(text)])
