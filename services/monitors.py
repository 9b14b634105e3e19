"""Other monitors: who may send, what becomes of what they send, and what is set aside (process.md section 10)."""

import hmac
from collections.abc import Sequence

from rules.alerts import Signal
from rules.errors import MonitorGone, TooManyMonitors
from rules.monitors import (
    HEARD_STEP,
    LONGEST_MONITOR_NAME,
    LONGEST_SECRET,
    MOST_MONITORS,
    MOST_SET_ASIDE,
    SET_ASIDE_KEPT,
    SOURCES,
    TOLD_AGAIN,
    Monitor,
    MonitorsFacts,
    SetAside,
    weighed,
    without_secrets,
)
from rules.notices import ONCALL, Kind, Notice
from rules.people import PersonId
from services import alerts
from services.people import reads, set_up_by
from storage.tx import Tx

LONGEST_REASON = 300


def listed(tx: Tx, who: PersonId) -> MonitorsFacts:
    """All of them, for whoever may set up."""
    set_up_by(tx, who)
    return MonitorsFacts(tuple(tx.monitors.all()), tx.set_asides.counts(), reads(tx, who))


def make(tx: Tx, who: PersonId, typed: dict[str, str], token_hash: str) -> None:
    """A monitor may send under the token of this hash from now on; the same again changes nothing. MonitorGone for a
    source there is not, TooManyMonitors."""
    set_up_by(tx, who)
    if tx.monitors.by_token(token_hash) is not None:
        return
    source, name = typed.get("monitor_source", ""), " ".join(typed.get("monitor_name", "").split())
    if source not in SOURCES:
        raise MonitorGone
    if tx.monitors.count() >= MOST_MONITORS:
        raise TooManyMonitors(MOST_MONITORS)
    secret = typed.get("monitor_secret", "").strip()[:LONGEST_SECRET]
    tx.monitors.add(Monitor(0, source, name[:LONGEST_MONITOR_NAME], tx.now, secret=secret), token_hash)


def revoke(tx: Tx, who: PersonId, row_id: int) -> None:
    """Its token opens nothing any more. Its alerts stay. MonitorGone."""
    set_up_by(tx, who)
    if not tx.monitors.drop(row_id):
        raise MonitorGone


def admitted(tx: Tx, source: str, token_hash: str) -> Monitor | None:
    """Who sends this; None for a token that opens nothing, or not this source."""
    monitor = tx.monitors.by_token(token_hash)
    meant = monitor.source if monitor else ""
    return monitor if hmac.compare_digest(meant.encode(), source.encode()) else None


def take_all(tx: Tx, said: Sequence[tuple[str, Sequence[Signal]]]) -> int:
    """What the monitors with tokens of these hashes say, in this order, becomes alerts. Returns how many are others
    than before. MonitorGone for a token that was revoked meanwhile."""
    known = tx.monitors.by_tokens({token_hash for token_hash, _signals in said})
    by_voice: dict[str, list[Signal]] = {}
    for token_hash, signals in said:
        if token_hash not in known:
            raise MonitorGone
        by_voice.setdefault(known[token_hash].voice, []).extend(weighed(one) for one in signals)
    for monitor in known.values():
        _heard(tx, monitor)
    return sum(alerts.receive(tx, voice, signals) for voice, signals in by_voice.items())


def set_aside(tx: Tx, token_hash: str, reason: str, body: str) -> None:
    """Keeps what could not be read, and tells the on-call channel of it: once an hour of each monitor, with how many
    came meanwhile. MonitorGone for a token that was revoked meanwhile."""
    monitor = tx.monitors.by_token(token_hash)
    told = tx.monitors.told(monitor.id) if monitor is not None else None
    if monitor is None or told is None:
        raise MonitorGone
    _heard(tx, monitor)
    told_at, untold = told
    kept = tx.set_asides.put(monitor.id, reason[:LONGEST_REASON], without_secrets(body), untold + 1, tx.now)
    tx.set_asides.trim(monitor.id, MOST_SET_ASIDE)
    if told_at is not None and tx.now - told_at < TOLD_AGAIN:
        tx.monitors.tell(monitor.id, told_at, untold + 1)
        return
    tx.monitors.tell(monitor.id, tx.now, 0)
    tx.outbox.put(Notice(ONCALL, f"set_aside:{monitor.id}", Kind.SET_ASIDE, subject_id=kept), at=tx.now)


def facts(tx: Tx, row_id: int) -> SetAside | None:
    """What is told of something set aside; None when it is gone."""
    return tx.set_asides.get(row_id)


def forget_set_aside(tx: Tx) -> int:
    """Drops what was set aside long ago; returns how many."""
    return tx.set_asides.forget(tx.now - SET_ASIDE_KEPT)


def _heard(tx: Tx, monitor: Monitor) -> None:
    if monitor.heard_at is None or monitor.heard_at < tx.now - HEARD_STEP:
        tx.monitors.heard(monitor.id, tx.now)
