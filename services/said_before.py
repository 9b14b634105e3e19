"""What a case was made from is on its record like what is said later: edits and deletions of it are followed.

Of a case that made itself the words are its problem too, and stand in the staff thread where it was opened; elsewhere
somebody wrote the problem in a form, and what was said before stands there only once it changes.
"""

from dataclasses import replace

from rules.cases import Action, Case
from rules.forms import LONGEST_TEXT, storable
from rules.offers import Inquiry, Saying
from rules.records import Entry, Spoken
from storage.tx import Tx

BEFORE = "before"  # a fact of the history: said before the case was made, and not mirrored


def keep(tx: Tx, case: Case, inquiry: Inquiry, attachments: dict[str, int], opening: Entry) -> int:
    """Puts the inquiry's messages and the `opening` on the record; returns its row. `attachments` are the case's, by
    Slack's id of the file."""
    sayings = [one for one in inquiry.words if tx.messages.at(one.channel_id, one.ts) is None]
    rows = {one.ts: _message(tx, case, one, attachments) for one in sayings}
    itself = rows.pop(inquiry.root_ts, None) if made_itself(case) else None
    if itself is None:
        entry_id = tx.history.add(opening)
    else:
        entry_id = tx.history.add(replace(opening, facts={**opening.facts, "message": itself}))
        _is_told_by(tx, itself, entry_id)
    for saying in sayings:
        if (row_id := rows.get(saying.ts)) is not None:
            facts = {"message": row_id, BEFORE: True}
            said = Entry(case.id, case.version, tx.now, saying.author, Action.WRITE, facts=facts)
            _is_told_by(tx, row_id, tx.history.add(said))
    return entry_id


def made_itself(case: Case) -> bool:
    """True for a case nobody filled in a form for: every form asks how urgent it is."""
    return case.urgency is None


def reads_now(tx: Tx, case: Case, text: str) -> Case:
    """The words a case made itself from read like this now: so does its problem."""
    case = replace(case, problem=text.strip()[:LONGEST_TEXT])
    tx.cases.save(case)
    return case


def _message(tx: Tx, case: Case, saying: Saying, attachments: dict[str, int]) -> int:
    spoken = Spoken(case.id, saying.channel_id, saying.ts, saying.author, storable(saying.text))
    row_id = tx.messages.put(spoken)
    for file in saying.files:
        tx.messages.add_file(row_id, attachments[file.id])
    return row_id


def _is_told_by(tx: Tx, row_id: int, entry_id: int) -> None:
    tx.messages.put(replace(tx.messages.get(row_id), history_id=entry_id))
