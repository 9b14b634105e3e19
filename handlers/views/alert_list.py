"""The window that lists what a group stands for, each with its buttons."""

import json
from typing import Any

from handlers import ids
from handlers.views.alerts import title, title_of
from handlers.views.labels import PRESSES
from handlers.views.parts import Block, actions, button, context, modal, plain_section, section, shorten
from handlers.views.words import N_, Mrkdwn, Words, escape, link, strong, there
from rules.alert_facts import ListFacts
from rules.alert_presses import Press, possible_in_list
from rules.alerts import Alert

TITLE = N_("Each alert")
LONGEST_NAME = 200
SEPARATOR, NEW_LINE = Mrkdwn(" · "), Mrkdwn("\n")


def alert_list(t: Words, facts: ListFacts) -> dict[str, Any]:
    """A page of them, what fails first."""
    group = facts.group.alert
    none = [] if facts.shown else [section(t.md("It stands for no other alert."))]
    everyone = [button(t(PRESSES[Press.ALL]), ids.ALERTS[Press.ALL], f"{group.id}:{group.version}", "primary")]
    head = actions("all", everyone if facts.shown and not group.is_over else [])
    rows = [block for one in facts.shown for block in _one(t, facts, one)]
    carried = json.dumps({"group": group.id, "page": facts.page})
    blocks = [plain_section(title(t, facts.group)), *head, *none, *rows, *_pages(t, facts)]
    return modal(ids.SAID, t(TITLE), blocks, submit=None, close=t("Close"), metadata=carried)


def _one(t: Words, facts: ListFacts, alert: Alert) -> list[Block]:
    name = strong(escape(shorten(title_of(t, alert), LONGEST_NAME)))
    parts = [_state(t, alert)]
    if alert.acknowledged_at is not None:
        who = facts.name(alert.acknowledged_by)
        parts.append(t.md("{who} has it", who=who) if who else t.md("acknowledged in the monitor"))
    if alert.silenced_until is not None and alert.silenced_until > facts.now:
        parts.append(t.md("silent until {until}", until=t.when_md(alert.silenced_until)))
    if not alert.is_folded:
        where = there(alert.channel_id, alert.ts) if alert.channel_id and alert.ts else ""
        parts.append(link(where, t("its card")) if where else t.md("has a card"))
    row = [button(t(PRESSES[one]), ids.ALERTS[one], f"{alert.id}:{alert.version}") for one in possible_in_list(alert)]
    text = Mrkdwn(NEW_LINE.join([name, Mrkdwn(SEPARATOR.join(parts))]))
    return [section(text), *actions(f"alert:{alert.id}:{alert.version}", row)]


def _state(t: Words, alert: Alert) -> Mrkdwn:
    if alert.failing_since is not None:
        return t.md("failing since {since}", since=t.when_md(alert.failing_since))
    return t.md("over") if alert.is_over else t.md("good, not over yet")


def _pages(t: Words, facts: ListFacts) -> list[Block]:
    if facts.pages == 1:
        return []
    group, page = facts.group.alert.id, facts.page
    earlier = [button(t("Earlier"), ids.EACH_EARLIER, f"{group}:{page - 1}")] if page else []
    later = [button(t("Later"), ids.EACH_LATER, f"{group}:{page + 1}")] if page + 1 < facts.pages else []
    where = context(t.md("Page {page} of {pages}", page=page + 1, pages=facts.pages))
    return [where, *actions("pages", [*earlier, *later])]
