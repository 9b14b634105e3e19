"""What our own look at a site saw, as a person would say it."""

from handlers.views.labels import case_number
from handlers.views.parts import Message, section
from handlers.views.words import N_, Mrkdwn, Words, link
from rules.facts import CaseFacts
from rules.probe import Looked, Saw, as_told

SEEN = {
    Saw.WORKS: N_("{address} works from here."),
    Saw.ERROR: N_("{address} answered {status}."),
    Saw.SILENCE: N_("{address}: no answer in {limit} s."),
    Saw.REFUSED: N_("{address} lets nobody in: no connection."),
    Saw.NO_SUCH_HOST: N_("{address}: there is no such address."),
    Saw.EXPIRED: N_("{address}: the certificate has expired, so browsers warn."),
    Saw.BAD_CERTIFICATE: N_("{address}: the certificate is not valid, so browsers warn."),
    Saw.WRONG_HOST: N_("{address}: the certificate is for another address, so browsers warn."),
    Saw.SELF_SIGNED: N_("{address}: the certificate is signed by nobody that browsers trust, so they warn."),
    Saw.NO_WORD: N_("{address} answers, but not with the page that should be there."),
    Saw.CUT_OFF: N_("{address}: the answer broke off."),
    Saw.LOOP: N_("{address} sends visitors around in a circle."),
    Saw.NOT_OURS_TO_ASK: N_("{address} is not open to the internet, so we could not look."),
}
EXPIRED_ON = N_("{address}: the certificate expired on {day}, so browsers warn.")


def seen(t: Words, looked: Looked) -> Mrkdwn:
    """The sentence."""
    sentence = EXPIRED_ON if looked.saw is Saw.EXPIRED and looked.until else SEEN[looked.saw]
    day = t.day(looked.until) if looked.until else ""
    return t.md(sentence, address=link(looked.address), status=looked.status or "", day=day, limit=looked.limit)


def probed(t: Words, facts: CaseFacts) -> Message:
    """The same for the customer, and what it means for them: nothing is decided by it."""
    assert facts.entry is not None
    looked = as_told(facts.entry.facts)
    text = t.md("We had a look at once: {seen}", seen=seen(t, looked))
    if looked.saw is Saw.WORKS:
        more = t.md("If it does not for you, tell us here what you see. Your case {number} stays as it is.",
                    number=case_number(facts.case.number))  # fmt: skip
        return Message(text, [section(text), section(more)])
    return Message(text, [section(text)])
