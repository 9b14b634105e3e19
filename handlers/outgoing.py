"""One notice to Slack: fresh facts, words, and the call that says them. What may go wrong is the courier's."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from slack_sdk.errors import SlackApiError

from handlers import made
from handlers.earlier import Earlier, InDoubt
from handlers.files import Files, NotFetched
from handlers.house import House
from handlers.pace import Pace, asked_to_wait, heeding
from handlers.places import NoThread, drawn_in, thread_of
from handlers.places import stands as stands_at
from handlers.slack import code_of
from handlers.views.notices import file_comment, file_lost, render
from handlers.views.parts import Message
from handlers.views.words import Words
from rules.alert_facts import AlertFacts
from rules.cases import Action, State
from rules.facts import CaseFacts, Facts, HelpFacts, InquiryFacts
from rules.notices import DESK, ONCALL, PERSON, Item, Kind, Notice, case_thread
from rules.pages import PageFacts
from rules.people import Person, PersonId
from rules.retries import LOOKED, needs_a_second_look
from rules.uptime import MonthFacts
from services import alarms, conversation, notices, outbox, page_facts, people
from services import help as help_message
from services.duty import group_members
from services.outbox import Fetched, Outcome, Sent, Uploaded

EVENT_TYPE = "saksgang_notice"
GONE = frozenset({"message_not_found"})
# What a deleted message with replies leaves behind; perhaps also one under a borrowed name (docs/slack.md 4.3).
NO_LONGER_OURS = frozenset({"cant_update_message", "edit_window_closed"})
CARD_WAIT = timedelta(seconds=3)
POSTED_ANEW = frozenset({Kind.NEED_HELP, Kind.CHANGED})


class RootWaits(Exception):
    """The message that opens this thread is still to be posted."""


class Outgoing:
    """Renders and sends; records nothing."""

    def __init__(self, house: House, pace: Pace, files: Files) -> None:
        self._house = house
        self._pace = pace
        self._files = files
        self._client = house.slack.steady
        self._earlier = Earlier(self._client)

    async def send(self, item: Item, held_until: float) -> Outcome:
        """Says the item, or does one step towards it.

        `held_until` is the monotonic second after which another courier may hold it."""
        notice = item.notice
        if notice.kind is Kind.PROBE:
            return await self._probe(item)
        if notice.kind is Kind.DUTY_GROUP:
            return await self._duty_group()
        if notice.kind is Kind.FILE_GONE:
            return await self._forget_file(notice)
        facts = await self._facts(item)
        if facts is None:
            return Sent("")  # what it would draw again has no buttons any more
        channel_id, t = await self._place(notice.lane)
        if notice.kind is Kind.FILE:
            return await self._file(item, facts, channel_id, t, held_until)
        if notice.kind in made.KINDS and made.can_be_made(notice.kind):
            return await self._made(item, facts, t, held_until)
        message = render(notice, facts, t, self._house.desk.now())
        if isinstance(facts, HelpFacts) and facts.customer.help_shown == message.fingerprint:
            return Sent(channel_id)  # it shows just this already
        stands = stands_at(notice, facts)
        if stands is not None:
            return await self._redraw(item, facts, channel_id, stands, message, held_until)
        if notice.kind in {Kind.CARD, Kind.ALERT_CARD} and not _is_root(notice):
            await self._wait_for_root(item)
        return await self._post(item, facts, channel_id, message, held_until)

    def stop_waiting(self) -> None:
        """The process ends: who waits for a turn goes back to the outbox."""
        self._pace.close()

    async def _facts(self, item: Item) -> Facts | None:
        """The facts of now, with the names Slack knows and we do not yet."""
        house = self._house
        if item.notice.kind is Kind.NEED_HELP:
            customer_id = item.notice.subject_id or 0
            return await house.desk.ask(help_message.facts, customer_id, house.hours, house.phone_hours, house.phone)
        facts = await house.desk.ask(notices.facts, item, house.hours)
        if isinstance(facts, PageFacts):
            await self._wait_for_card(item, facts)
        if not isinstance(facts, CaseFacts | InquiryFacts) or not facts.unnamed:
            return facts
        known = [person for who in facts.unnamed if (person := await self._introduced(who)) is not None]
        await self._house.desk.do(people.remember, known)
        return await self._house.desk.ask(notices.facts, item, self._house.hours)

    async def _introduced(self, who: PersonId) -> Person | None:
        """What Slack says of somebody; a name it will not tell is no reason to say nothing."""
        try:
            return await self._house.slack.person(who.user_id)
        except SlackApiError as error:
            if asked_to_wait(error) is not None:
                raise
            return None

    async def _place(self, lane: str) -> tuple[str, Words]:
        house = {DESK: self._house.desk_channel, ONCALL: self._house.oncall_channel}
        if lane in house:
            return house[lane], self._house.words(None)
        channel_id, language = await self._house.desk.ask(notices.channel_of, lane)
        return channel_id, self._house.words(language)

    async def _probe(self, item: Item) -> Sent:
        """Our own look at a case's site: it posts nothing itself, and what it saw is told by the case's history."""
        case_id = item.notice.subject_id or 0
        check = await self._house.desk.ask(alarms.to_look_at, case_id)
        if check is not None:
            await self._house.desk.do(alarms.looked, item.key, case_id, await self._house.probe.look_as(check))
        return Sent("")

    async def _duty_group(self) -> Sent:
        """The user group follows who has duty as of now, if there is one."""
        members = await self._house.desk.ask(group_members)
        if self._house.duty_group and members:
            await self._house.slack.set_group_members(self._house.duty_group, members)
        return Sent("")

    async def _wait_for_card(self, item: Item, facts: PageFacts) -> None:
        """A page that is told at the same time as its card waits a moment for it, so that it can lead there."""
        is_new = self._house.desk.now() - item.created_at < CARD_WAIT
        if item.notice.kind is Kind.PAGE and is_new and await self._house.desk.ask(page_facts.card_comes, facts):
            raise RootWaits

    async def _wait_for_root(self, item: Item) -> None:
        """A card that never came to stand (its root gave up) is posted by the next change instead."""
        if await self._house.desk.ask(outbox.root_waits, item):
            raise RootWaits

    async def _redraw(
        self, item: Item, facts: Facts, channel_id: str, ts: str, message: Message, held_until: float
    ) -> Sent:
        """Shows the present state in place; a card somebody deleted is posted anew."""
        channel_id = drawn_in(item.notice, facts) or channel_id
        await self._pace.updates.take(item.notice.order, held_until)
        try:
            with heeding(self._pace.updates):
                await self._client.chat_update(channel=channel_id, ts=ts, text=message.text, blocks=message.blocks)
        except SlackApiError as error:
            if code_of(error) not in (GONE if item.notice.kind not in POSTED_ANEW else GONE | NO_LONGER_OURS):
                raise
            if item.notice.kind is Kind.CHANGED and code_of(error) in NO_LONGER_OURS:
                return await self._post(item, facts, channel_id, message, held_until)  # under the one it changes
            if item.notice.kind in {Kind.REFRESH, Kind.CHANGED, Kind.PAGE_OVER}:
                return Sent(channel_id)  # somebody deleted it, buttons and all
            return await self._post(item, facts, channel_id, message, held_until)
        if isinstance(facts, HelpFacts) and facts.customer.help_shown is None:
            await self._pin(channel_id, ts)  # somebody took the pin away
        return _sent(facts, channel_id, ts, message)

    async def _post(self, item: Item, facts: Facts, channel_id: str, message: Message, held_until: float) -> Sent:
        thread_ts = thread_of(item.notice, facts)
        # What is said to one person is an alarm: rather twice than perhaps not.
        looks = item.doubtful and not item.notice.lane.startswith(PERSON)
        if looks and (ts := await self._earlier.look_for(item, channel_id, thread_ts)) is not None:
            # What stands there was drawn by the earlier try, perhaps from an earlier state: it counts as old.
            return replace(await self._posted(item, facts, channel_id, ts, message), version=0, newest=0)
        await self._pace.channel(channel_id).take(item.notice.order, held_until)
        with heeding(self._pace.channel(channel_id)):
            answer = await self._client.chat_postMessage(
                channel=channel_id,
                thread_ts=thread_ts,
                text=message.text,
                blocks=message.blocks,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"key": item.key}},
                unfurl_links=False,
                unfurl_media=False,
                **_borrowed(message),
            )
        # A direct message stands in a channel of its own, which is what it is changed by.
        stands_in = str(answer["channel"]) if item.notice.lane.startswith(PERSON) else channel_id
        return await self._posted(item, facts, stands_in, str(answer["ts"]), message)

    async def _posted(self, item: Item, facts: Facts, channel_id: str, ts: str, message: Message) -> Sent:
        if item.notice.kind is Kind.NEED_HELP:
            await self._pin(channel_id, ts)
        return _sent(facts, channel_id, ts, message)

    async def _pin(self, channel_id: str, ts: str) -> None:
        try:
            await self._client.pins_add(channel=channel_id, timestamp=ts)
        except SlackApiError as error:
            if code_of(error) != "already_pinned":
                raise

    async def _file(self, item: Item, facts: Facts, channel_id: str, t: Words, held_until: float) -> Outcome:
        """A customer's file, a step for each try: fetched, uploaded, shared in the staff thread."""
        assert isinstance(facts, CaseFacts)
        assert facts.attachment is not None
        thread_ts, comment = thread_of(item.notice, facts), file_comment(t, facts)
        name = facts.attachment.file.name
        if item.upload_id and await self._share(item, channel_id, thread_ts, name, comment, held_until):
            return Sent(channel_id)
        if (kept := await self._files.kept(facts.attachment)) is not None:
            return Uploaded(await self._files.upload(kept, comment))
        try:
            fetched = await self._files.fetch(facts.attachment.file)
        except NotFetched as failure:
            told = Sent(channel_id, trouble=failure.trouble, name=failure.name or name)
            if item.notice.lane != DESK or (facts.entry is not None and facts.entry.action is Action.REPLY):
                # Ours to the customer: told once, to us, when it does not reach them.
                return told if item.notice.lane != DESK else Sent(channel_id)
            lost = file_lost(t, _called(facts, told.name), failure.trouble)
            return replace(
                await self._post(item, facts, channel_id, lost, held_until), trouble=told.trouble, name=told.name
            )
        return Fetched(fetched.name, fetched.sha256)

    async def _made(self, item: Item, facts: Facts, t: Words, held_until: float) -> Outcome:
        """A file that is made now, in two steps: uploaded, and shared beside its message."""
        assert isinstance(facts, MonthFacts)
        if facts.place is None:
            raise NoThread
        channel_id, name, comment = facts.place[0], *made.called(item.notice.kind, facts, t)
        thread_ts = thread_of(item.notice, facts)
        if item.upload_id and await self._share(item, channel_id, thread_ts, name, comment, held_until):
            return Sent(channel_id)
        return Uploaded(await made.uploaded(item.notice.kind, facts, t, self._files))

    async def _forget_file(self, notice: Notice) -> Sent:
        """A file whose message was deleted: gone wherever we put it."""
        copies = await self._house.desk.ask(conversation.copies, notice.subject_id or 0)
        await self._files.forget(copies.sha256, copies.mirror_file_id)
        return Sent("")

    async def _share(
        self, item: Item, channel_id: str, thread_ts: str | None, name: str, comment: str, held_until: float
    ) -> bool:
        """Shares what was uploaded, unless an earlier try did; false when Slack has no such upload any more."""
        upload_id = item.upload_id or ""
        if item.doubtful and await self._files.is_shared(upload_id, channel_id):
            return True
        if item.doubtful and needs_a_second_look(item):
            raise InDoubt
        await self._pace.channel(channel_id).take(item.notice.order, held_until)
        with heeding(self._pace.channel(channel_id)):
            shared = await self._files.share(upload_id, name, channel_id, thread_ts, comment)
        if not shared and item.reason != LOOKED:
            raise InDoubt  # perhaps it was shared before and does not show yet: no second one is uploaded in haste
        return shared


