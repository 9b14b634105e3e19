"""What handlers/register.py binds, seen by an app that only remembers it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from slack_bolt.async_app import AsyncApp

from handlers import ids
from handlers.house import House
from handlers.meters import Meters
from handlers.register import register

HOUSE = cast(House, SimpleNamespace(desk=SimpleNamespace(for_delivery=lambda _key: None), meters=Meters()))


@dataclass(frozen=True)
class Bound:
    """One listener, once for each id it is bound to: kind is command, shortcut, action, view or event."""

    kind: str
    id: str
    function: Callable[..., Any]


class RememberingApp:
    """Takes listeners as Bolt does."""

    def __init__(self) -> None:
        self.bound: list[Bound] = []

    def use(self, _middleware: object) -> None:
        """The middleware is asked for elsewhere."""

    error = use

    def __getattr__(self, kind: str) -> Callable[..., Any]:
        def bind(what: str | re.Pattern[str]) -> Callable[..., None]:
            return lambda function: self.bound.extend(Bound(kind, one, function) for one in _ids(what))

        return bind


def bound() -> list[Bound]:
    """Every listener of the app."""
    app = RememberingApp()
    register(cast(AsyncApp, app), HOUSE)
    return app.bound


def _ids(what: str | re.Pattern[str]) -> list[str]:
    if isinstance(what, str):
        return [what]
    return [action_id for action_id in (*ids.MOVES.values(), *ids.ALERTS.values()) if what.match(action_id)]
