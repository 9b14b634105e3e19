"""The edge: whatever broke, the person gets a sentence they can read, or Slack no receipt; it never raises."""

import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from handlers.edge import edge
from handlers.views.words import words
from rules.errors import CaseUnknown, FieldErrors, FieldProblem, StaffOnly
from rules.people import PersonId
from storage.errors import Unavailable

KARI = {"id": "UKARI", "team_id": "TFJORD"}
CLICK = {"type": "block_actions", "user": KARI, "channel": {"id": "CFJORD"}, "trigger_id": "1.2.3"}
FORM = {
    "type": "view_submission",
    "user": KARI,
    "view": {
        "private_metadata": json.dumps({"channel": "CFJORD"}),
        "blocks": [{"type": "section"}, {"type": "input", "block_id": "problem"}],
    },
}
COMMAND = {"command": "/case", "user_id": "UANNA", "team_id": "THOME", "channel_id": "CFJORD"}


class ToldHouse:
    """A house whose language of CFJORD is Norwegian; `trouble` is what its database does, `slacks` what Slack does."""

    def __init__(self, trouble: Exception | None = None, slacks: Exception | None = None) -> None:
        self.trouble, self.slacks = trouble, slacks
        self.told: list[str] = []
        self.desk = SimpleNamespace(ask=self._ask)
        self.slack = SimpleNamespace(open_view=self._tell, whisper=self._tell)

    def is_home(self, who: PersonId) -> bool:
        return who.team_id == "THOME"

    words = staticmethod(lambda language: words(language or "en"))

    async def _ask(self, question: Callable[..., Any], who: PersonId, channel_id: str | None = None) -> str | None:
        if self.trouble:
            raise self.trouble
        return "nb" if channel_id == "CFJORD" else None

    async def _tell(self, *said: Any, **named: Any) -> None:
        if self.slacks:
            raise self.slacks
        self.told.append(json.dumps(said + tuple(named.values()), ensure_ascii=False))


async def met(house: Any, error: Exception, body: Any) -> BoltResponse:
    ack = AsyncAck()  # type: ignore[no-untyped-call]
    answer: BoltResponse | None = await edge(house)(error, body, ack, None)
    assert answer is not None
    return answer


def page_instead_of_json() -> SlackApiError:
    """What slack_sdk raises for a proxy's page."""
    return SlackApiError("no JSON", SimpleNamespace(data=b"<html>", status_code=502))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("error", [CaseUnknown(0), StaffOnly(), RuntimeError("bug"), Unavailable("gone")])
@pytest.mark.parametrize("body", [CLICK, FORM, COMMAND])
async def test_people_are_told_also_while_the_database_is_down(error: Exception, body: Any) -> None:
    house = ToldHouse(trouble=Unavailable("gone"))
    answer = await met(house, error, body)
    assert answer.status == 200
    assert "".join(house.told) + str(answer.body)


async def test_a_customer_is_refused_in_their_language_at_a_click() -> None:
    house = ToldHouse()
    await met(house, CaseUnknown(0), CLICK)
    assert "Den saken finnes ikke" in house.told[0]


async def test_a_customer_is_refused_in_their_language_in_a_form() -> None:
    answer = await met(ToldHouse(), FieldErrors({"problem": (FieldProblem.MISSING, {})}), FORM)
    assert json.loads(answer.body)["errors"] == {"problem": words("nb")("Please fill this in.")}
    answer = await met(ToldHouse(), CaseUnknown(0), FORM)
    assert "Den saken finnes ikke" in json.loads(answer.body)["errors"]["problem"]


async def test_a_form_without_fields_is_replaced_by_the_sentence() -> None:
    answer = await met(ToldHouse(), StaffOnly(), FORM | {"view": {"blocks": []}})
    assert json.loads(answer.body)["response_action"] == "update"


@pytest.mark.parametrize("error", [page_instead_of_json(), TimeoutError(), OSError()])
async def test_who_cannot_be_told_gets_no_receipt(error: Exception) -> None:
    assert (await met(ToldHouse(slacks=error), StaffOnly(), CLICK)).status == 500
    assert (await met(ToldHouse(), page_instead_of_json(), CLICK)).status == 200


@pytest.mark.parametrize(
    "body", [{}, {"type": "block_actions"}, {"user": {}}, CLICK | {"channel": {}}, FORM | {"view": {}}]
)
async def test_a_delivery_with_half_its_fields_is_met_too(body: Any) -> None:
    assert (await met(ToldHouse(slacks=page_instead_of_json()), StaffOnly(), body)).status in {200, 500}


@pytest.mark.parametrize(("error", "status"), [(StaffOnly(), 200), (RuntimeError("bug"), 500), (Unavailable("x"), 500)])
async def test_an_event_comes_again_unless_it_was_refused(error: Exception, status: int) -> None:
    assert (await met(ToldHouse(), error, {"event": {}})).status == status
