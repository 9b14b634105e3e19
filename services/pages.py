"""Pages: begun, acknowledged, over (process.md section 9). Who is told, and when, is services/page_sweep.py's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from rules.cases import OVER, Case
from rules.countdown import is_ticking
from rules.errors import AlreadyAcknowledged, DrillRuns, NotForYou, PageOver
from rules.levels import Level
from rules.pages import STILL_ON_IT_AFTER, About, Page, PageStep, What, Why, answers_from, first_at, is_same_watch
from rules.people import Actor, PersonId, Role
from rules.working_hours import Calendar
from services.page_subjects import card_again, subject
from services.page_telling import redraw, tell
from services.people import actor, known, one_of_us
from services.promises import promise_of
from storage.tx import Tx

CLOCKS_DIFFER = timedelta(minutes=1)  # Slack's and ours
HELD = {What.ACKNOWLEDGED, What.STILL}
MAY_ACKNOWLEDGE = {Role.DEVELOPER, Role.LEAD}


def begin(tx: Tx, about: About, why: Why, at: datetime | None = None, asked_by: PersonId | None = None) -> Page:
    """Somebody is to be told, from `at` (UTC; default: now) on. Where a page about the same is open already it goes on
    as it is, also acknowledged; only one that has told nobody yet may begin earlier than it would have."""
    begins_at = at or tx.now
    page = tx.pages.lock_about(about)
    if page is None:
        tx.pages.add([about], why, begins_at, asked_by)
        page = tx.pages.lock_about(about)
        assert page is not None, "whoever was faster has stored one"
    if (sooner := _sooner(page, why, begins_at)) is not None:
        tx.pages.save(sooner)
    return sooner or page


def begin_about_alerts(tx: Tx, alert_ids: Sequence[int]) -> None:
    """Somebody is to be told of each of these alerts, from now on; as begin."""
    open_already = tx.pages.lock_about_alerts(alert_ids)
    found = (_sooner(page, Why.ALERT, tx.now) for page in open_already.values())
    tx.pages.save(*(page for page in found if page is not None))
    new = [About(alert_id=row_id) for row_id in alert_ids if row_id not in open_already]
    tx.pages.add(new, Why.ALERT, tx.now)


def look_again(tx: Tx, about: About, quiet_until: datetime) -> None:
    """What kept a page quiet until then (UTC) does so no more: it goes on at once, where nothing else keeps it."""
    page = tx.pages.lock_about(about)
    if page is not None and page.next_at == quiet_until > tx.now:
        tx.pages.save(replace(page, next_at=tx.now))


def acknowledge(tx: Tx, who: PersonId, page_id: int) -> Page:
    """Somebody goes to work on it: nobody else is told. The same person again says that they are still on it.

    StaffOnly, NoContact; NotForYou for who is neither developer nor lead; PageOver; AlreadyAcknowledged names who did.
    """
    ours = one_of_us(tx, who)
    page = tx.pages.lock(page_id)
    if not ours.roles & MAY_ACKNOWLEDGE:
        raise NotForYou
    if page is None:
        raise PageOver(None, None)
    return _acknowledged(tx, page, ours)


def spoke(tx: Tx, who: PersonId, page_id: int, said_at: datetime) -> None:
    """Somebody who was told wrote in its thread at `said_at` (UTC): that acknowledges it from then on, if nobody has,
    however late we hear of it."""
    page = tx.pages.lock(page_id)
    if page is None or page.over_at is not None or (page.is_acknowledged and page.acknowledged_by != who):
        return
    told = [call.at for call in tx.page_steps.calls(page.id) if call.who == who]
    told += [page.acknowledged_at] if page.acknowledged_by == who and page.acknowledged_at is not None else []
    since = answers_from(page, min(told)) if told else None
    if since is not None and said_at >= since - CLOCKS_DIFFER:
        _acknowledged(tx, page, actor(tx, who), min(max(said_at, since), tx.now))


def open_in(tx: Tx, channel_id: str, thread_ts: str) -> int | None:
    """The open page whose thread in the on-call channel this is."""
    alert = tx.alerts.at(channel_id, thread_ts)
    if alert is not None:
        page = tx.pages.open_about(About(alert_id=alert.id))
        return page.id if page is not None else None
    case_id = tx.cards.case_in(channel_id, thread_ts)
    page = tx.pages.open_about(About(case_id))  # of no case: a drill
    is_here = page is not None and (case_id is not None or (page.place is not None and page.place.card_ts == thread_ts))
    return page.id if page is not None and is_here else None


def begin_drill(tx: Tx, who: PersonId) -> Page:
    """Who has duty is paged, to see who answers. StaffOnly, NoContact, NotForYou; DrillRuns while there is one."""
    ours = one_of_us(tx, who)
    if not ours.roles & MAY_ACKNOWLEDGE:
        raise NotForYou
    if tx.pages.open_about(About()) is not None:
        raise DrillRuns
    page = begin(tx, About(), Why.DRILL, asked_by=who)
    tx.outbox.put(*card_again(tx, page), at=tx.now)
    return page


def end(tx: Tx, about: About, who: PersonId | None = None) -> None:
    """What it was about is over: nobody is told any more. One of us who ended it has acknowledged it."""
    page = tx.pages.lock_about(about)
    if page is not None:
        finish(tx, page, who=who)


def end_about_alerts(tx: Tx, alert_ids: Sequence[int], who: PersonId | None = None) -> None:
    """These alerts are over, or somebody else's; as end."""
    finish(tx, *tx.pages.lock_about_alerts(alert_ids).values(), who=who)


