"""StatusCake: a form with the test's name and address, and no id, time or link. Its `Token` is a secret: not kept."""

from collections.abc import Mapping

from handlers.webhooks.reading import SAID, fields_of, signal, state_in
from rules.alerts import Firing, Signal

STATES = {"down": Firing.FIRING, "up": Firing.RESOLVED}


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    test = fields_of(body, headers)
    if (state := state_in(STATES, test, "Status")) is None:
        return []
    name, site, code = test.text("Name"), test.text("URL"), test.text("StatusCode", "Code")
    return [signal(site or name, state, title=name or site, site=site, facts={SAID: f"HTTP {code}" if code else ""})]
