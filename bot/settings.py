"""Every setting, read from the environment and from .env. Each is explained in .env.example."""

from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, StringConstraints, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from rules.checks import EVERY, SHORTEST_ROUND
from rules.escalation import ladder_of
from rules.forms import is_web_address
from rules.mail import Sender, Server, sender_of, server_of
from rules.office import special_days
from rules.vitals import CANARY_EVERY, SHORTEST_CANARY
from storage.database import address

S = TypeVar("S", bound="RecordSettings")
LOOPBACK = {"127.0.0.1", "localhost", "::1"}

ChannelId = Annotated[str, StringConstraints(pattern=r"^[CG][A-Z0-9]{2,}$")]
MAIL_ADDRESS = r"^([^\s@,;<>()]+@[^\s@,;<>()]+\.[^\s@,;<>()]+)?$"
GroupId = Annotated[str, StringConstraints(pattern=r"^(S[A-Z0-9]{2,})?$")]

MENDS = {
    "slack_api_url": "an address that ends in /api/, or leave it out for Slack itself",
    "slack_bot_token": 'the token that starts with "xoxb-": api.slack.com/apps, Install App',
    "slack_app_token": 'the token that starts with "xapp-": api.slack.com/apps, Basic Information, App-Level Tokens',
    "slack_signing_secret": "the signing secret: api.slack.com/apps, Basic Information",
    "database_url": "sqlite:///path/to/file.db or postgresql://user:password@host/name, "
    "with @ : / ? # in the password written as %40 %3A %2F %3F %23",
    "customer_success_channel": "the channel's id, like C0123ABCD: in Slack, the channel's details, at the bottom",
    "on_call_channel": "another channel's id, like C0123ABCD: in Slack, the channel's details, at the bottom",
    "leads_group": "the user group's id, like S0123ABCD, or leave it out",
    "attachments": "an address that fsspec knows, like s3://bucket/saksgang, or leave it out",
    "duty_group": "the user group's id, like S0123ABCD, or leave it out",
    "smtp_url": "smtp://user:password@host:587 or smtps://..., with @ : / ? # in the password as %40 %3A %2F %3F %23",
    "mail_from": "an address of yours, like Nordlys <support@nordlys.example>; with SMTP_URL it must be there",
    "support_address": "the address customers write to, like support@nordlys.example, or leave it out",
    "port": "a number from 1 to 65535",
    "public_url": "the address at which phones reach this app, like https://saksgang.nordlys.example, or leave it out",
    "house_language": "en or nb",
    "case_emoji": "the emoji's name as Slack writes it, like ticket",
    "look_at_own_network": "true or false",
    "check_seconds": "the seconds from one look at a page to the next, from 30 to 3600, or 0 for none",
    "control_addresses": "addresses separated by commas, like https://example.org, or leave it out",
    "special_days": "days separated by commas, each closed or with hours: 12-24 09:00-12:00, 12-31, 2026-05-15",
    "escalation": "steps separated by commas, each with the minutes to wait after it, the duty first: "
    "duty 5, next 5, everybody 10",
    "metrics_token": "a long random word that Prometheus sends as its bearer token, or leave it out: no /metrics then",
    "heartbeat_url": "the address that waits for a call every minute, like https://hc-ping.com/..., or leave it out",
    "canary_seconds": "the seconds from one event of our own to the next, from 30 to 3600, or 0 for none",
    "clock_file": "nothing: it winds the clock of the demo, and only with SLACK_API_URL on this machine",
}


class SettingsError(Exception):
    """One line for each setting that is missing or malformed, naming it and the mend."""


