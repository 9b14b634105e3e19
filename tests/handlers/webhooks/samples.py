"""Bodies that monitors really sent, and what they mean: those recorded for this project, and others where they lie."""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from handlers.webhooks import instants
from handlers.webhooks.registry import SOURCES
from rules.alerts import ENDED, Signal

OURS = Path(__file__).parents[2] / "vectors" / "webhooks"
NAMES = {
    "prometheus-alertmanager": "alertmanager",
    "grafana-alerting": "grafana",
    "healthchecks-io": "healthchecks",
    "aws-sns-cloudwatch": "sns",
    "pagerduty-events-v2": "pagerduty",
}


@dataclass(frozen=True)
class Sample:
    file: str
    source: str
    body: bytes
    headers: dict[str, str]
    expected: list[dict[str, str | None]]


def said(source: str, body: object, **headers: str) -> list[Signal]:
    """What the source's reader makes of a body: bytes as they are, anything else as JSON."""
    return SOURCES[source](body if isinstance(body, bytes) else json.dumps(body).encode(), headers)


def recorded() -> list[Sample]:
    return _samples(OURS)


def elsewhere() -> list[Sample]:
    """Those that may not be copied; none where VECTORS_DIR names no folder with them."""
    folder = Path(os.environ.get("VECTORS_DIR") or "/nowhere", "webhooks")
    return _samples(folder) if (folder / "INDEX.jsonl").exists() else []


def _samples(folder: Path) -> list[Sample]:
    rows = [json.loads(line) for line in (folder / "INDEX.jsonl").read_text().splitlines()]
    return [
        Sample(
            file=row["file"],
            source=NAMES.get(row["source"], row["source"].replace("-", "_")),
            body=(folder / row["file"]).read_bytes(),
            headers={"Content-Type": row["content_type"], **row["headers"]},
            expected=[signal for signal in row["expected"] if signal["status"] != "unknown"],
        )
        for row in rows
    ]


def as_expected(signal: Signal, row: dict[str, str | None]) -> dict[str, str | None]:
    """What a signal says, as its row says it: keys that the monitor leaves to us, and titles and times of which it
    says nothing certain, are as expected whatever they are."""
    said: dict[str, str | None] = {
        "dedup_key": signal.key,
        "status": signal.state.value,
        "severity": signal.severity or None,
        "site": signal.site or None,
        "start": signal.since.isoformat() if signal.since else None,
        "link": signal.link or None,
        "title": signal.title or None,
    }
    if "end" in row:
        said["end"] = signal.facts.get(ENDED)
    return said


def as_written(row: dict[str, str | None]) -> dict[str, str | None]:
    """A row with its instants written as ours are."""
    times = {name: at.isoformat() for name in ("start", "end") if (at := instants.read(row.get(name)))}
    return {**row, **times}
