"""Trying things at the real app, and taking them back: every press meets the very same state."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request.async_request import AsyncBoltRequest

from handlers.house import House, Identity
from handlers.register import register
from handlers.slack import Slack, client
from handlers.views.errors import sentence
from handlers.views.home import nothing_here
from handlers.views.words import Mrkdwn, Words, words
from rules.alert_errors import SetAsideGone
from rules.errors import (
    ChangedMeanwhile,
    CustomerUnknown,
    DevelopersOnly,
    FieldErrors,
    LeadsOnly,
    MonitorGone,
    NoContact,
    NotAllowed,
    NotForYou,
    NotYourCase,
    OnlyApprover,
    RuleError,
    StaffOnly,
    WayGone,
)
from rules.office import DESK_HOURS, PHONE_HOURS
from services.desk import Desk
from storage.tx import Tx
from tests.permissions.people import DESK_CHANNEL, HOME

P = ParamSpec("P")
T = TypeVar("T")
MAY_NOT = {
    CustomerUnknown,
    DevelopersOnly,
    LeadsOnly,
    NoContact,
    NotAllowed,
    NotForYou,
    NotYourCase,
    OnlyApprover,
    StaffOnly,
}
# Who gets as far as a mistake in the form is let in: who may is judged before (open_case, which checks the form first,
# is filled in without a mistake).
MAY = {FieldErrors, ChangedMeanwhile, MonitorGone, SetAsideGone, WayGone}


class TakenBack(Exception):
    """The transaction is over, and nothing of it is kept."""


class TrialDesk(Desk):
    """A desk that does everything and keeps nothing."""

    async def do(self, service: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        results: list[T] = []

        def tried(tx: Tx) -> None:
            results.append(service(tx, *args, **kwargs))
            raise TakenBack

        try:
            await super().do(tried)
        except TakenBack:
            return results[0]
        raise AssertionError("a trial was kept")


@dataclass
class Ears:
    """What Slack was asked to show, and what was refused."""

    refused: list[RuleError] = field(default_factory=list)
    homes: list[dict[str, Any]] = field(default_factory=list)

    async def publish_home(self, _user_id: str, view: dict[str, Any]) -> None:
        self.homes.append(view)

    def __getattr__(self, name: str) -> Any:
        async def hears(*_args: object, **_facts: object) -> None:
            assert callable(getattr(Slack, name))

        return hears


def app_over(desk: Desk, ears: Ears) -> AsyncApp:
    """The real app with every listener, over a desk that keeps nothing and a Slack that only hears."""
    identity = Identity(HOME, "UAPP", "BAPP", "xoxb-0")
    slack = cast(Slack, ears)
    house = House(slack, desk, identity, DESK_HOURS, PHONE_HOURS, "", "en", DESK_CHANNEL, "CONCALL", "SLEADS")

    async def authorize(**_facts: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=HOME, bot_user_id="UAPP", bot_id="BAPP", bot_token="xoxb-0")

    app = AsyncApp(client=client(None, "http://127.0.0.1:9/"), authorize=authorize, process_before_response=True)
    register(app, house)
    return app


async def is_refused(app: AsyncApp, ears: Ears, body: dict[str, Any]) -> bool:
    """Whether it was refused at all, for whatever reason."""
    ears.refused.clear()
    await app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
    return bool(ears.refused)


async def judged(app: AsyncApp, ears: Ears, body: dict[str, Any]) -> str:
    """What became of it: "" for who may, else the name of the refusal. AssertionError for anything else."""
    ears.refused.clear()
    ears.homes.clear()
    answer = await app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
    if not ears.refused:
        assert answer.status == 200, f"{answer.status} {answer.body} for {body}"
        return "nothing shown" if nothing_here(words("en")) in ears.homes else ""
    refusal = type(ears.refused[-1])
    assert refusal in MAY_NOT | MAY, f"{ears.refused[-1]!r}: neither may nor may not; mend how it is tried ({body})"
    return "" if refusal in MAY else refusal.__name__


def overhear(ears: Ears) -> Callable[[Words, RuleError], Mrkdwn]:
    """The edge's own words for a refusal, with an ear in between."""

    def hears(t: Words, error: RuleError) -> Mrkdwn:
        ears.refused.append(error)
        return sentence(t, error)

    return hears
