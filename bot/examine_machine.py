"""The doctor's look at what is ours: the database, what waits to be said, and the folder of files."""

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import Clock
from bot.examine_checks import checks
from bot.examine_duty import Standing, duty, standing
from bot.examine_heartbeat import heartbeat
from bot.examine_mail import readers
from bot.findings import Finding, ok, problem
from bot.not_ready import not_ready
from bot.outbox_words import age
from bot.settings import Settings, secret
from rules.office import DESK_HOURS, local_date
from rules.retries import TOKEN_REFUSED, give_up_after
from services.outbox import Unsaid, unsaid
from services.readers import lacking, unwatched
from services.vitals import called_at
from storage.inspection import NotReady, look
from storage.tx import Tx

GIB = 1024**3
LEAST_FREE = 1 * GIB  # ten cases, each with as many and as large files as a form takes
STANDS_STILL = {
    TOKEN_REFUSED: "Slack refuses the app's token: put SLACK_BOT_TOKEN right, start again, and it is said",
    "mail is not set up": "set SMTP_URL and MAIL_FROM, start again, and the letters are sent",
    "the mail server does not let us send": "put SMTP_URL and MAIL_FROM right, start again, and the letters are sent",
}
REMEMBERED = timedelta(days=7)  # what gave up is a problem this long; then it is only counted
ASK_WHY = "python3 bootstrap.py outbox says why"


def database(settings: Settings) -> list[Finding]:
    """Whether it can be reached and is at this version; then what waits in its outbox."""
    clock = Clock(settings.clock_file)
    try:
        rows, duties, unread, unseen, called = look(
            settings.database_url, lambda tx: _asked(tx, clock.now()), clock.now
        )
    except NotReady as why:
        return [not_ready(why)]
    return [
        ok("database: it can be reached, and is at this version"),
        outbox(rows, clock.now()),
        *duty(duties, settings.public_url),
        readers(unread),
        checks(unseen),
        heartbeat(secret(settings.heartbeat_url), called, clock.now()),
    ]


def _asked(tx: Tx, now: datetime) -> tuple[list[Unsaid], Standing, list[str], list[str], datetime | None]:
    today = local_date(DESK_HOURS, now)
    return unsaid(tx), standing(tx), lacking(tx, today), unwatched(tx, today), called_at(tx)


def outbox(rows: list[Unsaid], now: datetime) -> Finding:
    """How many wait and how long the oldest has, and how many gave up. `now` is the desk's."""
    waiting = [row.item.created_at for row in rows if row.waits]
    given_up = [row.item.created_at for row in rows if not row.waits]
    oldest = f", the oldest for {age(now - min(waiting))}" if waiting else ""
    says = f"outbox: {len(waiting)} waiting{oldest}; {len(given_up)} gave up"
    for why, mend in STANDS_STILL.items():
        if any(row.waits and (row.item.reason or "").startswith(why) for row in rows):
            return problem(says, mend)
    if any(row.waits and now - row.item.created_at > late(row) for row in rows):
        return problem(says, f"start the app if it is not running; {ASK_WHY}")
    if given_up and now - max(given_up) < REMEMBERED:
        return problem(says, f"{ASK_WHY}; mend that, then: python3 bootstrap.py outbox retry")
    return ok(says)


def late(row: Unsaid) -> timedelta:
    """By then a courier has said it or given it up."""
    return timedelta(seconds=give_up_after(row.item.notice.lane))


def attachments(folder: Path) -> Finding:
    """Files can be kept: the folder, or the one it will be made in, can be written to and has room."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not (there.is_dir() and os.access(there, os.W_OK | os.X_OK)):
        return problem(
            f"ATTACHMENTS_DIR: {folder} cannot be written to", f"let the app's user write to {there}, or choose another"
        )
    free = shutil.disk_usage(there).free
    if free < LEAST_FREE:
        return problem(
            f"ATTACHMENTS_DIR: only {free / GIB:.1f} GiB are free for {folder}", "make room, or choose another"
        )
    return ok(f"ATTACHMENTS_DIR: {folder} can be written to, {free / GIB:.0f} GiB are free")
