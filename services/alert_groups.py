"""Events made out of many (process.md section 10): our own fault, and storms. What they stand for has no card and wakes
nobody: they do."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from rules.alert_life import heard, resolved
from rules.alert_quiet import is_own_fault, is_storm, joins
from rules.alerts import (
    BEGINS,
    CHECKS,
    CONTROL,
    OURS,
    OWN_FAULT_CUSTOMERS,
    OWN_FAULT_WITHIN,
    STORM_ABOVE,
    STORM_WITHIN,
    WAKES,
    Alert,
    Change,
    Entry,
    Firing,
    Group,
    Signal,
)
from rules.pages import About
from services.alert_telling import calm, record, redraw, root, tell, wake
from services.pages import look_again
from storage.tx import Tx

MOST_JOINED = 200


def gathered(tx: Tx, begun: Sequence[Alert]) -> tuple[list[Alert], int | None]:
    """What begins to fail now, before it is stored: in the group that stands for it, if there is one. And the storm
    that something may have left for our own fault, for `left`."""
    open_groups = tx.alerts.open_groups()
    still = {group.id for group in open_groups.values()}
    begun = [one if one.group_id in still else replace(one, group_id=None, is_folded=False) for one in begun]
    fault, storm = open_groups.get(Group.OWN_FAULT), open_groups.get(Group.STORM)
    parted = None
    if any(one.is_outage for one in begun) and _is_our_fault(tx, begun, fault):
        begun = _joined(tx, begun, Group.OWN_FAULT, fault, storm)
        if storm is not None:
            parted, storm = storm.id, tx.alerts.get(storm.id)
    alone = [one for one in begun if one.group_id is None and one.woke_at == tx.now]
    lately = tx.alerts.how_many_lately(tx.now - STORM_WITHIN, STORM_ABOVE + 1) if alone else 0
    if is_storm(len(alone), lately):
        begun = _joined(tx, begun, Group.STORM, storm)
    return begun, parted


def left(tx: Tx, storm_id: int) -> None:
    """Our own fault took what failed of this storm. If nothing fails of it any more it is over at once: its page would
    be a second one about the same, and five minutes later it would say that all was good."""
    storm = tx.alerts.get(storm_id)
    if storm is None or storm.is_over:
        return
    if tx.alerts.any_fails(storm_id):
        redraw(tx, storm)
        return
    storm = resolved(storm, tx.now)
    tx.alerts.save(storm)
    record(tx, storm, Change.MOVED)
    calm(tx, storm)


def follow(tx: Tx, group_ids: Collection[int], begun: Collection[int] = ()) -> None:
    """A group fails while anything fails that it stands for; in the groups `begun` something does."""
    for group_id in group_ids:
        group = tx.alerts.get(group_id)
        if group is None:
            continue
        fails = group_id in begun or tx.alerts.any_fails(group_id)
        if fails is not group.is_failing and not (group.is_over and not fails):
            _turn(tx, group, Firing.FIRING if fails else Firing.RESOLVED)
        else:
            redraw(tx, group)


def _is_our_fault(tx: Tx, begun: Sequence[Alert], fault: Alert | None) -> bool:
    theirs = any(one.customer_id is not None for one in begun)
    customers = tx.alerts.failing_customers(tx.now - OWN_FAULT_WITHIN, OWN_FAULT_CUSTOMERS) if theirs else []
    if is_own_fault(begun, customers):
        return True
    # While control addresses fail there is such a group, unless one of us has said that it is over.
    control = tx.alerts.latest(CHECKS, [CONTROL]).get(CONTROL) if fault is not None else None
    return control is not None and control.is_failing


def _joined(
    tx: Tx, begun: Sequence[Alert], sort: Group, known: Alert | None, storm: Alert | None = None
) -> list[Alert]:  # fmt: skip
    """Those of them that the group stands for are in it; what began lately, and people were told of, goes in too. Our
    own fault takes the outages of a storm: of a storm letters would go out."""
    group = known if known is not None and known.is_failing else _going_on(tx, sort)
    if storm is not None and storm.holds_letters and not group.holds_letters:
        group = _held(tx, group)  # its letters wait on, and a card has to say so
    since = tx.now - (OWN_FAULT_WITHIN if sort is Group.OWN_FAULT else STORM_WITHIN)
    again = {one.id for one in begun}
    earlier = tx.alerts.alone(sort, since, MOST_JOINED)
    earlier += _taken_from(tx, storm, since) if storm is not None else []
    _join(tx, [one for one in earlier if one.is_failing and one.id not in again], group)
    free = {None, storm.id if storm is not None else None}
    return [_in(one, group) if one.group_id in free and joins(one, sort) else one for one in begun]


def _taken_from(tx: Tx, storm: Alert, since: datetime) -> list[Alert]:
    """Outages of the storm. Where there are more than are taken at once, the others' letters wait as well."""
    taken = tx.alerts.outages_of(storm.id, since, MOST_JOINED)
    if len(taken) == MOST_JOINED:
        tx.alerts.hold_letters_of(storm.id, True)
        _held(tx, storm)
    return taken


