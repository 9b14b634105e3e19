"""Site24x7: monitors that are down, in trouble or critical, and up again. Ids have 17 digits: they stay text."""

import re
from collections.abc import Mapping

from handlers.webhooks.reading import SAID, fields_of, signal, state_in
from rules.alerts import Firing, Signal

STATES = {**dict.fromkeys(("down", "trouble", "critical"), Firing.FIRING), "up": Firing.RESOLVED}

_MONITOR = re.compile(r"/monitors/(\d+)(?:/|$)")


def signals(body: bytes, headers: Mapping[str, str]) -> list[Signal]:
    monitor = fields_of(body, headers)
    if (state := state_in(STATES, monitor, "STATUS")) is None:
        return []
    link, over = monitor.text("MONITOR_DASHBOARD_LINK"), state is Firing.RESOLVED
    in_link = _MONITOR.search(link)
    at = monitor.instant("INCIDENT_TIME_ISO")
    return [
        signal(
            monitor.text("MONITOR_ID") or (in_link[1] if in_link else link) or monitor.text("MONITORNAME"),
            state,
            title=monitor.text("MONITORNAME"),
            site=monitor.text("MONITORURL"),
            since=None if over else at or monitor.instant("OUTAGE_TIME_UNIX_FORMAT"),
            ended=at if over else None,
            link=link,
            facts={SAID: monitor.text("INCIDENT_REASON")},
        )
    ]
