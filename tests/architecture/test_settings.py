""".env.example explains every setting, and what it says can be used."""

import re
from pathlib import Path

import pytest

from bot.settings import MENDS, Settings, read
from tests.architecture.source import ROOT

EXAMPLE = ROOT / ".env.example"
LINE = re.compile(r"^(?:# )?([A-Z][A-Z0-9_]*)=(.*)$")


def test_every_setting_is_there_and_nothing_else() -> None:
    documented = [found[1].lower() for line in _lines() if (found := LINE.match(line))]
    assert sorted(documented) == sorted(Settings.model_fields), "Each of bot/settings.py stands in .env.example once"


def test_every_setting_has_a_sentence_above_it() -> None:
    lines = _lines()
    bare = [line for above, line in zip(["", *lines], lines, strict=False) if LINE.match(line) and not _says(above)]
    assert not bare, f"Say above these what they are and where to find them: {bare}"


def test_every_example_is_one_the_app_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    filled = tmp_path / ".env"
    filled.write_text("\n".join(LINE.sub(r"\1=\2", line) for line in _lines()), "utf-8")
    # The clock's file is taken beside a local Slack only.
    settings = read(_env_file=filled, slack_api_url="http://127.0.0.1:8700/api/")
    assert settings.model_fields_set == set(Settings.model_fields)


def test_mends_are_for_settings_that_exist() -> None:
    assert set(MENDS) <= set(Settings.model_fields), "MENDS in bot/settings.py mends a setting that is gone"


def _lines() -> list[str]:
    return EXAMPLE.read_text("utf-8").splitlines()


def _says(line: str) -> bool:
    return line.startswith("# ") and not LINE.match(line)
