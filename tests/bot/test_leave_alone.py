"""Once it runs, Python looks no more through what stays: nobody's click waits for that."""

import gc
import os
import signal
from typing import Any

import pytest

from bot import cli
from bot.settings import Settings


class Nothing:
    """An app that starts and stops."""

    def __init__(self, *_words: Any) -> None:
        pass

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        pass


async def test_what_is_there_once_it_runs_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def frozen() -> None:
        done.append("frozen")
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(cli, "App", Nothing)
    monkeypatch.setattr(gc, "collect", lambda: done.append("collected"))
    monkeypatch.setattr(gc, "freeze", frozen)
    assert await cli.run_until_stopped(Settings.model_construct()) == 0
    assert done == ["collected", "frozen"]
