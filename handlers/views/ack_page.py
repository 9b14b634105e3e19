"""The small page behind an acknowledging link: plain HTML for a phone, without a script."""

from html import escape

from handlers.views.labels import ACKNOWLEDGE, case_number
from handlers.views.words import Words
from rules.acknowledging import LinkFacts, Stands
from rules.office import zone_of

STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:32rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;"
    "background:#fff}h1{font-size:1.4rem}button{font:inherit;font-weight:600;width:100%;padding:1rem;border:0;"
    "border-radius:.5rem;background:#1f3a5f;color:#fff}@media(prefers-color-scheme:dark){body{background:#111;"
    "color:#eee}button{background:#8fb4e8;color:#111}}"
)


def page(t: Words, facts: LinkFacts) -> str:
    """What it is, since when, and while it waits one button."""
    title = t("A drill: nothing is wrong") if facts.is_drill else _what(t, facts)
    lines = [t("Since {instant}.", instant=t.when(facts.since, zone_of(facts.timezone)))]
    lines += [_stands(t, facts)]
    form = ""
    if facts.stands is Stands.WAITS:
        label = escape(t(ACKNOWLEDGE))
        form = f'<form method="post"><button type="submit">{label}</button></form>'
    return _html(t, title, lines, form)


def unknown(t: Words) -> str:
    """For a link that was never made, or not copied whole."""
    lines = [t("This link is not one of ours, or not all of it was copied."), t("Open Slack to see what is going on.")]
    return _html(t, t("Nothing here"), lines)


def crowded(t: Words) -> str:
    """For who asks too often."""
    return _html(t, t("One moment"), [t("Too many have asked. Please try again in a few seconds, or open Slack.")])


def away(t: Words) -> str:
    """While our database does not answer."""
    lines = [t("This could not be done now. Please try again, or open Slack and acknowledge there.")]
    return _html(t, t("One moment"), lines)


def _what(t: Words, facts: LinkFacts) -> str:
    names = [case_number(facts.number)] if facts.number else []
    return " · ".join([*names, facts.site] if facts.site else names) or t("Something needs you")


def _stands(t: Words, facts: LinkFacts) -> str:
    if facts.stands is Stands.WAITS:
        return t("Nobody has it yet. Press the button, and nobody else is woken.")
    if facts.stands is Stands.NOT_FOR_THEM:
        return t("You are not on call with us any more, so this link cannot acknowledge. Others are told; rest well.")
    if facts.stands is Stands.YOURS and facts.is_drill:
        return t("Thank you: you answered the drill, and nobody else is woken.")
    if facts.stands is Stands.YOURS:
        return t("Thank you: you have it, and nobody else is woken. What to do next is in Slack.")
    if facts.stands is Stands.TAKEN:
        return t("{who} has it. You can go on sleeping.", who=facts.by)
    if facts.stands is Stands.ELSEWHERE:
        return t("Many fail at once, and another page stands for this one. Please look into Slack.")
    return t("It is over. You can go on sleeping.")


def _html(t: Words, title: str, lines: list[str], form: str = "") -> str:
    shown = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return (
        f'<!doctype html><html lang="{t.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{shown}{form}</main></body></html>"
    )
