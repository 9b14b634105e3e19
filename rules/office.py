"""The office: when its desk and its phone are open (process.md section 4), and which day it is there."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from rules.holidays_norway import norwegian_holidays
from rules.working_hours import NORWAY, Calendar

DESK_HOURS = NORWAY
PHONE_HOURS = Calendar(NORWAY.timezone, {day: [(time(8), time(16))] for day in range(5)}, closed=norwegian_holidays)


def local_date(hours: Calendar, at: datetime) -> date:
    """The office's date at this instant."""
    return at.astimezone(ZoneInfo(hours.timezone)).date()
