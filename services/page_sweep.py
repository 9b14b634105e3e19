"""The escalation, swept: each step is taken once when it is due, for whoever has duty at that moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rules.escalation import LADDER, Climbed, Step, alerted, climb
from rules.pages import STILL_ON_IT_AFTER, STILL_ON_IT_WAIT, Call, Page, PageStep, What
from rules.people import PersonId, Place
from rules.rota_setup import participants
from rules.working_hours import Calendar
from services.duty import the_rota
from services.mornings import woken
from services.page_subjects import card_again, seen_to, standing
from services.page_telling import ask, message, tell
from services.pages import finish
from services.waking import wake
from storage.tx import Tx

MOST_AT_ONCE = 20
Layers = Sequence[tuple[PersonId, ...]]


@dataclass(frozen=True)
class Team:
    """The ladder of who is told; who has duty now, layer by layer; everybody on the rota and the leads; and who is
    there at all."""

    ladder: Sequence[Step]
    layers: Layers
    everybody: tuple[PersonId, ...]
    there: tuple[PersonId, ...]


def sweep(tx: Tx, desk: Calendar, ladder: Sequence[Step] = LADDER) -> int:
    """Does what is due of the open pages, some at a time; returns how many were looked at."""
    due = tx.pages.claim(tx.now, MOST_AT_ONCE)
    if due:
        team = _team(tx, ladder)
        for page in due:
            _go_on(tx, page, desk, team)
    return len(due)


def _go_on(tx: Tx, page: Page, desk: Calendar, team: Team) -> None:
    stands = standing(tx, page, desk)
    if page.over_at is not None or stands.is_over or _is_spent(tx, page, team.ladder):
        finish(tx, page)
    elif stands.waits_until is not None:
        tx.pages.save(replace(page, next_at=stands.waits_until))
    elif page.is_acknowledged and page.asked_at is None:
        _ask(tx, page)
    elif page.is_acknowledged:
        _lapse(tx, page, team)
    elif not page.steps and (seen := seen_to(tx, page)) is not None:
        _keep_quiet(tx, page, *seen)
    else:
        _take(tx, page, team)


def _is_spent(tx: Tx, page: Page, ladder: Sequence[Step]) -> bool:
    """A drill that everybody was told of, and nobody answered."""
    return page.about.is_drill and any(
        step.what is What.TOLD and step.rung == len(ladder) - 1 for step in tx.page_steps.of(page.id)
    )


def _take(tx: Tx, page: Page, team: Team) -> None:
    assert page.next_at is not None
    people = alerted(team.ladder, team.layers, team.everybody)
    taken = climb(page.next_number, people, team.there, tx.now, team.ladder, page.next_at)
    after = replace(page, next_number=taken.next_number, next_at=taken.next_at, steps=page.steps + 1)
    tx.pages.save(after)
    step_id = tell(tx, after, _step(page, taken, team.ladder, tx))
    known = tx.people.named(taken.people)
    woken(tx, taken.people, known)
    calls = [Call(0, page.id, step_id, who, tx.now, _layer(team.layers, who)) for who in taken.people]
    message(tx, wake(tx, after, step_id, calls, known), known)
    tx.outbox.put(*card_again(tx, after), at=tx.now)


def _step(page: Page, taken: Climbed[PersonId], ladder: Sequence[Step], tx: Tx) -> PageStep:
    assert page.next_at is not None
    skipped = tuple(ladder[number].target for number in taken.skipped)
    target = ladder[taken.number].target
    return PageStep(
        0, page.id, What.TOLD, tx.now, page.next_at, page.steps + 1, target, taken.number, skipped, taken.is_nobody
    )


def _ask(tx: Tx, page: Page) -> None:
    """Who has it is asked whether they still do."""
    tx.pages.save(replace(page, asked_at=tx.now, next_at=tx.now + STILL_ON_IT_WAIT))
    row_id = tell(tx, page, PageStep(0, page.id, What.ASKED, tx.now, tx.now, who=page.acknowledged_by))
    ask(tx, page, row_id)


def _lapse(tx: Tx, page: Page, team: Team) -> None:
    """They did not answer: it goes on with the next step, at once."""
    lapsed = replace(page, lapsed_at=tx.now, asked_at=None, next_at=tx.now)
    tx.pages.save(lapsed)
    tell(tx, lapsed, PageStep(0, page.id, What.LAPSED, tx.now, tx.now, who=page.acknowledged_by))
    _take(tx, lapsed, team)


def _keep_quiet(tx: Tx, page: Page, who: PersonId | None, other: int | None) -> None:
    """Somebody has another one, or an alert, of the same site: looked at again later, and told once."""
    tx.pages.save(replace(page, next_at=tx.now + STILL_ON_IT_AFTER, told_quiet=True))
    if not page.told_quiet:
        tell(tx, page, PageStep(0, page.id, What.QUIET, tx.now, tx.now, who=who, other=other))


def _team(tx: Tx, ladder: Sequence[Step]) -> Team:
    there, leads = tx.people.members(Place.ONCALL), tx.people.members(Place.LEADS)
    rota = the_rota(tx)
    layers = [tuple(who for who in people if who in there) for people in rota.on_duty(tx.now)]
    on_rota = {who for people in layers for who in people} | (participants(tx.rota.settings(), tx.now) & there)
    return Team(ladder, layers, _sorted((on_rota or there) | leads), _sorted(there | leads))


def _sorted(people: set[PersonId]) -> tuple[PersonId, ...]:
    return tuple(sorted(people, key=lambda who: (who.team_id, who.user_id)))


def _layer(layers: Layers, who: PersonId) -> int | None:
    return next((number for number, people in enumerate(layers, 1) if who in people), None)
