"""What was sent to the control: names and values, missing ones refused."""

from sandbox.errors import CannotDo
from sandbox.kinds import Json


class Body:
    """The JSON of one verb, or the query of one question."""

    def __init__(self, given: Json) -> None:
        self.given = given

    def maybe(self, name: str) -> str | None:
        """A text, or None when absent or empty."""
        value = self.given.get(name)
        return None if value is None or value == "" else str(value)

    def need(self, name: str) -> str:
        """A text that must be there."""
        value = self.maybe(name)
        if value is None:
            raise CannotDo(f"{name}_is_needed")
        return value

    def either(self, *names: str) -> str:
        """The first of these that is there."""
        for name in names:
            if self.maybe(name):
                return self.need(name)
        raise CannotDo(f"{names[0]}_is_needed")

    def seconds(self, name: str, default: float) -> float:
        """A number of seconds, 0 or more."""
        try:
            value = float(self.given.get(name, default))
        except (TypeError, ValueError):
            raise CannotDo(f"{name}_is_no_number") from None
        if not 0 <= value < 1e11:
            raise CannotDo(f"{name}_must_not_be_negative")
        return value
