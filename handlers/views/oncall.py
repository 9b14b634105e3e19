"""The rota in words: who has duty now and next, the month, what was changed, and where nobody has duty."""

from collections.abc import Iterable, Sequence

from handlers import ids
from handlers.views.labels import HOURS, HOW_TO_WAKE_ME, ONE_SHIFT, SHIFTS
from handlers.views.parts import LONGEST_MESSAGE_TEXT, Block, Message, actions, button, section
from handlers.views.words import N_, Mrkdwn, Words, escape, escape_within, mention
from rules.people import PersonId
from rules.rota import Gap, Lack, Span, Want
from rules.rota_facts import ChangeFacts, DutyFacts, GapFacts, LayerFacts, Named, RotaFacts
from rules.rota_setup import Change, LayerSetting
from rules.rota_windows import Hours

NEW_LINE = Mrkdwn("\n")
COMMA, SPACE = Mrkdwn(", "), Mrkdwn(" ")
LONGEST = 2800  # characters, so that a section takes it
LONGEST_NAME, MOST_NAMES = 60, 10

HAS_NOT = {
    Want.WAY: N_("{who} has no wake-up way beyond Slack: *How to wake me* in /oncall"),
    Want.DRILL: N_("{who} has answered no drill for 30 days: /oncall drill"),
}
NOBODY_HAS = {
    Want.WAY: N_("Nobody on the rota has a wake-up way beyond Slack yet: *How to wake me* in /oncall"),
    Want.DRILL: N_("Nobody on the rota has answered a drill for 30 days: /oncall drill"),
}


def on_duty_line(t: Words, facts: DutyFacts) -> Mrkdwn:
    """Whom an alarm in the on-call channel is for: who has duty; nobody means everybody."""
    if facts.on_duty:
        return t.md("On duty: {who}", who=_mentions(facts.on_duty))
    if facts.exists:
        return t.md("Nobody has duty, so this is for everybody: {everybody}", everybody=Mrkdwn("<!channel>"))
    return t.md("No rota is set up, so this is for everybody: {everybody}", everybody=Mrkdwn("<!channel>"))


def on_duty_now(t: Words, facts: DutyFacts) -> Mrkdwn:
    """Who has duty, for who looks."""
    if not facts.exists:
        return t.md("No rota is set up yet. Everybody in the on-call channel has duty.")
    return t.md("On duty: {who}", who=_names(t, facts, facts.on_duty))


def now_and_next(t: Words, facts: RotaFacts) -> Mrkdwn:
    """Who has duty now, layer by layer, and who is next."""
    if not facts.layers:
        return t.md("No rota is set up yet. Everybody in the on-call channel has duty.")
    count = len(facts.gaps) + len(facts.lacks)
    more = [t.md("Gaps in the next 30 days: {count}. /oncall month shows them.", count=count)] if count else []
    return _fitting(t, [*(_layer_now(t, facts, number, spans) for number, spans in facts.layers), *more])


def month(t: Words, facts: RotaFacts) -> Mrkdwn:
    """The shifts of the next month, layer by layer, and where nobody has duty."""
    if not facts.layers:
        return now_and_next(t, facts)
    lines = _gaps(t, facts, facts.gaps, facts.lacks) if facts.gaps or facts.lacks else []
    for number, spans in facts.layers:
        lines += [t.md("*Layer {number}*", number=number), *(_span(t, facts, one) for one in spans)]
    return _fitting(t, lines)


def drill_begun(t: Words) -> Mrkdwn:
    """To who asked for a drill."""
    return t.md("A drill has begun: who has duty is paged now. The on-call channel shows who answers.")


def whole(lines: Sequence[Mrkdwn]) -> Mrkdwn:
    """All of an answer, for phones and screen readers, as far as a message takes it."""
    while sum(len(line) + 1 for line in lines) > LONGEST_MESSAGE_TEXT and len(lines) > 1:
        lines = lines[:-1]
    return Mrkdwn(NEW_LINE.join(lines))


def buttons(t: Words, facts: RotaFacts) -> list[Block]:
    """What can be done from here: swap for those with shifts, set up for those who may."""
    elements = [button(t("Swap"), ids.SWAP, "swap")] if facts.layers else []
    if facts.may_set_up:
        elements += [button(t("Set up the rota"), ids.ROTA, "rota")]
    elements += [button(t(HOW_TO_WAKE_ME), ids.WAKE_UP, "oncall")]
    elements += [button(t("Maintenance"), ids.MAINTENANCE, "oncall")]
    return actions("oncall", elements)


def gaps(t: Words, facts: GapFacts) -> Message:
    """Where nobody has duty in the next 30 days, or somebody who is not there any more."""
    text = _fitting(t, _gaps(t, facts, facts.gaps, facts.lacks))
    return Message(text, [section(text)])


def changed(t: Words, facts: ChangeFacts) -> Message:
    """Somebody agreed that others have duty for a time; they, or a lead, take it back here."""
    assert facts.change is not None
    by = mention(facts.change.by.user_id)
    text = _lines([change_line(t, facts, facts.change), t.md("Agreed by {who}.", who=by)])
    take_back = button(t("Take back"), ids.TAKE_BACK, str(facts.change.id))
    return Message(text, [section(text), *actions(f"change:{facts.change.id}", [take_back])])


def taken_back(t: Words, facts: ChangeFacts) -> Message:
    """That holds no more."""
    assert facts.change is not None
    by = facts.change.over_by or facts.change.by
    what = change_line(t, facts, facts.change)
    text = _lines([t.md("{who} took this back:", who=mention(by.user_id)), what])
    return Message(text, [section(text)])


