"""The desk's clock only ever advances; logs never hold a secret."""

import logging
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import logs
from bot.clock import Clock


def test_the_clock_is_ahead_by_what_the_file_says(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    file.write_bytes(struct.pack("<d", 3600.0))
    ahead = Clock(file).now() - datetime.now(UTC)
    assert timedelta(minutes=59) < ahead < timedelta(minutes=61)


def test_it_never_goes_back_and_survives_a_broken_file(tmp_path: Path) -> None:
    file = tmp_path / "clock"
    clock = Clock(file)
    assert clock.offset() == 0.0
    file.write_bytes(struct.pack("<d", 60.0))
    assert clock.offset() == 60.0
    file.write_bytes(struct.pack("<d", 30.0))
    assert clock.offset() == 60.0
    file.write_bytes(b"half")
    assert clock.offset() == 60.0


@contextmanager
def set_up() -> Iterator[None]:
    """Logs go where they go when the app runs."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.set_up()
    try:
        yield
    finally:
        root.handlers[:], root.level = before


def test_tokens_and_passwords_are_struck_out(capsys: pytest.CaptureFixture[str]) -> None:
    with set_up():
        logging.getLogger("test").warning("token %s at postgresql://me:hunter2@db/x", "xoxb-1-abc")
        try:
            raise RuntimeError("Bearer xapp-1-secret, b'GET /hooks/generic/c0ffee?key=1', /ack/7-c0ffee")
        except RuntimeError:
            logging.getLogger("test").exception("broke")
    printed = capsys.readouterr().err
    assert "[secret]" in printed
    assert not any(secret in printed for secret in ("xoxb-1-abc", "hunter2", "xapp-1-secret", "c0ffee"))
    assert "/hooks/generic/[secret]?key=1" in printed


def test_a_site_with_odd_cookies_fills_no_log(capsys: pytest.CaptureFixture[str]) -> None:
    with set_up():
        logging.getLogger("aiohttp.internal").warning("Can not load cookies: Illegal cookie name %r", "a b")
        logging.getLogger("aiohttp.server").error("broke")
    printed = capsys.readouterr().err
    assert "cookies" not in printed
    assert "broke" in printed
