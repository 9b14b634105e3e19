"""What our own checks saw, as a person would say it."""

from collections.abc import Mapping
from datetime import date

from babel.numbers import format_decimal

from handlers.views.words import N_, Words
from rules.alerts import CONTROL
from rules.probe import Saw

SAW = {
    Saw.WORKS: N_("much slower than normal: {seconds} s, otherwise {usually} s"),
    Saw.ERROR: N_("{status} from {page}"),
    Saw.SILENCE: N_("no answer in {limit} s"),
    Saw.REFUSED: N_("it lets nobody in: no connection"),
    Saw.NO_SUCH_HOST: N_("the address does not exist"),
    Saw.EXPIRED: N_("the certificate has expired"),
    Saw.BAD_CERTIFICATE: N_("the certificate is not valid"),
    Saw.WRONG_HOST: N_("the certificate is for another address"),
    Saw.SELF_SIGNED: N_("the certificate is signed by nobody that browsers trust"),
    Saw.LOOP: N_("visitors are sent around in a circle"),
    Saw.NO_WORD: N_('"{word}" is not on the page'),
    Saw.CUT_OFF: N_("the answer broke off"),
    Saw.NOT_OURS_TO_ASK: N_("the address is not open to the internet, so we cannot look"),
}
# These are of the whole site, whichever page was looked at.
OF_THE_SITE = {
    Saw.REFUSED, Saw.NO_SUCH_HOST, Saw.EXPIRED, Saw.BAD_CERTIFICATE, Saw.WRONG_HOST, Saw.SELF_SIGNED,
    Saw.NOT_OURS_TO_ASK,
}  # fmt: skip


def seen(t: Words, facts: Mapping[str, str]) -> str:
    """What fails, in a few words; what is not known is left out, for the facts may be of an earlier version's."""
    if "until" in facts:
        return _runs_out(t, facts)
    if facts.get("saw") == CONTROL:
        return t("our own control addresses do not answer")
    if facts.get("saw") not in {one.value for one in Saw}:
        return t("something fails")
    saw, page = Saw(facts["saw"]), facts.get("page", "/")
    what = _expired(t, facts) if saw is Saw.EXPIRED else t(SAW[saw], **_known(t, facts))
    if page != "/" and saw is not Saw.ERROR and saw not in OF_THE_SITE:
        what = t("{what} ({page})", what=what, page=page)
    others = int(facts.get("pages", "1")) - 1
    return t("{what}, and {count} more of its pages", what=what, count=others) if others > 0 else what


def _known(t: Words, facts: Mapping[str, str]) -> dict[str, str]:
    names = ("status", "limit", "word")
    times = {"seconds": _seconds(t, facts.get("ms", "0")), "usually": _seconds(t, facts.get("usually", "0"))}
    return {name: facts.get(name, "") for name in names} | {"page": facts.get("page", "/")} | times


def _expired(t: Words, facts: Mapping[str, str]) -> str:
    days = facts.get("days", "")
    if days == "0":
        return t("the certificate expired today")
    if days == "1":
        return t("the certificate expired yesterday")
    return t("the certificate expired {count} days ago", count=days) if days else t(SAW[Saw.EXPIRED])


def _runs_out(t: Words, facts: Mapping[str, str]) -> str:
    known = {"count": facts.get("left", ""), "day": t.day(date.fromisoformat(facts["until"]))}
    if known["count"] == "0":
        return t("the certificate runs out today")
    if known["count"] == "1":
        return t("the certificate runs out tomorrow, {day}", **known)
    return t("the certificate runs out in {count} days, {day}", **known)


def _seconds(t: Words, milliseconds: str) -> str:
    return format_decimal(int(milliseconds) / 1000, "0.0", locale=t.language)
