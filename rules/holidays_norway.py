"""Norwegian public holidays (lov om helligdager 1995-02-24 nr. 12, lov om 1 og 17 mai 1947-04-26 nr. 1), computed."""

from datetime import date
from functools import cache


@cache
def norwegian_holidays(year: int) -> frozenset[date]:
    """The public holidays of a year, ordinary Sundays not counted. Known from 1901 through 2100.

    One that falls on a weekend moves nothing; half days (24 and 31 December) are no holidays but the desk's choice.
    """
    # Imported here because it takes 0.2 s with its first year, and most who import the rules never ask.
    from holidays import country_holidays

    return frozenset(country_holidays("NO", years=year, language="no"))
