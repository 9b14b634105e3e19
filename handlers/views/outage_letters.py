"""Letters about persistent downtime, as mail and in the customer's thread: the same sentences, from the history."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from handlers.views.labels import case_number, duration, lasting
from handlers.views.mails import Mail, mail
from handlers.views.parts import LONGEST_MESSAGE_TEXT, Message, quotes, section
from handlers.views.words import N_, Mrkdwn, Words, escape_within, link, mention, oslo_day, strong
from rules.facts import CaseFacts
from rules.letters import Letter, LetterKind, as_written
from rules.mail_facts import MailFacts

SUBJECTS = {
    LetterKind.FIRST: N_("{number}: {site} is down"),
    LetterKind.AGAIN: N_("{number}: {site} is still down"),
    LetterKind.NEWS: N_("{number}: news about {site}"),
    LetterKind.LAST: N_("{number}: {site} is up again"),
}
HEADINGS = {
    LetterKind.FIRST: N_("{site} is down"),
    LetterKind.AGAIN: N_("{site} is still down"),
    LetterKind.NEWS: N_("News about {site}"),
    LetterKind.LAST: N_("{site} is up again"),
}
SUBJECT_UNSTABLE = N_("{number}: {site} comes and goes")
COMES_AND_GOES = N_("{site} comes and goes")
SINCE = N_("It has been down since {since}.")
SINCE_AGAIN = N_("It has been down since {since}, {down} by now.")
UNSTABLE = N_("It has been coming and going since {since}, and was down for {down} in all by now.")
WAS_DOWN = N_("It was down from {since} to {until}: {down}.")
WAS_UNSTABLE = N_("It came and went from {since} to {until}, and was down for {down} in all.")
NEXT = {
    LetterKind.FIRST: N_(
        "Our monitoring found it, and it is case {number} with us. You hear from us every hour while it lasts, when"
        " there is news, and when it is up again."
    ),
    LetterKind.AGAIN: N_("We are still at it. You hear from us again within an hour."),
    LetterKind.NEWS: N_("You hear from us again within an hour."),
    LetterKind.LAST: N_("If something still does not work, answer this message: it is case {number} with us."),
}
WRITES = N_("From us:")
WHY = N_("You get this because you are set as a contact for outages of {customer}. Answers reach us; please leave"
         " {number} in the subject.")  # fmt: skip
TO_CONTACTS = N_("Letter to the customer about the outage: *{heading}* · contacts who get it by mail: {count}.")
NOBODY = N_("Nobody of {customer} is set to get letters when a site is down: please call them.")

Says = Callable[[datetime], str]


def outage_mail(t: Words, facts: MailFacts) -> Mail:
    """The letter as a mail."""
    told = _told(facts.told)
    known = _known(t, facts.told, told, t.when, t.time)
    return mail(
        t,
        subject=t(_subject(told), **known),
        heading=t(_heading(told), **known),
        sentences=[t(sentence, **known) for sentence in _sentences(told)],
        address=told.address,
        quote=(t(WRITES), told.words) if told.words else None,
        footer=t(WHY, customer=facts.told.customer.name, **known),
    )


def outage_post(t: Words, facts: CaseFacts, now: datetime) -> Message:
    """The letter in the thread of the customer's channel."""
    told = _told(facts)
    known = _known(t, facts, told, t.when_md, t.time_md)
    heading, to = strong(t.md(_subject(told), **known)), facts.case.contact
    sentences = [t.md(sentence, **known) for sentence in _sentences(told)]
    said = Mrkdwn(" ".join([*([mention(to.user_id)] if to else []), heading, link(told.address), *sentences]))
    words = escape_within(told.words, LONGEST_MESSAGE_TEXT - len(said) - 1) if told.words else ""
    return Message(Mrkdwn(f"{said} {words}".strip()), [section(said), *quotes(told.words)])


def outage_step(t: Words, facts: dict[str, Any], customer: str) -> Mrkdwn:
    """What staff read of it in the case's thread."""
    told = as_written(facts)
    if not told.readers:
        return t.md(NOBODY, customer=customer)
    return t.md(TO_CONTACTS, heading=t(_heading(told), site=told.site), count=told.readers)


def _told(facts: CaseFacts) -> Letter:
    assert facts.entry is not None
    return as_written(facts.entry.facts)


def _known(t: Words, facts: CaseFacts, told: Letter, when: Says, time: Says) -> dict[str, str]:
    """What the sentences speak of; `when` says an instant, `time` one of the same day."""
    until = told.until or told.since
    is_same_day = oslo_day(until) == oslo_day(told.since)
    minutes = max(round(told.down.total_seconds() / 60), 1)
    is_final = told.kind is LetterKind.LAST
    return {
        "number": case_number(facts.case.number),
        "site": told.site,
        "since": when(told.since),
        "until": time(until) if is_same_day else when(until),
        "down": lasting(t, told.down) if is_final else duration(t, minutes),
    }


def _is_unstable(told: Letter) -> bool:
    return told.flaps and told.kind in {LetterKind.FIRST, LetterKind.AGAIN}


def _heading(told: Letter) -> str:
    return COMES_AND_GOES if _is_unstable(told) else HEADINGS[told.kind]


def _subject(told: Letter) -> str:
    return SUBJECT_UNSTABLE if _is_unstable(told) else SUBJECTS[told.kind]


def _sentences(told: Letter) -> list[str]:
    if told.kind is LetterKind.LAST:
        return [WAS_UNSTABLE if told.flaps else WAS_DOWN, NEXT[told.kind]]
    if told.flaps:
        return [UNSTABLE, NEXT[told.kind]]
    return [SINCE if told.kind is LetterKind.FIRST else SINCE_AGAIN, NEXT[told.kind]]
