"""What every mail of ours looks like: as plain text, and as HTML that is read on a phone and in the dark."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from handlers.views.parts import Message, section
from handlers.views.words import N_, Mrkdwn, Words
from rules.facts import FailureFacts
from rules.mail import ReadersFacts, StandstillFacts
from rules.notices import Kind

MOST_NAMED = 15  # customers in one message
PAGE = """\
<!doctype html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{heading}</title>
</head>
<body style="margin:0;padding:24px 16px;font:16px/1.5 -apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif">
<div style="max-width:560px;margin:0 auto">
<h1 style="margin:0 0 4px;font-size:22px;line-height:1.3">{heading}</h1>
{body}
<p style="margin:24px 0 0;padding-top:12px;border-top:1px solid #8888;font-size:13px;opacity:.75">{footer}</p>
</div>
</body>
</html>
"""
STANDSTILL = {
    Kind.MAIL_NOT_SET_UP: N_(
        "Letters by mail wait, {count} so far: mail is not set up. Please ask whoever looks after me to set SMTP_URL"
        " and MAIL_FROM; nothing is lost, and then all of it is sent."
    ),
    Kind.MAIL_REFUSED: N_(
        "Letters by mail wait, {count} so far: the mail server does not let me in. Please ask whoever looks after me to"
        " run the doctor; nothing is lost, and then all of it is sent."
    ),
    Kind.MAIL_NOT_TRUSTED: N_(
        "Letters by mail wait, {count} so far: the mail server's certificate does not show that it is ours, so I gave"
        " it nothing. Please ask whoever looks after me to run the doctor; nothing is lost, and then all of it is sent."
    ),
}


@dataclass(frozen=True)
class Mail:
    """A mail's words: the subject on one line, and the same said twice."""

    subject: str
    text: str
    html: str


def mail(
    t: Words, *, subject: str, heading: str, sentences: Sequence[str], address: str = "",
    quote: tuple[str, str] | None = None, footer: str = "",
) -> Mail:  # fmt: skip
    """A mail: a heading, the address it is about, sentences, after the first what somebody writes (`quote`: who, the
    words), and why it is sent."""
    who, words = quote or ("", "")
    quoted = [who, "\n".join(f"> {line}".rstrip() for line in words.splitlines())] if words else []
    title = "\n".join(one for one in (heading, address) if one)
    blocks = [title, *sentences[:1], *quoted, *sentences[1:], f"-- \n{footer}"]
    paragraphs = [_paragraph(sentence) for sentence in sentences]
    page = PAGE.format(
        language=t.language,
        heading=escape(heading),
        body="\n".join([*_address(address), *paragraphs[:1], *_quote(who, words), *paragraphs[1:]]),
        footer=escape(footer),
    )
    return Mail(subject, "\n\n".join(blocks) + "\n", page)


def undeliverable(t: Words, facts: FailureFacts, about: str) -> Message:
    """To staff: a mail cannot be delivered, to whom and why."""
    contact = facts.contact
    text = t.md(
        "A letter to {name} ({address}) about {number} could not be delivered: {reason}. Please tell them in another"
        " way, and put the address right under *Manage*.",
        name=contact.name if contact else "",
        address=(contact.email if contact else None) or t("no address"),
        number=about,
        reason=facts.item.reason or "",
    )
    return Message(text, [section(text)])


def standstill(t: Words, kind: Kind, facts: StandstillFacts) -> Message:
    """To staff: no mail can be sent at all."""
    text = t.md(STANDSTILL[kind], count=facts.waiting)
    return Message(text, [section(text)])


def no_readers(t: Words, facts: ReadersFacts) -> Message:
    """To staff: customers nobody of whom hears of an outage, and sites under operation nobody looks at."""
    texts = []
    if facts.customers:
        texts.append(
            t.md(
                "When a site is down for long, nobody is written to of: {customers}. Please tick a contact for letters"
                " under *Manage*.",
                customers=_some(facts.customers),
            )
        )
    if facts.unwatched:
        texts.append(
            t.md(
                "We operate these sites, and look at none of their pages: {hosts}. Please name one of each"
                " under *Manage*.",
                hosts=_some(facts.unwatched),
            )
        )
    return Message(Mrkdwn(" ".join(texts)), [section(text) for text in texts])


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")


def _paragraph(text: str) -> str:
    return f'<p style="margin:12px 0">{escape(text)}</p>'


def _address(address: str) -> list[str]:
    """Only what leads to a page becomes a link."""
    if not address:
        return []
    shown = escape(address)
    is_link = address.startswith(("http://", "https://"))
    return [f'<p style="margin:0 0 12px">{f"""<a href="{shown}">{shown}</a>""" if is_link else shown}</p>']


def _quote(who: str, words: str) -> list[str]:
    if not words:
        return []
    lines = "<br>".join(escape(line) for line in words.splitlines())
    bar = "margin:0;padding-left:12px;border-left:3px solid #8888"
    return [_paragraph(who), f'<blockquote style="{bar}">{lines}</blockquote>']
