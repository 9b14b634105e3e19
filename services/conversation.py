"""The conversation: what is said in a customer's thread is on the case, and staff see it as it reads now.

A message is known by its channel and ts, an edit by its `edited_ts` besides: whatever comes again changes nothing.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rules.cases import Action, Case
from rules.forms import NOT_TAKEN, File, FileTrouble, storable
from rules.moves import possible
from rules.notices import DESK, Kind, Notice, case_thread, customer_lane, in_thread
from rules.people import Customer, PersonId
from rules.records import Entry, Spoken
from rules.working_hours import Calendar
from services.alarms import reads_down
from services.cases import answer
from services.course import redrawn
from services.links import living
from services.people import actor, customers_roles, known, met
from services.questions import customer_wrote, we_wrote
from services.reach import LISTENING, is_in_reach, unread
from services.said_before import BEFORE, reads_now
from storage.tx import Tx

INQUIRY_GOES_ON = timedelta(days=14)  # that long what is said in its thread is looked for
CASE_GOES_ON = timedelta(days=30)  # and in a case's thread after it ended: a closed one reopens for 14 days


@dataclass(frozen=True)
class Said:
    """A message in a thread as it reads now: where, its ts, its words and files, the ts of its last edit."""

    channel_id: str
    thread_ts: str
    ts: str
    text: str = ""
    files: tuple[File, ...] = ()
    edited_ts: str | None = None


def is_news(tx: Tx, said: Said) -> bool:
    """False for what is in no case's thread, and for what is recorded already: nothing is to be written for it."""
    if tx.cards.case_in(said.channel_id, said.thread_ts) is None:
        return False
    message = tx.messages.at(said.channel_id, said.ts)
    return message is None or not message.was_heard or message.is_older_than(said.edited_ts)


def heard(tx: Tx, who: PersonId, said: Said, desk: Calendar, hold_until: float = 0.0, home: str = "") -> None:
    """Keeps what was said in a case's customer thread, whole, and shows it to staff; elsewhere it does nothing.

    A contact's words or files while a question is out are its answer (process.md section 5); `desk` is the opening
    hours, by which the promise runs on. Its mirror waits until machine second `hold_until` for what its author said
    before it and what comes after it. `home` is our workspace, whose people are us here unless they are guests.
    """
    case = _case_of(tx, said)
    if case is None:
        return
    message = tx.messages.at(said.channel_id, said.ts)
    if message is not None and message.was_heard:
        _follow(tx, case, message, said)
    else:
        waiting = replace(message or Spoken(case.id, said.channel_id, said.ts), is_ours=_is_ours(tx, who, case, home))
        spoken = _recorded(tx, case, who, _with_what_waited(said, message), waiting, desk)
        _take_its_place(tx, spoken, who, hold_until)


def edited(tx: Tx, said: Said) -> None:
    """The author changed a message, which now reads like this; one that was not heard yet is waited for."""
    case = _case_of(tx, said)
    if case is not None:
        _follow(tx, case, _known(tx, case, said), said)


def deleted(tx: Tx, said: Said) -> None:
    """A message is gone: its words and files leave the record, which keeps who and when (process.md section 6)."""
    case = _case_of(tx, said)
    message = _known(tx, case, said) if case is not None else None
    if case is None or message is None or message.deleted_at is not None:
        return
    row_id = tx.messages.put(replace(message, text="", deleted_at=tx.now))
    _tell(tx, case, message, "", Action.DELETE)
    for attachment_id in tx.messages.files(row_id):
        tx.attachments.blank(attachment_id)
        forget = in_thread(Kind.FILE_GONE, case.id, DESK, message.history_id or 0, attachment_id)
        tx.outbox.put(forget, at=tx.now)


@dataclass(frozen=True)
class Copies:
    """Where else a deleted file lies: in our store under its hash, in Slack as the file in the staff thread."""

    sha256: str | None
    mirror_file_id: str | None


def copies(tx: Tx, attachment_id: int) -> Copies:
    """What is to be taken away of a deleted file; what another attachment shares stays in the store."""
    sha256 = tx.attachments.get(attachment_id).sha256
    alone = sha256 is not None and tx.attachments.is_only_one(sha256)
    return Copies(sha256 if alone else None, tx.messages.mirror_file(attachment_id))


