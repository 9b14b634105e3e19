"""Pingdom: checks that are up or down, transactions that succeed or fail."""

from collections.abc import Mapping

from handlers.webhooks.reading import SAID, Fields, fields_of, signal, state_in
from rules.alerts import Firing, Signal

STATES = {
    **dict.fromkeys(("down", "failing"), Firing.FIRING),
    **dict.fromkeys(("up", "success"), Firing.RESOLVED),
}
REPORT = "https://my.pingdom.com/reports/responsetime#check="


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    check = fields_of(body, headers)
    if (state := state_in(STATES, check, "current_state")) is None:
        return []
    number = check.text("check_id")
    return [
        signal(
            number,
            state,
            severity=check.text("importance_level"),
            title=check.text("check_name"),
            site=_site(check.inner("check_params")),
            since=check.instant("state_changed_timestamp", "state_changed_utc_time"),
            link=_report(check, number),
            facts={SAID: check.text("long_description", "description")},
        )
    ]


def _site(params: Fields) -> str:
    host, port = params.text("hostname"), params.text("port")
    return params.text("full_url") or (f"{host}:{port}" if host and port else host) or params.text("url")


def _report(check: Fields, number: str) -> str:
    """The check's report; messages of before version 1, and of transactions, have none at that address."""
    transaction = check.text("check_type").upper() in ("TRANSACTION", "SCRIPT")
    return f"{REPORT}{number}" if check.text("version") and number.isdigit() and not transaction else ""
