"""The staff thread under a card: one line for each thing that happened, with the words people wrote."""

from datetime import datetime

from handlers.views.labels import COVERAGES, GIVEN, LEVELS, ORIGINS, case_number, duration
from handlers.views.outage_letters import outage_step
from handlers.views.parts import Message, quotes, section
from handlers.views.probe import seen
from handlers.views.said import changed, mirror, reads_now, whole
from handlers.views.words import N_, Mrkdwn, Words, link, mention
from rules.cases import Action, Coverage
from rules.facts import CaseFacts
from rules.levels import Level
from rules.move_forms import Given
from rules.probe import as_told
from rules.records import Entry

SENTENCES = {
    Action.OPEN: N_("{who} opened the case ({origin})."),
    Action.TAKE: N_("{who} took the case."),
    Action.START: N_("{who} started the work, expected to take {expected}."),
    Action.ASK: N_("{who} asked the customer:"),
    Action.ANSWER: N_("{who} answered:"),
    Action.READY_FOR_TEST: N_("{who} made it ready for test: {link}"),
    Action.APPROVE: N_("{who} approved test round {round}. It may be published."),
    Action.ASK_FOR_CHANGES: N_("{who} asked for changes:"),
    Action.RECORD_APPROVAL: N_("{who} recorded the approval of test round {round} by {approved_by} ({given}):"),
    Action.DENY_APPROVAL: N_("{who} says the recorded approval was not given. It is void."),
    Action.BACK_TO_WORK: N_("{who} took it back to work:"),
    Action.PUBLISH: N_("{who} published it: {link}"),
    Action.RESTORE_SERVICE: N_("{who} restored service before approval. The approver is asked now. Reason:"),
    Action.CLOSE: N_("{who} closed the case."),
    Action.CLOSE_BY_ITSELF: N_("Closed by itself after 14 days."),
    Action.REOPEN: N_("{who} reopened the case:"),
    Action.WITHDRAW: N_("{who} withdrew the case:"),
    Action.ASSIGN: N_("{who} gave the case to {to}."),
    Action.SET_LEVEL: N_("{who} set the level: {was} becomes {level}. {deadline} Reason:"),
    Action.AGREEMENT: N_("{who} checked the agreement: *{coverage}*. Reason:"),
    Action.REMIND: N_("{who} reminded the customer of the question."),
    Action.UNANSWERED: N_("The customer has not answered since {since}."),
    Action.CLOSE_AS_UNANSWERED: N_("{who} closed the case as unanswered. Nothing is approved by it."),
    Action.JUST_THANKS: N_("{who} just wanted to say thanks."),
    Action.LINK: N_("{who} linked {other}."),
    Action.MERGE: N_("{who} merged this case; it goes on in {other}."),
    Action.ABSORB: N_("{who} merged {other} into this case:"),
    Action.SITE_DOWN: N_("{who} says the site is down: {was} becomes {level}. {deadline}"),
    Action.PROBE: N_("Our own look at the site."),
    Action.CONTACT_LEFT: N_("{who} is not with the customer any more. {heir} takes over."),
    Action.REPLY: N_("{who} replied to the customer:"),
    Action.ON_IT: N_("{who} is on it, and the customer is told."),
    Action.READ: N_("{who} read the question."),
    Action.WRITE: N_("{who} wrote in the customer's thread:"),
    Action.EDIT: N_("{who} edited a message."),
    Action.DELETE: N_("{who} deleted a message."),
    Action.LETTER: N_("Letter to the customer about the outage."),
    Action.ALERT: N_(
        "An alert in the on-call channel is this case: its card there shows the countdown, and what is said "
        "under it is shown here."
    ),
    Action.DUTY_WROTE: N_("{who} wrote in the alert's thread, which the customer does not see."),
}
# A move may come about in another way than usual, which its facts tell.
OTHERWISE = {
    Action.OPEN: N_("Monitoring opened the case."),
    Action.REMIND: N_("The customer was reminded of the question."),
    Action.ASSIGN: N_("{who} took the case over."),
    Action.CONTACT_LEFT: N_("{who} is not with the customer any more, and nobody else of theirs is known in Slack."),
    Action.REOPEN: N_("{who} answered after all, so the case is open again."),
}
DEADLINES = {
    "answered": N_("It is answered already."),
    "none": N_("No time is promised now."),
    "paused": N_("The clock stands still until the customer answers."),
    "due": N_("The answer is due {due}."),
    "late": N_("The answer was due {due}: late by change of level."),
}
WRITTEN = ("problem", "question", "answer", "reply", "look_at", "comment", "words", "reason", "note", "summary", "text")


