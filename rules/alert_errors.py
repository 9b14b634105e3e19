"""What may be wrong with what somebody wants to do about an alert."""

from dataclasses import dataclass

from rules.errors import RuleError


@dataclass(eq=False)
class AlertUnknown(RuleError):
    """There is no such alert."""


@dataclass(eq=False)
class AlertOver(RuleError):
    """The alert is over: there is nothing left to do about it."""


@dataclass(eq=False)
class AlertOfNobody(RuleError):
    """The alert is of no customer we know, or of many."""


@dataclass(eq=False)
class NoLetters(RuleError):
    """No letter about the alert is to come that could tell the customer something."""


@dataclass(eq=False)
class AlertIsCase(RuleError):
    """The alert is a case already, of this number."""

    number: int


@dataclass(eq=False)
class StillFailing(RuleError):
    """So many alerts still fail of what is said to be over."""

    count: int


@dataclass(eq=False)
class SetAsideGone(RuleError):
    """What was set aside is kept no longer."""


@dataclass(eq=False)
class WindowGone(RuleError):
    """The maintenance window is over already."""