def finish(tx: Tx, *pages: Page, who: PersonId | None = None) -> None:
    """The locked pages are over."""
    if not pages:
        return
    is_ours = who is not None and bool(tx.people.places(who))
    ended = [_ended(page, tx.now, who if is_ours else None) for page in pages]
    tx.pages.save(*ended)
    tx.mornings.look_again(tx.now)
    told = [page for page in ended if page.steps]
    for page in told:
        tell(tx, page, PageStep(0, page.id, What.OVER, tx.now, tx.now, who=who))
    redraw(tx, *told)


def follow(tx: Tx, case: Case, who: PersonId | None, desk: Calendar, was: Level | None = None) -> None:
    """A case has come, was moved or answered (`was`: its level before): an unanswered Level A is to be paged about, and
    nobody about what is none. Who of us asks the customer something has seen to it."""
    if case.level is not Level.A and was is not Level.A:
        return
    promised = promise_of(tx, case, desk)
    is_alerted = tx.alerts.of_case(case.id) is not None  # whoever has the alert has it
    if case.level is Level.A and is_ticking(case) and promised is not None and not is_alerted:
        is_new = case.version == 0
        at, why = first_at(case.submitted_at if is_new else tx.now, tx.now, promised.clock, desk)
        _let_go(tx, begin(tx, About(case.id), why, at), why, at, desk)
        return
    page = tx.pages.lock_about(About(case.id))
    if page is None:
        return
    asks = case.level is Level.A and case.paused_at is not None and case.state not in OVER
    asked = asks and page.steps > 0
    if not asked:
        finish(tx, page, who=who)
    elif who is not None and (not page.is_acknowledged or page.acknowledged_by == who):
        ours = actor(tx, who)
        if ours.is_us:
            _acknowledged(tx, page, ours)


def _let_go(tx: Tx, page: Page, why: Why, at: datetime, desk: Calendar) -> None:
    """The clock runs on: who had the page when it stopped has it no more if the desk has closed or opened since. Then
    it begins with who has duty, as a new one does (process.md section 8)."""
    pauses = tx.pauses.of(page.about.case_id or 0) if page.is_acknowledged else []
    if not pauses or pauses[-1][1] != tx.now:
        return
    held = [step.at for step in tx.page_steps.of(page.id) if step.who == page.acknowledged_by and step.what in HELD]
    if held and not is_same_watch(max(held), tx.now, desk):
        tx.pages.save(replace(page, why=why, next_number=0, next_at=at, asked_at=None, lapsed_at=tx.now))
        redraw(tx, page)


def carry_over(tx: Tx, merged: Case, survivor: Case) -> None:
    """Who has the page about a case has the one about the case it goes on in: merging wakes nobody anew."""
    was, page = tx.pages.open_about(About(merged.id)), tx.pages.lock_about(About(survivor.id))
    if was is None or not was.is_acknowledged or page is None or page.is_acknowledged:
        return
    held = replace(page, acknowledged_at=tx.now, acknowledged_by=was.acknowledged_by, lapsed_at=None, asked_at=None)
    tx.pages.save(replace(held, first_at=page.first_at or tx.now, next_at=tx.now + STILL_ON_IT_AFTER))
    if page.steps:
        tell(tx, held, PageStep(0, page.id, What.ACKNOWLEDGED, tx.now, tx.now, who=was.acknowledged_by))
        redraw(tx, held)


def _sooner(page: Page, why: Why, begins_at: datetime) -> Page | None:
    """The page that has told nobody yet, where it would have begun later; None for one that goes on as it is."""
    if page.steps or page.next_at is None or begins_at >= page.next_at:
        return None
    return replace(page, why=why, begun_at=begins_at, next_at=begins_at)


def _ended(page: Page, at: datetime, by: PersonId | None) -> Page:
    ended = replace(page, over_at=at, next_at=None, asked_at=None)
    if by is None or page.is_acknowledged:
        return ended
    return replace(ended, acknowledged_at=at, acknowledged_by=by, first_at=page.first_at or at, lapsed_at=None)


def _acknowledged(tx: Tx, page: Page, ours: Actor, at: datetime | None = None) -> Page:
    who, at = ours.person.id, at or tx.now
    has_it = page.is_acknowledged and page.acknowledged_by == who
    if page.over_at is not None:
        if has_it:
            return page
        by = known(tx, page.acknowledged_by).shown if page.acknowledged_by else None
        raise PageOver(by, page.acknowledged_at, subject(tx, page).has_other_page)
    if page.is_acknowledged and not has_it:
        assert page.acknowledged_by is not None
        assert page.acknowledged_at is not None
        raise AlreadyAcknowledged(known(tx, page.acknowledged_by).shown, page.acknowledged_at)
    if has_it and page.asked_at is None:
        return page
    held = replace(page, asked_at=None, next_at=at + STILL_ON_IT_AFTER)
    if not has_it:
        held = replace(held, acknowledged_at=at, acknowledged_by=who, lapsed_at=None)
        held = replace(held, first_at=page.first_at or at)
    if page.about.is_drill:
        held = replace(held, next_at=None, over_at=tx.now)
    tx.pages.save(held)
    tx.mornings.look_again(tx.now)
    what = What.STILL if has_it else What.ACKNOWLEDGED
    tell(tx, held, PageStep(0, page.id, what, tx.now, at, who=who))
    if not has_it:
        redraw(tx, held)
    return held