def file_not_passed_on(tx: Tx, notice: Notice, trouble: FileTrouble, name: str) -> None:
    """A file cannot be had, or is not taken: who posted one of the second sort is told; of one of ours to the
    customer, we are."""
    tx.attachments.had_not(notice.subject_id or 0, name, trouble)
    case = tx.cases.get(notice.case_id or 0)
    entry = tx.history.get(notice.history_id or 0)
    ours = notice.lane != DESK
    if case is None or not (ours or (trouble in NOT_TAKEN and _is_theirs(tx, case, entry))):
        return
    lane = DESK if ours else customer_lane(case.customer_id)
    tx.outbox.put(in_thread(Kind.FILE_REFUSED, case.id, lane, entry.id, notice.subject_id), at=tx.now)


def _is_theirs(tx: Tx, case: Case, entry: Entry) -> bool:
    return entry.actor is not None and bool(customers_roles(tx, entry.actor, case))


def _case_of(tx: Tx, said: Said) -> Case | None:
    """The case whose customer thread this is, locked."""
    case_id = tx.cards.case_in(said.channel_id, said.thread_ts)
    case = living(tx, case_id) if case_id is not None else None
    if case is None or tx.customers.get(case.customer_id).channel_id != said.channel_id:
        return None
    return case


def _known(tx: Tx, case: Case, said: Said) -> Spoken:
    """The message as recorded, or one still to be heard."""
    return tx.messages.at(said.channel_id, said.ts) or Spoken(case.id, said.channel_id, said.ts)


def _follow(tx: Tx, case: Case, message: Spoken, said: Said) -> None:
    if message.is_older_than(said.edited_ts):
        tx.messages.put(replace(message, text=storable(said.text), edited_ts=said.edited_ts))
        _tell(tx, case, message, said.text, Action.EDIT)


def _tell(tx: Tx, case: Case, before: Spoken, text: str, action: Action) -> None:
    """Records who changed it, and draws its mirror again; what was not heard yet has neither author nor mirror."""
    if before.history_id is None:
        return
    _happened(tx, case, before.author, action, before.id)
    entry = tx.history.get(before.history_id)
    if entry.action is Action.OPEN:
        tx.outbox.put(*redrawn(tx, reads_now(tx, case, text)), at=tx.now)
    is_new_here = BEFORE in entry.facts and before.edited_ts is None
    kind = Kind.STEP if is_new_here else Kind.CHANGED
    tx.outbox.put(in_thread(kind, case.id, DESK, entry.id, None if is_new_here else before.id), at=tx.now)


def _happened(tx: Tx, case: Case, who: PersonId | None, action: Action, message_id: int) -> int:
    facts = {"message": message_id}
    return tx.history.add(Entry(case.id, case.version, tx.now, who, action, None, None, facts))


def _with_what_waited(said: Said, waiting: Spoken | None) -> Said:
    """The message with the edit or deletion that came before it."""
    if waiting is None or (waiting.deleted_at is None and not _is_newer(waiting, said)):
        return said
    files = () if waiting.deleted_at is not None else said.files
    return replace(said, text=waiting.text, files=files, edited_ts=waiting.edited_ts)


def _is_newer(waiting: Spoken, said: Said) -> bool:
    return (waiting.edited_ts or "") > (said.edited_ts or "")


def _is_ours(tx: Tx, who: PersonId, case: Case, home: str) -> bool:
    """Anybody of the home workspace counts as us in a customer's thread, unless they are a guest (process.md section
    1) or the customer's own contact."""
    if actor(tx, who).is_us:
        return True
    return who.team_id == home and not known(tx, who).is_guest and not customers_roles(tx, who, case)


def _recorded(tx: Tx, case: Case, who: PersonId, said: Said, waiting: Spoken, desk: Calendar) -> Spoken:
    """Puts a message on the record that was not there: history, files, mirror, and what waited for it."""
    spoken = replace(waiting, author=who, text=storable(said.text), edited_ts=said.edited_ts)
    spoken = replace(spoken, id=tx.messages.put(spoken))
    spoken = replace(spoken, history_id=_entry(tx, case, who, said, spoken, desk))
    _keep_files(tx, spoken, said.files)
    if spoken.edited_ts is not None:
        _happened(tx, case, who, Action.EDIT, spoken.id)
    if spoken.deleted_at is not None:
        _happened(tx, case, who, Action.DELETE, spoken.id)
    return spoken