def _borrowed(message: Message) -> dict[str, Any]:
    """The name and picture a message is posted under, where it is not ours."""
    author = message.author
    if author is None:
        return {}
    return {"username": author.name} | ({"icon_url": author.picture} if author.picture else {})


def _called(facts: CaseFacts, name: str) -> CaseFacts:
    """The facts with the file's own name: in a shared channel only its id came with the event."""
    assert facts.attachment is not None
    file = replace(facts.attachment.file, name=name)
    return replace(facts, attachment=replace(facts.attachment, file=file))


def _is_root(notice: Notice) -> bool:
    return notice.thread == case_thread(notice.case_id or 0, notice.lane)


def _sent(facts: Facts, channel_id: str, ts: str, message: Message) -> Sent:
    if isinstance(facts, HelpFacts):
        return Sent(channel_id, ts, shows=message.fingerprint)
    if isinstance(facts, AlertFacts):
        return Sent(channel_id, ts, newest=facts.newest)
    if not isinstance(facts, CaseFacts):
        return Sent(channel_id, ts)
    root = facts.place.thread_ts if facts.place and facts.place.card_ts != facts.place.thread_ts else None
    # A question holds an approval up for a while; its buttons come back.
    alive = message.has_buttons or facts.case.state is State.WAITING
    return Sent(channel_id, ts, root, facts.case.version, facts.newest, alive)