class RecordSettings(BaseSettings):
    """What it takes to look after the records: no token of Slack's, and nothing of the house's channels."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore")

    slack_api_url: Annotated[str, StringConstraints(pattern=r"^https?://[^ ]+/$")] = "https://slack.com/api/"
    database_url: Annotated[str, StringConstraints(pattern=r"^(sqlite|postgres(ql)?(\+psycopg)?)://.+")] = (
        "sqlite:///saksgang.db"
    )
    house_language: Literal["en", "nb"] = "en"
    clock_file: Path | None = None

    # Each looks at a field above its own, so that it is told beside whatever else is wrong.
    @field_validator("clock_file")
    @classmethod
    def _wound_only_here(cls, file: Path | None, others: ValidationInfo) -> Path | None:
        if file is not None and urlsplit(others.data.get("slack_api_url", "")).hostname not in LOOPBACK:
            raise ValueError("refused")
        return file

    @field_validator("database_url")
    @classmethod
    def _readable(cls, url: str) -> str:
        # A password cut in two would be taken for the host, and printed as such when it is not found.
        if url.partition("?")[0].count("@") > 1 and not url.startswith("sqlite"):
            raise ValueError("more than one @")
        address(url)
        return url


class Settings(RecordSettings):
    """The settings of the whole app. Secrets print as stars."""

    slack_bot_token: Annotated[SecretStr, Field(min_length=1)]
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    customer_success_channel: ChannelId
    on_call_channel: ChannelId
    leads_group: GroupId = ""
    duty_group: GroupId = ""
    support_address: Annotated[str, StringConstraints(pattern=MAIL_ADDRESS)] = ""
    smtp_url: SecretStr | None = None
    mail_from: Annotated[str, Field(validate_default=True)] = ""
    support_phone: str = "467 00 845"
    case_emoji: Annotated[str, StringConstraints(pattern=r"^:?[a-z0-9_+'-]+:?$")] = "ticket"
    look_at_own_network: bool = False
    check_seconds: Annotated[int, Field(ge=0, le=3600)] = EVERY
    control_addresses: str = ""
    special_days: str = ""
    escalation: str = "duty 5, next 5, everybody 10"
    attachments: Annotated[str, StringConstraints(pattern=r"^([a-z0-9+.-]+://[^ ]+)?$")] = ""
    attachments_dir: Path = Path("attachments")
    port: Annotated[int, Field(ge=1, le=65535)] = 3000
    public_url: Annotated[str, StringConstraints(pattern=r"^(https?://[^ ?#]+)?$")] = ""
    metrics_token: SecretStr | None = None
    heartbeat_url: SecretStr | None = None
    canary_seconds: Annotated[int, Field(ge=0, le=3600)] = CANARY_EVERY

    @field_validator("slack_app_token")
    @classmethod
    def _one_way_in(cls, token: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        if not (secret(token) or secret(others.data.get("slack_signing_secret"))):
            raise ValueError("missing")
        return token

    @field_validator("on_call_channel")
    @classmethod
    def _another_channel(cls, channel: str, others: ValidationInfo) -> str:
        # One channel for both would make everybody in it a developer, and nobody staff.
        if channel == others.data.get("customer_success_channel"):
            raise ValueError("the same")
        return channel

    @field_validator("special_days")
    @classmethod
    def _days(cls, words: str) -> str:
        special_days(words)
        return words

    @field_validator("check_seconds")
    @classmethod
    def _not_too_often(cls, seconds: int) -> int:
        if 0 < seconds < SHORTEST_ROUND:
            raise ValueError("too often")
        return seconds

    @field_validator("canary_seconds")
    @classmethod
    def _not_too_nervous(cls, seconds: int) -> int:
        if 0 < seconds < SHORTEST_CANARY:
            raise ValueError("too often")
        return seconds

    @field_validator("heartbeat_url")
    @classmethod
    def _of_the_web(cls, address: SecretStr | None) -> SecretStr | None:
        if secret(address) and not is_web_address(secret(address)):
            raise ValueError("no address")
        return address

    @field_validator("control_addresses")
    @classmethod
    def _web_addresses(cls, addresses: str) -> str:
        if not all(is_web_address(one) for one in _listed(addresses)):
            raise ValueError("no address")
        return addresses

    @field_validator("smtp_url")
    @classmethod
    def _of_a_mail_server(cls, address: SecretStr | None) -> SecretStr | None:
        if secret(address):
            server_of(secret(address))
        return address

    @field_validator("mail_from")
    @classmethod
    def _sends(cls, written: str, others: ValidationInfo) -> str:
        if not written and secret(others.data.get("smtp_url")):
            raise ValueError("missing")
        if written:
            sender_of(written)
        return written

    @field_validator("escalation")
    @classmethod
    def _ladder(cls, words: str) -> str:
        ladder_of(words)
        return words

    @field_validator("case_emoji")
    @classmethod
    def _bare(cls, emoji: str) -> str:
        return emoji.strip(":")

    @property
    def mail_server(self) -> Server | None:
        """Where mail is given to; None while mail is not set up."""
        return server_of(secret(self.smtp_url)) if secret(self.smtp_url) else None

    @property
    def mail_sender(self) -> Sender | None:
        """Whom mail is from, and who gets the answers; None while mail is not set up."""
        return sender_of(self.mail_from, self.support_address) if self.mail_from else None

    @property
    def controls(self) -> tuple[str, ...]:
        """The control addresses."""
        return _listed(self.control_addresses)

    @property
    def over_socket(self) -> bool:
        """True for Socket Mode; else Slack's requests come in over HTTP."""
        return bool(secret(self.slack_app_token))


def _listed(words: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in words.split(",") if one.strip())


def secret(value: SecretStr | None) -> str:
    """The secret itself; empty where none is set."""
    return value.get_secret_value() if value is not None else ""


def read(**given: Any) -> Settings:
    """The settings of the environment, or SettingsError. `given` ones come before the environment."""
    return _read(Settings, given)


def read_records() -> RecordSettings:
    """The settings of who only looks after the records, or SettingsError."""
    return _read(RecordSettings, {})


def _read(kind: type[S], given: dict[str, Any]) -> S:
    try:
        return kind(**given)
    except UnicodeDecodeError:
        raise SettingsError(".env cannot be read. Save it as UTF-8, as an editor does by default.") from None
    except ValidationError as error:
        # Raised without its cause on purpose: pydantic's text would print the value, which may be a secret.
        raise SettingsError("\n".join(_line(problem) for problem in error.errors(include_input=False))) from None


def _line(problem: Any) -> str:
    name = str(problem["loc"][0])
    what = "is missing" if problem["type"] == "missing" or "missing" in problem["msg"] else "cannot be used"
    return f"{name.upper()} {what}. Set it to {MENDS.get(name, 'a value as in .env.example')}. See .env.example."
