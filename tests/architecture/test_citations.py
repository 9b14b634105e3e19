"""Whatever code and pages cite of the project's own pages is there: the page, and the section of it."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGES, ROOT, files

NUMBERED = {
    "docs/slack.md": re.compile(r"docs/slack\.md (\d+(?:\.\d+)?(?:(?:, | and )\d+(?:\.\d+)?)*)"),
    "docs/process.md": re.compile(r"process\.md sections? (\d+(?:(?:, | and )\d+)*)"),
}
TITLED = re.compile(r'docs/(\w+\.md), "([^"]+)"')
PAGE = re.compile(r"(?<![\w./-])(?![A-Z][a-z])[\w./-]{2,}\.md\b(?!\()")  # no method either, as Words.md
HEADING = re.compile(r"^#+ (?:(\d+(?:\.\d+)?)\.? )?(.+)$", re.MULTILINE)
HERE = Path(__file__).relative_to(ROOT)
CITING = [path for path in files(*PACKAGES, "tests", "bench") if path != HERE] + [
    path.relative_to(ROOT) for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("sandbox/*.md")]
]


@pytest.mark.parametrize("path", CITING, ids=str)
def test_every_citation_has_its_section(path: Path) -> None:
    # A citation may run over the end of a line.
    words = re.sub(r"\s*\n[#\s]*", " ", (ROOT / path).read_text("utf-8"))
    lost = [
        f"{page} {number}"
        for page, citation in NUMBERED.items()
        for numbers in citation.findall(words)
        for number in re.findall(r"[\d.]+", numbers)
        if number not in _sections(page)
    ]
    lost += [f'{page}, "{title}"' for page, title in TITLED.findall(words) if title not in _sections(f"docs/{page}")]
    lost += [page for page in PAGE.findall(words) if not _is_there(page, path)]
    assert not lost, f"{path} cites what is not there: {lost}. Mend the citation, or write the section."


@cache
def _sections(page: str) -> frozenset[str]:
    """Numbers and titles of a page's headings."""
    return frozenset(part for found in HEADING.findall((ROOT / page).read_text("utf-8")) for part in found if part)


def _is_there(page: str, cited_in: Path) -> bool:
    """From the root, from docs, or beside the page that cites it."""
    return any((folder / page).exists() for folder in (ROOT, ROOT / "docs", (ROOT / cited_in).parent))
