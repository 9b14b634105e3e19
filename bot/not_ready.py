"""A database that cannot be worked with, and the mend."""

from bot.findings import Finding, problem
from storage.inspection import NotReady, Standing

MIGRATE = "python3 bootstrap.py migrate"


def not_ready(why: NotReady) -> Finding:
    """The problem as people are told it."""
    match why.standing:
        case Standing.MISSING:
            return problem(
                f"database: there is no {why} yet", f"{MIGRATE} makes it; its folder must be there (DATABASE_URL)"
            )
        case Standing.OLDER:
            return problem(f"database: it is older than this version ({why})", MIGRATE)
        case Standing.NEWER:
            return problem(
                f"database: it is newer than this version ({why})", "run the newer version, or restore a backup"
            )
        case Standing.UNREACHABLE:
            return problem(
                f"database: it cannot be reached ({why})", "check DATABASE_URL, and that its server runs and lets us in"
            )
