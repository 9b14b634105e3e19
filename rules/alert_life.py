"""The life of an alert: what each signal makes of it. Pure: the same signals again, or late, change nothing."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from rules.alerts import (
    ENDED,
    FLAPPED_GOOD_FOR,
    FLAPPING_CHANGES,
    FLAPPING_WITHIN,
    GOOD_FOR,
    LONGEST_ADDRESS,
    LONGEST_FACT,
    LONGEST_KEY,
    LONGEST_SEVERITY,
    LONGEST_TITLE,
    MOST_FACTS,
    REOPENS_WITHIN,
    TRUSTED_AHEAD,
    TRUSTED_BACK,
    Alert,
    Change,
    Firing,
    Signal,
)
from rules.forms import one_line
from rules.people import PersonId


@dataclass(frozen=True)
class Heard:
    """What a signal made of its key's latest alert: the alert as it is now (None: there is none), what happened to it,
    in order, and whether it is another one than before."""

    alert: Alert | None
    happened: tuple[tuple[Change, datetime], ...] = ()
    is_new: bool = False

    @property
    def changes(self) -> frozenset[Change]:
        """What happened, without when."""
        return frozenset(change for change, _at in self.happened)


def bounded(signal: Signal, now: datetime) -> Signal:
    """The signal as it can be kept and shown; a key too long to keep is known by its fingerprint. An instant far ahead
    is none: all that is true later would be older news."""
    key = one_line(signal.key, LONGEST_KEY + 1)
    if len(key) > LONGEST_KEY:
        key = hashlib.sha256(signal.key.encode("utf-8", "surrogatepass")).hexdigest()
    facts = {
        one_line(str(name), LONGEST_FACT): one_line(str(value), LONGEST_FACT)
        for name, value in list(signal.facts.items())[:MOST_FACTS]
    }
    is_ahead = signal.since is not None and signal.since > now + TRUSTED_AHEAD
    return replace(
        signal,
        key=key,
        since=None if is_ahead else signal.since,
        title=one_line(signal.title, LONGEST_TITLE),
        severity=one_line(signal.severity, LONGEST_SEVERITY),
        site=one_line(signal.site, LONGEST_ADDRESS),
        link=one_line(signal.link, LONGEST_ADDRESS),
        facts=facts,
    )


def heard(
    source: str, last: Alert | None, signal: Signal, now: datetime, known_good: datetime | None = None
) -> Heard:  # fmt: skip
    """What the signal makes of the latest alert of its key. `known_good`: the latest `since` of a good one that had no
    alert."""
    before = settled(last, now) if last is not None else Heard(None)
    match signal.state:
        case Firing.FIRING:
            after = _fails(source, before.alert, signal, now, known_good)
        case Firing.RESOLVED:
            after = _is_good(before.alert, signal, now)
        case Firing.ACKNOWLEDGED:
            after = _is_seen(before.alert, signal, now)
    # That the one before a new one is over is for the sweep to find: it is another alert.
    return Heard(after.alert, after.happened if after.is_new else before.happened + after.happened, after.is_new)


def settled(alert: Alert, now: datetime) -> Heard:
    """The alert with what time alone has made of it by now: it was good for long enough, so it is over."""
    if alert.ends_at is None or alert.ends_at > now:
        return Heard(alert)
    return Heard(replace(alert, ended_at=alert.ends_at, ends_at=None), ((Change.OVER, alert.ends_at),))


def resolved(alert: Alert, now: datetime) -> Alert:
    """Somebody says that it is over; the monitor's same news again does not open it."""
    if alert.is_failing:
        alert = _good(alert, now)
    return replace(alert, ended_at=now, ends_at=None, version=alert.version + 1)


def _fails(source: str, last: Alert | None, signal: Signal, now: datetime, known_good: datetime | None) -> Heard:
    if last is not None and last.is_failing:
        told = _later(last.told_firing, signal.since)
        is_older = signal.since is not None and told is not None and signal.since < told
        return Heard(last if is_older else replace(_with_words(last, signal), told_firing=told))
    if _is_stale(signal, last.told_resolved if last else known_good, last.told_firing if last else None):
        return Heard(last)
    at = _began(signal.since, now, last.good_since if last else None)
    is_new = last is None or (last.ended_at is not None and at - last.ended_at > REOPENS_WITHIN)
    if last is None or is_new:
        alert = Alert(0, source, signal.key, at)
        if last is not None:  # what was agreed or counted of the key goes on
            alert = replace(alert, turns=last.turns, silenced_until=last.silenced_until)
        change = Change.OPENED
    elif last.is_over:
        alert = replace(last, ended_at=None, acknowledged_at=None, acknowledged_by=None, is_flapping=False)
        change = Change.REOPENED
    else:
        alert, change = last, Change.FAILED_AGAIN
    told = _later(alert.told_firing, signal.since)
    alert = replace(_with_words(alert, signal), failing_since=at, good_since=None, ends_at=None, told_firing=told)
    return _turned(alert, change, at, is_new=is_new)


