"""The doctor's look at who is woken: the rota, what people on it lack, and whether their ways can be used."""

from dataclasses import dataclass

from bot.findings import Finding, note, ok, problem
from handlers.pager import is_installed
from rules.rota_facts import GapFacts
from services.duty import gaps_and_lacks
from storage.tx import Tx


@dataclass(frozen=True)
class Standing:
    """Whether a rota is set up, what may leave a page unheard, and how many people have a wake-up way."""

    has_rota: bool
    wanting: GapFacts
    owners: int


def standing(tx: Tx) -> Standing:
    """How it is now."""
    return Standing(tx.rota.exists(), gaps_and_lacks(tx), len(tx.wakeups.owners()))


def duty(found: Standing, public_url: str) -> list[Finding]:
    """What is in order of it, and what is not."""
    return [*_rota(found), *_ways(found.owners, public_url)]


def _rota(found: Standing) -> list[Finding]:
    if not found.has_rota:
        return [note("rota: none is set up, so everybody in the on-call channel has duty (/oncall in Slack)")]
    gaps, lacks = len(found.wanting.gaps), len(found.wanting.lacks)
    if gaps:
        yet = f"rota: {gaps} gaps in the next 30 days, in which nobody may hear a page"
        return [problem(yet, "in Slack, /oncall month shows them; a lead sets the rota up or overrides it")]
    if lacks:
        lacking = "rota: some on it have no wake-up way, or have answered no drill for 30 days"
        return [problem(lacking, "in Slack, /oncall month shows who; each of them presses How to wake me in /oncall")]
    return [ok("rota: somebody who can be woken has duty for the next 30 days")]


def _ways(owners: int, public_url: str) -> list[Finding]:
    if not owners:
        return []
    if not is_installed():
        lost = f"wake-up ways: {owners} people have one, but nothing can be sent: the extra pager is not installed"
        return [problem(lost, "uv sync --extra pager")]
    found = [ok(f"wake-up ways: {owners} people have one, and the extra pager is installed")]
    if not public_url:
        found += [note("PUBLIC_URL is not set: a page over SMS or push has no link that acknowledges")]
    return found