def step(t: Words, facts: CaseFacts) -> Message:
    """What happened, as a line; the words written with it below, exactly as they were written."""
    assert facts.entry is not None
    entry = facts.entry
    if facts.spoken is not None and entry.action is not Action.OPEN:
        return mirror(t, facts, facts.spoken)
    line = happened(t, facts, entry)
    texts = [facts.case.problem] if entry.action is Action.OPEN else [facts.said.text] if facts.said else []
    blocks = [block for text in [*texts, *written(entry)] for block in quotes(text)]
    marks = reads_now(t, facts.said) if facts.said else changed(t, facts.spoken)
    return Message(line, whole(t, [section(line)], blocks, marks))


def happened(t: Words, facts: CaseFacts, entry: Entry) -> Mrkdwn:
    """A row of the case's history, as a line."""
    if entry.action is Action.PROBE:
        return seen(t, as_told(entry.facts))
    if entry.action is Action.LETTER:
        return outage_step(t, entry.facts, facts.customer.name)
    return t.md(
        OTHERWISE[entry.action] if _is_otherwise(entry) else SENTENCES[entry.action],
        who=facts.name(entry.actor),
        expected=duration(t, int(entry.facts.get("expected", 0))),
        link=_link(entry),
        round=entry.facts.get("round", ""),
        approved_by=entry.facts.get("approved_by", ""),
        given=t(GIVEN[Given(entry.facts["given"])]) if "given" in entry.facts else "",
        origin=t(ORIGINS.get(str(entry.facts.get("origin")), ORIGINS["slack"])),
        **_detail(t, entry),
    )


def _is_otherwise(entry: Entry) -> bool:
    if entry.action is Action.CONTACT_LEFT:
        return "heir" not in entry.facts
    if entry.action is Action.ASSIGN:
        return entry.actor is not None and entry.facts.get("assignee") == f"{entry.actor.team_id}:{entry.actor.user_id}"
    return "by_reply" in entry.facts or (entry.action in {Action.OPEN, Action.REMIND} and entry.actor is None)


def _detail(t: Words, entry: Entry) -> dict[str, object]:
    """What the sentences of details speak of."""
    facts = entry.facts
    to, due, since = str(facts.get("assignee", "")), facts.get("due"), facts.get("since")
    deadline = DEADLINES.get(str(facts.get("deadline")))
    return {
        "to": mention(to.partition(":")[2]) if to else "",
        "other": case_number(facts["other"]) if "other" in facts else "",
        "level": t(LEVELS[Level(facts["level"])]) if "level" in facts else "",
        "was": t(LEVELS[Level(facts["was"])]) if "was" in facts else "",
        "coverage": t(COVERAGES[Coverage(facts["coverage"])]) if "coverage" in facts else "",
        "heir": facts.get("heir", ""),
        "since": t.when_md(datetime.fromisoformat(since)) if since else "",
        "deadline": t.md(deadline, due=t.when_md(datetime.fromisoformat(due)) if due else "") if deadline else "",
    }


def written(entry: Entry) -> list[str]:
    """The texts people wrote with a step."""
    return [str(entry.facts[name]) for name in WRITTEN if name in entry.facts]


def _link(entry: Entry) -> Mrkdwn:
    address = entry.facts.get("test_link") or entry.facts.get("live_link") or entry.facts.get("link") or ""
    return link(str(address))
