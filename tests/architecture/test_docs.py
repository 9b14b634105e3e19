"""What the documents point to is there."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?!https?:)([^)#]+)")
PATH = re.compile(r"`([\w./-]+/|[\w./-]+\.(?:py|md|yml|po|mako|toml|lock))`")
MADE_LATER = {".uv/", ".venv/"}  # by bootstrap.py
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_and_path_leads_somewhere(page: Path) -> None:
    text = page.read_text("utf-8")
    lost = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    lost += [path for path in set(PATH.findall(text)) - MADE_LATER if not _is_there(path)]
    assert not lost, f"{page.relative_to(ROOT)} points to what is gone: {lost}"


def _is_there(path: str) -> bool:
    """From the root, or from the floor a page speaks of (`views/errors.py`)."""
    return any((ROOT / folder / path).exists() for folder in (".", "handlers", "handlers/views", "docs"))
