"""The table: what a person reads, or pastes into a page."""

import os
import platform
import sqlite3
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from bench.rounds import Result
from tests import postgres

HEAD = ("name", "ours", "theirs", "times", "ratio", "all rounds", "goal", "met")


def row(result: Result) -> tuple[str, ...]:
    """One line of the table; the times are those of the round in the middle."""
    compared, ratios = result.comparison, result.ratios
    middle = sorted(result.pairs, key=compared.ratio)[len(ratios) // 2]
    return (
        compared.name,
        compared.ours,
        compared.theirs,
        f"{_time(middle.ours)} : {_time(middle.theirs)}",
        f"{result.median:.2f} x",
        f"{ratios[0]:.2f}-{ratios[-1]:.2f}",
        f"{compared.better.value} {compared.goal:g} x",
        "yes" if compared.holds(result.median) else "no",
    )


def plain(result: Result) -> str:
    """One result for the terminal."""
    name, ours, theirs, times, ratio, spread, goal, met = row(result)
    return f"{name:<22}{ratio:>8}  goal {goal}: {met:<3}  ({spread}; {times})\n    {ours}\n    against {theirs}"


def markdown(results: list[Result], rounds: int) -> str:
    """The whole table, ready to paste."""
    lines = [f"{datetime.now(UTC):%Y-%m-%d}, {machine()}; medians of {rounds} rounds.", ""]
    lines += ["| " + " | ".join(cells) + " |" for cells in (HEAD, ["---"] * len(HEAD), *map(row, results))]
    return "\n".join(lines)


def machine() -> str:
    """What it ran on."""
    return (
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {_postgres()}"
    )


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text("utf-8").splitlines() if described.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.processor() or platform.machine())


def _postgres() -> str:
    if (programs := postgres.binaries()) is None:
        return "no PostgreSQL"
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return f"PostgreSQL {said.split()[2]}"


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1e3:.2f} ms"
