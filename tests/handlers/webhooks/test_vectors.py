"""Real bodies of every monitor give the documented signals."""

import pytest

from handlers.webhooks.registry import SOURCES
from rules import monitors
from tests.handlers.webhooks.samples import Sample, as_expected, as_written, elsewhere, recorded

NOT_HERE = pytest.param(None, marks=pytest.mark.skip(reason="VECTORS_DIR names no folder with webhooks"))
# What these bodies do not say, and their rows leave open.
OURS_TO_CHOOSE = {
    "icinga2/01-problem-broken-json-quotes-in-output.txt": {"title": "http"},
    "zabbix/03-oneuptime-template-problem.json": {"start": "2026-03-29T01:05:00+00:00"},  # 03:05 by Oslo's clock
}


def judge(sample: Sample) -> None:
    found = SOURCES[sample.source](sample.body, sample.headers)
    assert len(found) == len(sample.expected)
    for signal, row in zip(found, sample.expected, strict=True):
        assert signal.key
        unsaid = {"dedup_key": signal.key} if row["dedup_key"] is None else {}
        expected = {**as_written(row), **unsaid, **OURS_TO_CHOOSE.get(sample.file, {})}
        assert as_expected(signal, row) == expected


@pytest.mark.parametrize("sample", recorded(), ids=lambda sample: sample.file)
def test_what_was_recorded_here(sample: Sample) -> None:
    judge(sample)


@pytest.mark.parametrize("sample", elsewhere() or [NOT_HERE], ids=lambda sample: getattr(sample, "file", ""))
def test_what_others_recorded(sample: Sample) -> None:
    judge(sample)


def test_every_source_has_a_reader_named_after_it() -> None:
    assert set(SOURCES) == set(monitors.SOURCES)
    for name, reader in SOURCES.items():
        assert reader.__module__ == f"handlers.webhooks.{name}"