def _held(tx: Tx, group: Alert) -> Alert:
    group = replace(group, holds_letters=True, version=group.version + 1)
    tx.alerts.save(group)
    return group


def _in(alert: Alert, group: Alert) -> Alert:
    """The alert as one of the group, whose letters wait or may go as the group's; what people were told of before keeps
    its card."""
    holds = alert.holds_letters or group.holds_letters
    return replace(alert, group_id=group.id, holds_letters=holds, is_folded=alert.id == 0 or alert.is_folded)


def _join(tx: Tx, alerts: Sequence[Alert], group: Alert) -> None:
    joined = [replace(_in(one, group), version=one.version + 1) for one in alerts]
    tx.alerts.save(*joined)
    tell(tx, [(one, [Entry(one.id, tx.now, Change.GROUPED)]) for one in joined], ())
    calm(tx, *joined)


def _going_on(tx: Tx, sort: Group) -> Alert:
    """The group, failing: the one that goes on, or was over a moment ago, or a new one."""
    group = tx.alerts.latest(OURS, [sort.value]).get(sort.value)
    return group if group is not None and group.is_failing else _turn(tx, group, Firing.FIRING, sort)


def _turn(tx: Tx, group: Alert | None, state: Firing, sort: Group | None = None) -> Alert:
    """The group fails, or is good, from now on: it has a life as any other alert."""
    sort = sort or (group.group if group else None)
    assert sort is not None
    after = heard(OURS, group, Signal(sort.value, state), tx.now)
    assert after.alert is not None
    alert = after.alert
    if after.changes & BEGINS:
        holds = sort is Group.OWN_FAULT
        alert = replace(alert, group=sort, woke_at=tx.now, holds_letters=holds or alert.holds_letters)
    if after.is_new:
        alert = tx.alerts.add([alert], [group.id] if group else [])[sort.value]
    else:
        tx.alerts.save(alert)
    entries = [Entry(alert.id, at, change) for change, at in after.happened]
    tell(tx, [(alert, entries)], {alert.id} if after.is_new else set())
    if after.changes & WAKES:
        wake(tx, alert)
    elif after.changes & BEGINS and group is not None and group.ends_at is not None:
        look_again(tx, About(alert_id=alert.id), group.ends_at)
    return alert


def set_free(tx: Tx, group: Alert) -> None:
    """Somebody says that the group is over: what fails of it still has a card, and a page, of its own from now on."""
    failing = [one for one in tx.alerts.members(group.id, STORM_ABOVE) if one.is_failing]
    free = [replace(one, group_id=None, is_folded=False, woke_at=tx.now, version=one.version + 1) for one in failing]
    tx.alerts.save(*free)
    tx.outbox.put(*(root(one) for one in failing if one.is_folded), at=tx.now)
    redraw(tx, *free)
    wake(tx, *free)
