"""How fast it is, as paired ratios: `python3 bootstrap.py bench`."""

import argparse
import asyncio
import logging
import sys

from bench import acks, clocks, draining, lateness, posted, stored, table, transactions
from bench.rounds import QUICK, Comparison, NotHere, Result, Size, compare

COMPARISONS: list[Comparison] = [
    *acks.COMPARISONS,
    *transactions.COMPARISONS,
    *posted.COMPARISONS,
    *draining.COMPARISONS,
    *stored.COMPARISONS,
    *clocks.COMPARISONS,
    *lateness.COMPARISONS,
]
FEWEST = 5  # rounds that a median is taken of


def main(arguments: list[str] | None = None) -> None:
    """Runs the comparisons and prints their table; exits 0 whatever the goals say: they are for people to read."""
    given = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.ERROR)
    chosen = [one for one in COMPARISONS if not given.only or one.name in given.only]
    size, rounds = (QUICK, 1) if given.quick else (Size(), given.rounds)
    results = asyncio.run(_run(chosen, size, rounds))
    if given.markdown:
        print("", table.markdown(results, rounds), sep="\n")


async def _run(chosen: list[Comparison], size: Size, rounds: int) -> list[Result]:
    print(table.machine(), file=sys.stderr)
    results = []
    for comparison in chosen:
        try:
            results.append(await compare(comparison, size, rounds))
        except NotHere as why:
            print(f"{comparison.name}: left out. {why}", file=sys.stderr)
        else:
            print(table.plain(results[-1]), flush=True)
    return results


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    names = [one.name for one in COMPARISONS]
    parser.add_argument("--only", action="append", choices=names, metavar="NAME", help=f"one of: {', '.join(names)}")
    parser.add_argument("--rounds", type=int, default=FEWEST, help=f"rounds of each comparison ({FEWEST})")
    parser.add_argument("--quick", action="store_true", help="one tiny round of each, to see that all of it works")
    parser.add_argument("--markdown", action="store_true", help="print the table for a page at the end")
    return parser


if __name__ == "__main__":
    main()
