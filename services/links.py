"""Cases that belong together: linked, so that each shows the other, or merged, so that one goes on for both."""

import re
from dataclasses import replace

from rules.cases import OVER, Action, Case, Press, State, settled
from rules.errors import CaseUnknown, FieldErrors, FieldProblem
from rules.facts import Other, Others
from rules.levels import Level
from rules.links import joined
from rules.move_forms import Together
from rules.notices import DESK, Kind, customer_lane, in_thread
from rules.people import PersonId
from rules.working_hours import Calendar
from services.course import Facts, commit, redrawn
from services.customers import site_of
from services.pages import carry_over
from services.people import actor, one_of_us, speaks
from services.promises import promised_anew
from storage.tx import Tx

NUMBER = re.compile(r"(?:SG[- ]?)?([0-9]{1,9})", re.IGNORECASE)


def lock_both(tx: Tx, press: Press, values: dict[str, str]) -> Case | None:
    """The case pressed, locked with the other one its form names: always in the order of their rows, so that two
    people who merge them crosswise do not wait for each other."""
    other = _named(tx, values.get("other", ""))
    locked = {row: tx.cases.lock(row) for row in sorted({press.case_id} | ({other.id} if other else set()))}
    return locked[press.case_id]


def bring_together(tx: Tx, case: Case, who: PersonId, facts: Facts, desk: Calendar) -> Case:
    """Merges the locked case into the other one that `facts` name, or links the two. FieldErrors where it cannot be."""
    found = _named(tx, str(facts["other"]))
    other = tx.cases.lock(found.id) if found else None
    if other is None or other.id == case.id:
        raise FieldErrors({"other": (FieldProblem.NO_CASE, {})})
    if facts["together"] == Together.LINKED:
        return _link(tx, case, other, who, desk)
    if other.customer_id != case.customer_id:
        raise FieldErrors({"other": (FieldProblem.OTHER_CUSTOMERS, {"number": other.number})})
    if other.state in OVER:
        raise FieldErrors({"other": (FieldProblem.IS_OVER, {"number": other.number})})
    return _merge(tx, case, other, who, desk)


def link(tx: Tx, who: PersonId, one_id: int, other_id: int, desk: Calendar) -> Case:
    """One of us links the two cases with one press; linked already is fine."""
    one_of_us(tx, who)
    one, other = sorted((one_id, other_id))
    cases = {row: tx.cases.lock(row) for row in (one, other)}
    this, that = cases[one_id], cases[other_id]
    if this is None or that is None or this.id == that.id:
        raise CaseUnknown(0)
    return _link(tx, this, that, who, desk)


def known_outage(tx: Tx, who: PersonId, channel_id: str | None, customer_id: int | None, link: str) -> Other | None:
    """The open Level A of the site this link leads to, for its customer's people and for us; where it stands in the
    customer's channel."""
    customer = tx.customers.of_channel(channel_id) if channel_id and customer_id is None else None
    if customer is not None and speaks(tx, who, customer):
        customer_id = customer.id
    elif customer_id is None or not actor(tx, who).is_us:
        return None
    site = site_of(tx, customer_id, link)
    known = next(iter(tx.cases.open_at_level_a(site.id)), None) if site else None
    if known is None:
        return None
    return Other(known.id, known.number, known.contact, tx.cards.place(known.id, customer_lane(customer_id)))


def relate(tx: Tx, case: Case, after_id: int | None, who: PersonId, entry_id: int, desk: Calendar) -> None:
    """A new case is linked to the one of the same customer that it follows, where nobody waits for us any more; and
    it may be about what is known already."""
    earlier = tx.cases.lock(after_id) if after_id is not None else None
    if earlier is not None and earlier.customer_id == case.customer_id:
        _link(tx, case, settled(earlier, tx.now), who, desk)
    offer_link(tx, case, entry_id)


def offer_link(tx: Tx, case: Case, entry_id: int) -> None:
    """A Level A for a site with an open one is offered to us as a link to it (process.md section 3)."""
    if same_site(tx, case) is not None:
        tx.outbox.put(in_thread(Kind.SAME_SITE, case.id, DESK, entry_id), at=tx.now)


def same_site(tx: Tx, case: Case) -> Case | None:
    """The oldest other Level A that is open for the same site, of a Level A."""
    if case.level is not Level.A or case.site_id is None:
        return None
    return next((one for one in tx.cases.open_at_level_a(case.site_id) if one.id != case.id), None)


def living(tx: Tx, case_id: int) -> Case | None:
    """The case, locked; one that was merged stands for the case it goes on in."""
    case = tx.cases.get(case_id)
    goes_on = tx.cases.numbered(case.merged_into) if case and case.merged_into is not None else case
    return tx.cases.lock(goes_on.id) if goes_on else None


def others(tx: Tx, case: Case, lane: str) -> Others:
    """The cases this one belongs together with, and where they stand in the lane."""
    into = tx.cases.numbered(case.merged_into) if case.merged_into is not None else None
    known = same_site(tx, case)
    merged, linked = tx.cases.merged_into(case.number), tx.links.of(case.id)
    named = [*merged, *linked, *(one for one in (into, known) if one is not None)]
    places = tx.cards.places([one.id for one in named], lane)
    told = {one.id: Other(one.id, one.number, one.contact, places.get(one.id)) for one in named}
    return Others(
        into=told[into.id] if into else None,
        merged=tuple(told[one.id] for one in merged),
        linked=tuple(told[one.id] for one in linked),
        same_site=told[known.id] if known else None,
    )


def _link(tx: Tx, case: Case, other: Case, who: PersonId, desk: Calendar) -> Case:
    if not tx.links.add(case.id, other.id, tx.now):
        return case
    commit(tx, other, Action.LINK, other.state, who, {"other": case.number}, desk)
    return commit(tx, case, Action.LINK, case.state, who, {"other": other.number}, desk)


def _merge(tx: Tx, case: Case, other: Case, who: PersonId, desk: Calendar) -> Case:
    told: Facts = {"other": case.number, "problem": case.problem}
    survivor = promised_anew(tx, joined(other, case), desk)
    commit(tx, survivor, Action.ABSORB, survivor.state, who, told, desk)
    carry_over(tx, case, other)
    for earlier in tx.cases.merged_into(case.number):
        tx.cases.save(replace(earlier, merged_into=other.number))
        tx.outbox.put(*redrawn(tx, earlier), at=tx.now)
    into = replace(case, merged_into=other.number)
    return commit(tx, into, Action.MERGE, State.CLOSED, who, {"other": other.number}, desk)


def _named(tx: Tx, words: str) -> Case | None:
    """The case people mean by this number, or the one it was merged into."""
    number = NUMBER.fullmatch(words.strip())
    case = tx.cases.numbered(int(number[1])) if number else None
    return tx.cases.numbered(case.merged_into) if case and case.merged_into is not None else case
