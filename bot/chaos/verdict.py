"""What the app believes against what Slack has: every message once and in order, every card as its case is."""

from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.chaos.people import screenshot
from bot.chaos.stage import Stage
from bot.plays.control import everything
from handlers.slack import client
from handlers.views.labels import STATES, case_number
from rules.cases import Case
from rules.notices import Item, Kind, Notice, case_thread
from services import outbox
from storage.database import Database
from storage.tx import Tx

PAGE = 200
MOST_CASES = 100_000
DRAWN_AGAIN = {Kind.REFRESH, Kind.CHANGED, Kind.FILE, Kind.FILE_GONE}  # no message of their own, or one without our key


class Verdict:
    """The faults found; none is a pass."""

    def __init__(self, stage: Stage, database_url: str) -> None:
        self._slack = client(stage.facts["bot_token"], f"{stage.facts['url']}/api/")
        self._channels = stage.facts["channels"]
        self._database_url = database_url
        self.faults: list[str] = []

    async def reach(self, played: list[str]) -> list[str]:
        """Looks at everything; `played` are the marks of the cases that were played to the end."""
        database = Database(self._database_url)
        try:
            items, cases = database.read(_believed, lambda: datetime.now(UTC)).result()
        finally:
            database.close()
        messages = [message for name in ("customer-success", "kunde-fjordmat") for message in await self._all(name)]
        self._each_case_once(cases, played)
        self._nothing_left(items)
        self._each_message_once_and_in_order(items, messages)
        self._each_file_once(played, messages)
        self._cards_show_their_cases(cases, messages)
        return self.faults

    async def _all(self, channel: str) -> list[dict[str, Any]]:
        channel_id = self._channels[channel]
        roots = await _pages(self._slack, "conversations.history", channel=channel_id)
        found = list(roots)
        for root in roots:
            if root.get("reply_count"):
                found += (await _pages(self._slack, "conversations.replies", channel=channel_id, ts=root["ts"]))[1:]
        return found

    def _each_case_once(self, cases: list[Case], played: list[str]) -> None:
        made = Counter(case.title for case in cases)
        self._check(made == Counter(played), f"cases made {made}, played {Counter(played)}")

    def _nothing_left(self, items: list[Item]) -> None:
        left = [(item.notice.kind.value, item.state, item.reason) for item in items if item.state != "sent"]
        self._check(not left, f"not sent: {left[:5]}")

    def _each_message_once_and_in_order(self, items: list[Item], messages: list[dict[str, Any]]) -> None:
        stand: dict[str, list[str]] = defaultdict(list)
        for message in messages:
            payload = (message.get("metadata") or {}).get("event_payload") or {}
            if "key" in payload:
                stand[payload["key"]].append(message["ts"])
        threads: dict[str, list[str]] = defaultdict(list)
        for item in items:
            if not _has_a_message(item.notice):
                continue
            found = stand.get(item.key, [])
            self._check(len(found) == 1, f"{item.notice.kind.value} of {item.notice.thread} stands {len(found)} times")
            threads[item.notice.thread] += found
        for thread, order in threads.items():
            self._check(order == sorted(order), f"{thread} is out of order")

    def _each_file_once(self, played: list[str], messages: list[dict[str, Any]]) -> None:
        shared = Counter(str(file["name"]) for message in messages for file in message.get("files") or [])
        wanted = Counter(screenshot(mark) for mark in played)
        self._check(shared == wanted, f"files shared {shared}, sent by people {wanted}")

    def _cards_show_their_cases(self, cases: list[Case], messages: list[dict[str, Any]]) -> None:
        for case in cases:
            cards = [one for one in messages if _is_card(one, case)]
            self._check(len(cards) == 2, f"{case_number(case.number)} has {len(cards)} cards")
            for card in cards:
                shown = everything(card)
                self._check(f"*{STATES[case.state]}*" in shown, f"a card of {case.state} shows {shown[:120]!r}")

    def _check(self, holds: bool, fault: str) -> None:
        if not holds:
            self.faults.append(fault)


def _believed(tx: Tx) -> tuple[list[Item], list[Case]]:
    return outbox.everything(tx), tx.cases.newest(MOST_CASES)


def _has_a_message(notice: Notice) -> bool:
    """A card's first drawing is a message; its later ones, and a question answered in place, are not."""
    if notice.kind is Kind.CARD:
        return notice.thread == case_thread(notice.case_id or 0, notice.lane)
    return notice.case_id is not None and notice.kind not in DRAWN_AGAIN


def _is_card(message: dict[str, Any], case: Case) -> bool:
    first = (message.get("blocks") or [{}])[0]
    title = f"{case_number(case.number)} "
    return first.get("type") == "header" and str(first["text"]["text"]).startswith(title)


async def _pages(slack: AsyncWebClient, method: str, **facts: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    call = facts | {"limit": PAGE, "include_all_metadata": True}
    while True:
        answer = await slack.api_call(method, params=call)
        found += answer["messages"]
        call["cursor"] = (answer.get("response_metadata") or {}).get("next_cursor")
        if not call["cursor"]:
            return found
