"""*Reply to customer*: the form, the preview, and the message itself."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from handlers import ids
from handlers.views.labels import BUTTONS, case_number
from handlers.views.letters import letter
from handlers.views.move_form import READ_BY
from handlers.views.parts import (
    MOST_RADIO,
    Block,
    context,
    entry,
    file_input,
    modal,
    option,
    section,
    text_input,
    ticks,
)
from handlers.views.words import Words
from rules.cases import Action
from rules.facts import CaseFacts
from rules.forms import MOST_FILES, File
from rules.move_forms import Audience
from rules.notices import Kind
from rules.replies import Draft, ReplyFacts


@dataclass(frozen=True)
class Start:
    """What the form begins with: its nonce, the channel it was asked for in, the words and files of a message."""

    nonce: str
    channel_id: str | None
    text: str = ""
    files: tuple[File, ...] = ()


def form(t: Words, facts: ReplyFacts, start: Start) -> dict[str, Any]:
    """Where a reply is written; nothing of it leaves before it was previewed."""
    goes_to = t.md("It goes to {customer}, in the thread of {number}. You see it as they will before it is sent.",
                   customer=facts.customer.name, number=case_number(facts.case.number))  # fmt: skip
    carried = {"nonce": start.nonce, "case": facts.case.id, "channel": start.channel_id}
    blocks = [
        context(goes_to),
        entry(ids.REPLY, t("Your reply"), text_input(start.text, lines=True), t(READ_BY[Audience.CUSTOMER]),
              required=False),
        *_of_message(t, start.files[:MOST_RADIO]),
        entry(ids.FILES, t("Files"), file_input(MOST_FILES), t("The customer gets these."), required=False),
    ]  # fmt: skip
    return modal(
        ids.REPLY_FORM, t(BUTTONS[Action.REPLY]), blocks, submit=t("Preview"), close=t("Cancel"),
        metadata=json.dumps(carried),
    )  # fmt: skip


def preview(t: Words, theirs: Words, facts: CaseFacts, draft: Draft, now: datetime) -> dict[str, Any]:
    """The reply as the customer will see it, in their language, and the button that sends it."""
    shown: list[Block] = [*letter(Kind.REPLY, theirs, facts, now).blocks]
    names = ", ".join(file.name for file in draft.files)
    shown += [section(t.md("With these files: {names}", names=names))] if names else []
    return modal(
        ids.SEND_REPLY, t("What the customer sees"), shown, submit=t("Send to customer"), close=t("Back"),
        metadata=json.dumps({"nonce": draft.nonce}),
    )  # fmt: skip


def _of_message(t: Words, files: tuple[File, ...]) -> list[Block]:
    """The files of the message that is passed on; each can be left out."""
    if not files:
        return []
    options = [option(file.name, file.id) for file in files]
    boxes = ticks(options, [file.id for file in files])
    return [entry(ids.MESSAGE_FILES, t("Files of the message"), boxes, required=False)]