def _entry(tx: Tx, case: Case, who: PersonId, said: Said, spoken: Spoken, desk: Calendar) -> int:
    """The history row of a message: an answer that moves the case, or words."""
    if _is_the_answer(tx, case, who, said):
        answer(tx, case, who, {"message": spoken.id}, desk)
        return tx.history.newest(case.id)
    entry_id = _happened(tx, case, who, Action.WRITE, spoken.id)
    tx.outbox.put(in_thread(Kind.STEP, case.id, DESK, entry_id), at=tx.now)
    met(tx, who, case, entry_id)
    if spoken.deleted_at is None:
        _speaks_to(tx, case, who, said, spoken, entry_id, desk)
    return entry_id


def _speaks_to(tx: Tx, case: Case, who: PersonId, said: Said, spoken: Spoken, entry_id: int, desk: Calendar) -> None:
    """What it means for the case that somebody wrote: we answered, or the customer waits."""
    if spoken.is_ours:
        we_wrote(tx, case, who, desk)
    elif (said.text.strip() or said.files) and customers_roles(tx, who, case):
        customer_wrote(tx, case, who, entry_id, desk)
        reads_down(tx, case, said.text, desk)


def _keep_files(tx: Tx, spoken: Spoken, files: tuple[File, ...]) -> None:
    for file in files:
        row_id = tx.attachments.add(spoken.case_id, file)
        tx.messages.add_file(spoken.id, row_id)
        tx.outbox.put(in_thread(Kind.FILE, spoken.case_id, DESK, spoken.history_id or 0, row_id), at=tx.now)


def _take_its_place(tx: Tx, spoken: Spoken, who: PersonId, hold_until: float) -> None:
    """Before what its author said later and nobody has taken yet; it is late when some of that went on already."""
    thread, mine = case_thread(spoken.case_id, DESK), spoken.history_id or 0
    later = tx.messages.said_after(spoken.case_id, who, spoken.ts)
    free = tx.mirrors.free(thread, later) if later else []
    tx.messages.put(replace(spoken, is_late=len(free) < len(later)))
    tx.mirrors.hold(thread, mine, hold_until)
    if free:
        tx.mirrors.put_in_order(thread, [*free, mine])


def _is_the_answer(tx: Tx, case: Case, who: PersonId, said: Said) -> bool:
    """True when a question is out and this person may answer it, and said anything."""
    roles = customers_roles(tx, who, case)
    return bool(said.text.strip() or said.files) and Action.ANSWER in possible(case, roles, tx.now)


@dataclass(frozen=True)
class Missed:
    """What may have been said meanwhile: since when (UTC), in which channels, and in which threads of them
    (channel, root). Of channels that were out of reach since before then, `unread` has since when (UTC)."""

    since: datetime | None
    channels: list[str]
    threads: list[tuple[str, str]]
    unread: dict[str, datetime]

    def since_in(self, channel_id: str) -> datetime | None:
        """Since when something may have been said there; None: for ever."""
        return min(self.since, self.unread.get(channel_id, self.since)) if self.since else None


def missed(tx: Tx) -> Missed:
    """Where to look for what was said while nobody listened: of cases that are over, only for a while; nowhere in
    customers' channels that are out of reach."""
    threads = {*tx.cards.customer_threads(tx.now - CASE_GOES_ON), *tx.offers.threads(tx.now - INQUIRY_GOES_ON)}
    customers = [one for one in tx.customers.all() if is_in_reach(one)]
    channels = {one.channel_id for one in customers}
    behind = {one.channel_id: since for one in customers if (since := _unread_since(tx, one)) is not None}
    within = sorted((channel_id, root) for channel_id, root in threads if channel_id in channels)
    return Missed(tx.progress.until(LISTENING), sorted(channels | set(tx.channels.unclaimed())), within, behind)


def caught_up(tx: Tx, until: datetime, where: Missed) -> None:
    """Everything said before `until` is kept, also where nobody could read before."""
    tx.progress.reach(LISTENING, until)
    for channel_id in where.unread:
        customer = tx.customers.of_channel(channel_id)
        if customer is not None and is_in_reach(customer):
            tx.progress.reach(_read(customer), until)


def _unread_since(tx: Tx, customer: Customer) -> datetime | None:
    """Since when nothing of the customer's channel was read; None when all of it was since it came back."""
    since = tx.progress.until(unread(customer))
    read = tx.progress.until(_read(customer)) if since is not None else None
    return since if since is not None and (read is None or read <= since) else None


def _read(customer: Customer) -> str:
    return f"read:{customer.id}"
