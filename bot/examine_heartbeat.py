"""The doctor's look at the heartbeat: whether somebody outside this machine would miss the app."""

from datetime import datetime, timedelta

from bot.findings import Finding, note, ok, problem
from bot.outbox_words import age

LATE = timedelta(minutes=5)


def heartbeat(address: str, called_at: datetime | None, now: datetime) -> Finding:
    """The address is never called from here: a call would say that the app is well. Instants are UTC."""
    if not address:
        return problem(
            "HEARTBEAT_URL is not set: when the app, its machine or its network stops, nobody is told",
            "make a check that waits for a call every minute, outside this machine (Healthchecks.io, Uptime Kuma or"
            " the like), and set HEARTBEAT_URL to its address",
        )
    if called_at is None:
        return note("HEARTBEAT_URL: it has not taken a call yet; the app calls it every minute while it is well")
    says = f"HEARTBEAT_URL: it took the last call {age(now - called_at)} ago"
    if now - called_at > LATE:
        return problem(says, "start the app if it is not running; else /readyz and the log say what is wrong")
    return ok(says)
