"""Rows that are written together: what one transaction puts into a table, piece by piece, is one statement."""

from sqlalchemy import Executable

from storage.driver import Answer, Driver
from storage.wording import Values


class Later:
    """Where the statements of one table are said: the rows put there are written before the next of them, at the latest
    when the transaction ends, in the order in which they were put."""

    def __init__(self, connection: Driver, insert: Executable) -> None:
        self._connection = connection
        self._insert = insert
        self._rows: list[Values] = []

    def put(self, rows: list[Values]) -> None:
        """Keeps the rows until they are written."""
        self._rows += rows

    def execute(self, statement: Executable, values: Values | list[Values] | None = None) -> Answer:
        """As Driver.execute, of what is in the table with the rows that were put."""
        self.write()
        return self._connection.execute(statement, values)

    def write(self) -> None:
        """Writes what was put."""
        rows, self._rows = self._rows, []
        self._connection.execute(self._insert, rows)
