"""Secrets the house made for itself when its database was set up. They are never shown and never exported."""

from sqlalchemy import Column, String, Table, bindparam, select

from storage.driver import Driver
from storage.tables import metadata

house_secrets = Table(
    "house_secrets",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("secret", String(64), nullable=False),
)

ACKNOWLEDGING = "acknowledging"
_GET = select(house_secrets.c.secret).where(house_secrets.c.name == bindparam("of_name"))


class Secrets:
    """Each by its name."""

    def __init__(self, connection: Driver) -> None:
        self._connection = connection

    def acknowledging(self) -> bytes:
        """What the links are signed with that acknowledge a page."""
        return bytes.fromhex(self._connection.execute(_GET, {"of_name": ACKNOWLEDGING}).scalar_one())