def _is_good(last: Alert | None, signal: Signal, now: datetime) -> Heard:
    if last is None:
        return Heard(None)
    latest = _later(signal.since, _ended(signal))
    if latest is not None and last.told_firing is not None and latest < last.told_firing:
        return Heard(last)  # what was before is good: what is now is not said to be
    told = _later(last.told_resolved, signal.since or last.told_firing)
    if not last.is_failing:
        return Heard(replace(last, told_resolved=told))
    at = _since_good(signal, last.told_firing, now)
    turned = _turned(replace(_good(last, at), told_resolved=told), Change.GOOD, at)
    assert turned.alert is not None
    alert = turned.alert
    assert alert.good_since is not None
    ends_at = alert.good_since + (FLAPPED_GOOD_FOR if alert.is_flapping else GOOD_FOR)
    over = settled(replace(alert, ends_at=ends_at), now)
    return Heard(over.alert, turned.happened + over.happened)


def _since_good(signal: Signal, told_firing: datetime | None, now: datetime) -> datetime:
    """Since when it is good, as the monitor whose clock told of the failing says; else since now."""
    if told_firing is None:
        return now
    if signal.since is not None and signal.since > told_firing:
        return min(signal.since, now)
    ended = _ended(signal)
    return min(ended, now) if ended is not None and ended >= told_firing else now


def _ended(signal: Signal) -> datetime | None:
    """When it became good, if it says so: a monitor that repeats itself may have told of the failing under a later
    instant than that at which it began."""
    try:
        at = datetime.fromisoformat(signal.facts.get(ENDED, ""))
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _is_seen(last: Alert | None, signal: Signal, now: datetime) -> Heard:
    if last is None or last.is_over or last.acknowledged_at is not None:
        return Heard(last)
    if signal.since is not None and last.told_firing is not None and signal.since < last.told_firing:
        return Heard(last)
    seen = replace(last, acknowledged_at=now, version=last.version + 1)
    return Heard(seen, ((Change.SEEN_ELSEWHERE, now),))


def _is_stale(signal: Signal, good: datetime | None, fired: datetime | None) -> bool:
    """The failing it tells of was told before, or is known to be good again."""
    known = _later(good, fired)
    return signal.since is not None and known is not None and signal.since <= known


def _began(since: datetime | None, now: datetime, good_since: datetime | None) -> datetime:
    """When it began to fail: as the monitor says, but not in the future, not too long ago, and not before it was
    good."""
    at = min(since or now, now)
    at = max(at, now - TRUSTED_BACK)
    return max(at, good_since) if good_since is not None else at


def _good(alert: Alert, at: datetime) -> Alert:
    assert alert.failing_since is not None
    at = max(at, alert.failing_since)
    return replace(alert, failing_since=None, good_since=at, down=alert.down + at - alert.failing_since)


def _turned(alert: Alert, change: Change, at: datetime, *, is_new: bool = False) -> Heard:
    """One more change between good and failing; the fourth within an hour makes it flapping."""
    at = max(at, alert.turns[-1]) if alert.turns else at
    turns = (*alert.turns, at)[-FLAPPING_CHANGES:]
    flaps = len(turns) == FLAPPING_CHANGES and turns[-1] - turns[0] <= FLAPPING_WITHIN
    happened = [(change, at)] + ([(Change.FLAPPING, at)] if flaps and not alert.is_flapping else [])
    alert = replace(alert, turns=turns, is_flapping=alert.is_flapping or flaps, version=alert.version + 1)
    return Heard(alert, tuple(happened), is_new)


def _with_words(alert: Alert, signal: Signal) -> Alert:
    """The alert as its monitor describes it now; what it leaves out stays."""
    return replace(
        alert,
        title=signal.title or alert.title,
        severity=signal.severity or alert.severity,
        site=signal.site or alert.site,
        link=signal.link or alert.link,
        facts=dict(signal.facts) or alert.facts,
    )


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)


def acknowledged(alert: Alert, who: PersonId | None, now: datetime) -> Alert:
    """Somebody goes to work on it."""
    return replace(alert, acknowledged_at=now, acknowledged_by=who, version=alert.version + 1)
