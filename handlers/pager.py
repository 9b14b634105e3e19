"""Pagers: what reaches a person beyond Slack, by an Apprise address of theirs (SMS, push, phone gateways).

Apprise is the extra `pager`, imported when it is first needed, and everything of it runs in a thread of its own: its
plugins block. What it would log names addresses, and those hold secrets, so it logs nothing here.
"""

import asyncio
import importlib
import logging
import threading
from collections.abc import Callable
from typing import Any, TypeVar

from rules.wakeups import Trouble

T = TypeVar("T")

PATIENCE = 10.0  # seconds for all of one send
CONNECTING, READING = 4.0, 6.0  # seconds, whatever the address asks for
TALKATIVE = ("apprise", "urllib3", "requests", "markdown", "MARKDOWN")


class NotWoken(Exception):
    """The message did not go out, or nobody knows; carries no word of the address."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"a wake-up way did not work: {trouble}")
        self.trouble = trouble


class Pager:
    """Sends by Apprise. `patience` is in seconds."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience

    async def fault(self, address: str) -> Trouble | None:
        """Why nothing can be sent to this address; None when something can. Sends nothing."""
        try:
            await _in_a_thread(lambda: _plugin(address))
        except NotWoken as why:
            return why.trouble
        return None

    async def send(self, address: str, title: str, text: str) -> None:
        """Sends a plain message. NotWoken when the gateway does not take it or says nothing for too long."""
        try:
            async with asyncio.timeout(self._patience):
                taken = await _in_a_thread(lambda: _sent(address, title, text))
        except TimeoutError:
            raise NotWoken(Trouble.SILENCE) from None
        if not taken:
            raise NotWoken(Trouble.REFUSED)


def is_installed() -> bool:
    """True when the extra `pager` is there."""
    try:
        _apprise()
    except NotWoken:
        return False
    return True


def _apprise() -> Any:
    for name in TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        return importlib.import_module("apprise")
    except ImportError:
        raise NotWoken(Trouble.NOT_INSTALLED) from None


def _plugin(address: str) -> Any:
    """What sends to this address, within our time-outs."""
    try:
        plugin = _apprise().Apprise.instantiate(address, suppress_exceptions=True)
    except (TypeError, ValueError, AttributeError, KeyError):
        plugin = None  # its plugins are many, and not all expect what a person may type
    if plugin is None:
        raise NotWoken(Trouble.NO_ADDRESS)
    plugin.socket_connect_timeout, plugin.socket_read_timeout = CONNECTING, READING
    plugin.retry, plugin.optional = 0, False  # trying again is the courier's, and a failure is one
    return plugin


def _sent(address: str, title: str, text: str) -> bool:
    sender = _apprise().Apprise()
    sender.add(_plugin(address))
    return bool(sender.notify(body=text, title=title, body_format="text"))


async def _in_a_thread(work: Callable[[], T]) -> T:
    """What the work gives or raises. A thread that never comes back holds up nothing, neither others nor our end."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, why: NotWoken | None) -> None:
        if done.done():
            return
        if why is not None:
            done.set_exception(why)
        else:
            done.set_result(result)  # type: ignore[arg-type]

    def run() -> None:
        result, failure = None, NotWoken(Trouble.REFUSED)  # what holds when the work raises anything else
        try:
            result, failure = work(), None  # type: ignore[assignment]
        except NotWoken as why:
            failure = why
        finally:
            if not loop.is_closed():
                loop.call_soon_threadsafe(settle, result, failure)

    threading.Thread(target=run, name="pager", daemon=True).start()
    return await done
