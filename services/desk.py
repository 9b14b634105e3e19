"""The desk: what listeners and jobs are given. One `do` is one transaction; the time is the desk's."""

import asyncio
import inspect
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from storage.database import Database
from storage.tx import Tx

P = ParamSpec("P")
T = TypeVar("T")
Ack = dict[str, Any] | str | None


class Desk:
    """`now` is the clock (UTC, aware); `on_news` is called in the loop after a commit that filled the outbox."""

    def __init__(self, database: Database, now: Callable[[], datetime], on_news: Callable[[], None]) -> None:
        self._database = database
        self._on_news = on_news
        self.now = now

    async def do(self, service: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs the service in one transaction and returns its result after the commit.

        Raises what the service raises (nothing is kept then), and TypeError for a coroutine function, which
        would commit an empty transaction.
        """
        _refuse_coroutine(service)
        result, news = await _settled(self._database.write(lambda tx: _run(tx, service, args, kwargs), self.now))
        if news:
            self._on_news()
        return result

    async def ask(self, question: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a question in one read-only transaction, beside the writer."""
        _refuse_coroutine(question)
        answer, _news = await _settled(self._database.read(lambda tx: _run(tx, question, args, kwargs), self.now))
        return answer

    def for_delivery(self, key: str) -> "DeliveryDesk":
        """The desk bound to one delivery of Slack's, by its key."""
        return DeliveryDesk(self, key)


class DeliveryDesk:
    """A desk for one delivery: what it does is done once, however often the delivery comes
    (docs/architecture.md, "Getting in exactly once")."""

    def __init__(self, desk: Desk, key: str) -> None:
        self._desk = desk
        self._key = f"delivery:{key}"
        self.ask = desk.ask
        self.now = desk.now

    async def do(
        self,
        service: Callable[Concatenate[Tx, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> None:
        """Runs the service once for this delivery; a repeat does nothing. Acked with an empty body."""
        await self.do_once(None, lambda _result: None, service, *args, **kwargs)

    async def do_once(
        self,
        intent: str | None,
        ack: Callable[[T], Ack],
        service: Callable[Concatenate[Tx, P], T],
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Ack:
        """Runs the service once for this delivery and once for this intent; returns the body of the ack.

        `ack` makes the body from the service's result (pure and quick: it runs in the transaction). A repeat
        of the delivery or the intent changes nothing and gets the body the first one got.
        """
        _refuse_coroutine(service)
        keys = [self._key] + ([f"intent:{intent}"] if intent else [])

        def once(tx: Tx) -> Ack:
            if (seen := tx.inbox.first_seen(keys, tx.now)) is not None:
                return _repeated(tx, seen, keys)
            body = ack(service(tx, *args, **kwargs))
            for key in keys:
                tx.inbox.answer(key, body)
            return body

        return await self._desk.do(once)


def _repeated(tx: Tx, key: str, keys: list[str]) -> Ack:
    """The ack the first one got; a delivery that only repeats an intent is recorded with it too."""
    body: Ack = tx.inbox.ack(key)
    if key != keys[0]:
        tx.inbox.answer(keys[0], body)
    return body


def _run(tx: Tx, service: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[T, bool]:
    try:
        return service(tx, *args, **kwargs), tx.outbox.has_news
    except StopIteration as leaked:
        # A future cannot carry it to a coroutine: the caller would wait for ever.
        raise RuntimeError(f"{service!r} leaked StopIteration") from leaked


def _refuse_coroutine(service: Callable[..., object]) -> None:
    if inspect.iscoroutinefunction(service):
        raise TypeError(f"{service!r} is a coroutine function; services are plain functions")


async def _settled(future: "Future[T]") -> T:
    return await asyncio.wrap_future(future)