def layer_set(t: Words, facts: LayerFacts) -> Message:
    """A layer is another one from an instant on."""
    assert facts.setting is not None
    text = t.md("The rota has changed. {layer}", layer=setting_line(t, facts, facts.setting))
    return Message(text, [section(text)])


def setting_line(t: Words, named: Named, one: LayerSetting) -> Mrkdwn:
    """A layer as it was set, in a sentence."""
    known = {"number": one.number, "since": t.when_md(one.since)}
    if one.shift is None:
        return t.md("Layer {number} from {since}: as listed in a calendar, else nobody.", **known)
    if not one.people:
        return t.md("Layer {number} from {since}: nobody.", **known)
    turn = t(ONE_SHIFT[one.shift]) if one.length == 1 else f"{one.length} {t(SHIFTS[one.shift])}"
    line = t.md(
        "Layer {number} from {since}: {people} in turn, {turn} each.",
        people=_names(t, named, one.people), turn=turn, **known,
    )  # fmt: skip
    if one.hours is Hours.ALWAYS:
        return line
    return Mrkdwn(SPACE.join([line, t.md("{hours}.", hours=t(HOURS[one.hours]))]))


def change_line(t: Words, named: Named, change: Change) -> Mrkdwn:
    """What is agreed to differ, in a sentence."""
    one = change.override
    known = {"start": t.when_md(one.start), "end": t.when_md(one.end)}
    if one.add is None:
        away = mention(one.remove.user_id) if one.remove else Mrkdwn(escape(t("anybody")))
        return t.md("From {start} to {end}: no duty for {away}.", away=away, **known)
    who = mention(one.add.user_id)
    if one.remove is not None:
        other = mention(one.remove.user_id)
        return t.md("From {start} to {end}: {who} has duty instead of {other}.", who=who, other=other, **known)
    if one.alone:
        return t.md("From {start} to {end}: {who} has duty instead of whoever has it.", who=who, **known)
    return t.md("From {start} to {end}: {who} has duty as well.", who=who, **known)


def _layer_now(t: Words, facts: RotaFacts, number: int, spans: Sequence[Span[PersonId]]) -> Mrkdwn:
    now, *later = spans
    who, until = _names(t, facts, now.people), t.when_md(now.end)
    if not later:
        return t.md("*Layer {number}:* {who}, with no change in sight.", number=number, who=who)
    coming = _names(t, facts, later[0].people)
    return t.md(
        "*Layer {number}:* {who} until {until}, then {coming}.", number=number, who=who, until=until, coming=coming
    )


def _span(t: Words, facts: RotaFacts, span: Span[PersonId]) -> Mrkdwn:
    who = _names(t, facts, span.people)
    return t.md("{start} to {end}: {who}", start=t.when_md(span.start), end=t.when_md(span.end), who=who)


def _gaps(t: Words, named: Named, found: Sequence[Gap[PersonId]], lacks: Sequence[Lack[PersonId]]) -> list[Mrkdwn]:
    """A line for each time with nobody, and one for each person and reason."""
    lines = [t.md("*Gaps in the next 30 days:*")]
    away: dict[PersonId, list[Gap[PersonId]]] = {}
    for one in found:
        if one.who is None:
            lines.append(t.md("{start} to {end}: nobody has duty", start=t.when_md(one.start), end=t.when_md(one.end)))
        else:
            away.setdefault(one.who, []).append(one)
    return lines + [_away(t, named, who, gaps) for who, gaps in away.items()] + [_lack(t, named, one) for one in lacks]


def _away(t: Words, named: Named, who: PersonId, found: Sequence[Gap[PersonId]]) -> Mrkdwn:
    first, *more = found
    known = {"start": t.when_md(first.start), "end": t.when_md(first.end)}
    name = escape_within(named.name(who), LONGEST_NAME)
    if not more:
        return t.md("{start} to {end}: {who} is not in the on-call channel", who=name, **known)
    if len(more) == 1:
        return t.md("{start} to {end}, and once more: {who} is not in the on-call channel", who=name, **known)
    return t.md(
        "{start} to {end}, and {count} more times: {who} is not in the on-call channel",
        who=name,
        count=len(more),
        **known,
    )


def _lack(t: Words, named: Named, one: Lack[PersonId]) -> Mrkdwn:
    """What somebody has not, and what to do."""
    if one.who is None:
        return t.md(NOBODY_HAS[one.want])
    return t.md(HAS_NOT[one.want], who=escape_within(named.name(one.who), LONGEST_NAME))


def _fitting(t: Words, lines: Sequence[Mrkdwn]) -> Mrkdwn:
    """As many of the lines as a message takes, and how many more there are."""
    shown, length = 0, 0
    while shown < len(lines) and (length := length + len(lines[shown]) + 1) <= LONGEST:
        shown += 1
    more = [t.md("and {count} more", count=len(lines) - shown)] if shown < len(lines) else []
    return _lines([*lines[:shown], *more])


def _names(t: Words, named: Named, people: Sequence[PersonId]) -> Mrkdwn:
    shown = [escape_within(named.name(who), LONGEST_NAME) for who in people[:MOST_NAMES]]
    shown += [Mrkdwn("…")] if len(people) > MOST_NAMES else []
    return Mrkdwn(COMMA.join(shown) or escape(t("nobody")))


def _mentions(people: Sequence[PersonId]) -> Mrkdwn:
    return Mrkdwn(COMMA.join(mention(who.user_id) for who in people[:MOST_NAMES]))


def _lines(lines: Iterable[Mrkdwn]) -> Mrkdwn:
    return Mrkdwn(NEW_LINE.join(lines))
