"""Words: sentences in the reader's language from the gettext catalogue, safe to put in a message.

`Mrkdwn` is text that may go where Slack reads formatting. Only `Words.md` and the helpers here make it, and they
escape every fact put in; mypy refuses a plain `str` there, so no customer's text is ever read as markup.
"""

import gettext
import io
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).with_name("locale")
ENGLISH, BOKMAL = "en", "nb"
LANGUAGES = (ENGLISH, BOKMAL)
_NORWEGIAN = ("nb", "no", "nn")
OSLO = ZoneInfo("Europe/Oslo")
LONGEST_ADDRESS = 1900  # as Slack counts it, "&" as five: a field of a card takes 2000 (docs/slack.md 4.1)


class Mrkdwn(str):
    """Text whose every `& < >` is Slack's own markup or escaped."""

    __slots__ = ()


def escape(text: str) -> Mrkdwn:
    """Somebody's words, made inert: nothing in them pings, links or refers (docs/slack.md 4.2)."""
    return Mrkdwn(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def escape_within(text: str, longest: int) -> Mrkdwn:
    """As `escape`, cut so that the escaped text is at most `longest` characters and no entity is cut in two."""
    if len(escape(text)) <= longest:
        return escape(text)
    while len(escape(text)) >= longest:
        text = text[: len(text) * 9 // 10]
    return Mrkdwn(escape(text) + "…")


def strong(text: Mrkdwn) -> Mrkdwn:
    """Bold, for what is looked for first; the text holds no asterisk of its own."""
    return Mrkdwn(f"*{text}*")


def mention(user_id: str) -> Mrkdwn:
    """A person, shown by name and notified."""
    return Mrkdwn(f"<@{user_id}>")


def channel(channel_id: str) -> Mrkdwn:
    """A channel, shown by name to those who may see it."""
    return Mrkdwn(f"<#{channel_id}>")


def link(address: str, label: str | None = None) -> Mrkdwn:
    """An address to follow. Only http(s) and mailto become links; anything else is shown as it is.

    One so long that Slack would refuse the message is shown cut, and does not pretend to be a link.
    """
    safe = address.replace("|", "%7C").replace("<", "%3C").replace(">", "%3E").replace("&", "&amp;")
    if not address.startswith(("http://", "https://", "mailto:")) or len(safe) > LONGEST_ADDRESS:
        return escape_within(address, LONGEST_ADDRESS)
    return Mrkdwn(f"<{safe}|{escape(label)}>" if label else f"<{safe}>")


def there(channel_id: str, ts: str) -> str:
    """The address of a message: Slack leads each reader to it in a workspace of their own."""
    return f"https://slack.com/archives/{channel_id}/p{ts.replace('.', '')}"


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Marks a sentence of a table for the catalogue."""
    return text


class Words:
    """One language. `t("...")` gives plain text for titles, labels and buttons, `t.md("...")` gives Mrkdwn."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._catalogue = _catalogue(language)

    def __call__(self, sentence: str, **facts: object) -> str:
        """The sentence in this language with the facts put in, as plain text."""
        return self._catalogue.gettext(sentence).format(**facts)

    def md(self, sentence: str, **facts: object) -> Mrkdwn:
        """The sentence as Mrkdwn; facts are escaped unless they are Mrkdwn already."""
        safe = {name: fact if isinstance(fact, Mrkdwn) else escape(str(fact)) for name, fact in facts.items()}
        return Mrkdwn(self._catalogue.gettext(sentence).format(**safe))

    def when(self, at: datetime, zone: tzinfo = OSLO) -> str:
        """An instant as people here say it: "Monday 30 March 10:50", Oslo time unless another zone is given."""
        pattern = "EEEE d. MMMM HH:mm" if self.language == BOKMAL else "EEEE d MMMM HH:mm"
        return format_datetime(at.astimezone(zone), pattern, locale=self.language)

    def span(self, begin: datetime, end: datetime, *, dated: bool) -> str:
        """A span of opening time, Oslo time: "Fri 15:10-16:00", `dated` "Fri 27 Mar 15:10-16:00"."""
        day = "EEE" if not dated else "EEE d. MMM" if self.language == BOKMAL else "EEE d MMM"
        first, last = begin.astimezone(OSLO), end.astimezone(OSLO)
        until = "HH:mm" if first.date() == last.date() else f"{day} HH:mm"
        parts = (format_datetime(first, f"{day} HH:mm", locale=self.language),
                 format_datetime(last, until, locale=self.language))  # fmt: skip
        return "-".join(parts)

    def time(self, at: datetime, zone: tzinfo = OSLO) -> str:
        """A time of day: "09:00", Oslo time unless another zone is given."""
        return format_datetime(at.astimezone(zone), "HH:mm", locale=self.language)

    def when_md(self, at: datetime) -> Mrkdwn:
        """An instant that each reader sees in their own zone, with Oslo time where Slack cannot."""
        return _shown_by_slack(at, "{date_long} {time}", self.when(at))

    def time_md(self, at: datetime) -> Mrkdwn:
        """A time of today, likewise: "09:14"."""
        return _shown_by_slack(at, "{time}", f"{at.astimezone(OSLO):%H:%M}")

    def second_md(self, at: datetime) -> Mrkdwn:
        """A time of today to the second, likewise: "09:14:05"."""
        return _shown_by_slack(at, "{time_secs}", f"{at.astimezone(OSLO):%H:%M:%S}")

    def ago_md(self, at: datetime) -> Mrkdwn:
        """How long ago an instant is whenever it is read ("14 minutes ago"), the instant where Slack cannot."""
        return _shown_by_slack(at, "{ago}", self.when(at))

    def short(self, at: datetime) -> str:
        """An instant where there is little room: "Mon 30 Mar 10:50", Oslo time."""
        pattern = "EEE d. MMM HH:mm" if self.language == BOKMAL else "EEE d MMM HH:mm"
        return format_datetime(at.astimezone(OSLO), pattern, locale=self.language)

    def day(self, day: date) -> str:
        """A day: "30 March 2026"."""
        pattern = "d. MMMM yyyy" if self.language == BOKMAL else "d MMMM yyyy"
        return format_date(day, pattern, locale=self.language)


def _shown_by_slack(at: datetime, form: str, otherwise: str) -> Mrkdwn:
    """Slack's own words for an instant, in its reader's zone; what stands there where Slack cannot."""
    return Mrkdwn(f"<!date^{int(at.astimezone(UTC).timestamp())}^{form}|{otherwise}>")


def oslo_day(at: datetime) -> date:
    """The day it is in Oslo then."""
    return at.astimezone(OSLO).date()


@cache
def words(language: str) -> Words:
    """The words of a language, by Slack's locale ("nb-NO", "en-US") or ours; unknown ones read English."""
    return Words(BOKMAL if language[:2] in _NORWEGIAN else ENGLISH)


def _catalogue(language: str) -> gettext.NullTranslations:
    """The catalogue, compiled from its readable form at start: nothing compiled is kept beside it."""
    if language == ENGLISH:
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    with (LOCALE / language / "LC_MESSAGES" / "saksgang.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
