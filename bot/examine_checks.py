"""The doctor's look at our own checks: which sites nobody looks at although they are under operation and management."""

from bot.findings import Finding, ok, problem

MOST_NAMED = 10


def checks(hosts: list[str]) -> Finding:
    """Whether a page of each is looked at; `hosts` are those of which none is."""
    if not hosts:
        return ok("checks: a page of every site under operation and management is looked at")
    more = len(hosts) - MOST_NAMED
    some = ", ".join(hosts[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return problem(
        f"checks: nobody looks at {some}",
        "in Slack, in the App Home under Manage: name a page to look at in the form of each site",
    )
