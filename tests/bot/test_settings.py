"""A setting that is missing or malformed gives one clear line that names it and the mend; no secret is printed."""

from pathlib import Path
from typing import Any

import pytest

from bot import cli
from bot.settings import SettingsError, read, read_records

GOOD: dict[str, Any] = {
    "_env_file": None,
    "slack_bot_token": "xoxb-secret",
    "slack_app_token": "xapp-secret",
    "customer_success_channel": "C0DESK",
    "on_call_channel": "C0CALL",
}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_good_settings_are_read() -> None:
    settings = read(**GOOD)
    assert settings.over_socket
    assert settings.slack_api_url == "https://slack.com/api/"


def test_the_desktops_own_language_is_no_setting_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", "nb_NO:nb:no")  # as many Linux desktops set it, for gettext
    assert read(**GOOD).house_language == "en"


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"smtp_url": "smtp://us:hunter2@"}, "SMTP_URL"),
        ({"smtp_url": "http://mail.example"}, "SMTP_URL"),
        ({"smtp_url": "smtp://us:hunter2@mail.example"}, "MAIL_FROM"),
        ({"mail_from": "Nordlys"}, "MAIL_FROM"),
        ({"support_address": "a@b.no\nBcc: c@d.no"}, "SUPPORT_ADDRESS"),
    ],
)
def test_mail_is_set_up_whole_or_not_at_all(wrong: dict[str, Any], name: str) -> None:
    with pytest.raises(SettingsError, match=f"^{name} ") as refused:
        read(**GOOD | wrong)
    assert "hunter2" not in str(refused.value)


def test_without_an_app_token_slack_comes_over_http() -> None:
    settings = read(**GOOD | {"slack_app_token": None, "slack_signing_secret": "shh"})
    assert not settings.over_socket


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ({"slack_bot_token": ""}, "SLACK_BOT_TOKEN cannot be used"),
        ({"slack_app_token": None}, "SLACK_APP_TOKEN is missing"),
        ({"customer_success_channel": "#customer-success"}, "CUSTOMER_SUCCESS_CHANNEL cannot be used"),
        ({"on_call_channel": ""}, "ON_CALL_CHANNEL cannot be used"),
        ({"on_call_channel": "C0DESK"}, "ON_CALL_CHANNEL cannot be used. Set it to another channel's id"),
        ({"database_url": "mysql://x"}, "DATABASE_URL cannot be used"),
        ({"slack_api_url": "slack.com"}, "SLACK_API_URL cannot be used"),
        ({"port": "http"}, "PORT cannot be used"),
        ({"port": 70000}, "PORT cannot be used"),
        ({"house_language": "sv"}, "HOUSE_LANGUAGE cannot be used"),
        ({"clock_file": "clock"}, "CLOCK_FILE cannot be used"),
    ],
)
def test_a_wrong_setting_gives_one_line_that_names_it(wrong: dict[str, Any], line: str) -> None:
    with pytest.raises(SettingsError) as error:
        read(**GOOD | wrong)
    assert str(error.value).startswith(line)
    assert "\n" not in str(error.value)
    assert "secret" not in str(error.value).replace("SECRET", "").replace("signing secret", "")


def test_a_file_that_is_no_text_is_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("SUPPORT_ADDRESS=støtte@example.no".encode("latin-1"))
    with pytest.raises(SettingsError, match=r"^\.env cannot be read\. Save it as UTF-8"):
        read(**{name: value for name, value in GOOD.items() if name != "_env_file"})


def test_every_missing_setting_is_named_at_once() -> None:
    with pytest.raises(SettingsError) as error:
        read(_env_file=None)
    lines = str(error.value).splitlines()
    names = ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "CUSTOMER_SUCCESS_CHANNEL", "ON_CALL_CHANNEL"]
    assert [line.split(" ")[:3] for line in lines] == [[name, "is", "missing."] for name in names]


@pytest.mark.parametrize("url", ["postgresql://me:hun@ter2@db/x", "postgresql://me:hunter2@db:port/x", "sqlite:x"])
def test_an_address_that_cannot_be_read_is_not_printed(url: str) -> None:
    with pytest.raises(SettingsError) as error:
        read(**GOOD | {"database_url": url})
    assert str(error.value).startswith("DATABASE_URL cannot be used.")
    assert "ter2" not in str(error.value)


def test_what_hangs_on_two_settings_is_named_beside_what_is_wrong(tmp_path: Path) -> None:
    wrong = {"slack_bot_token": "", "slack_app_token": "", "port": 0, "clock_file": tmp_path}
    with pytest.raises(SettingsError) as error:
        read(**GOOD | wrong)
    named = [line.split(" ")[0] for line in str(error.value).splitlines()]
    assert named == ["CLOCK_FILE", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "PORT"]


def test_the_clock_can_be_wound_only_beside_a_local_slack() -> None:
    local = {"slack_api_url": "http://127.0.0.1:8700/api/", "clock_file": "clock"}
    assert read(**GOOD | local).clock_file == Path("clock")


def test_the_command_line_prints_the_lines_and_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(["run"])
    assert left.value.code == 2
    printed = capsys.readouterr().err
    assert "SLACK_BOT_TOKEN is missing" in printed
    assert "Traceback" not in printed


def test_migrate_and_outbox_need_only_a_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in GOOD.items():
        if name != "_env_file":
            monkeypatch.setenv(name.upper(), value)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'cases.db'}")
    for word in ("migrate", "outbox"):
        with pytest.raises(SystemExit) as left:
            cli.main([word])
        assert left.value.code == 0
    assert "Nothing waits, nothing gave up." in capsys.readouterr().out


def test_the_records_are_looked_after_without_any_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///records.db")
    assert read_records().database_url == "sqlite:///records.db"
