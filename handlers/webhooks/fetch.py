"""What a signature needs from the web: small, soon, and from where it was asked for."""

from aiohttp import ClientError, ClientSession, ClientTimeout

from handlers.webhooks.authentic import NotAuthentic

PATIENCE = 5.0  # seconds
LARGEST = 65_536  # bytes
MOST_KEPT = 20


class Web:
    """Remembers certificates, which never change at their address."""

    def __init__(self) -> None:
        self._certificates: dict[str, bytes] = {}

    async def fetch(self, address: str) -> bytes:
        """What lies there. Follows no redirect. NotAuthentic when it cannot be had."""
        if address in self._certificates:
            return self._certificates[address]
        try:
            content = await _content(address)
        except (ClientError, TimeoutError, OSError) as failure:
            raise NotAuthentic("What its signature needs cannot be fetched.") from failure
        if address.endswith(".pem"):
            if len(self._certificates) >= MOST_KEPT:
                self._certificates.clear()
            self._certificates[address] = content
        return content


async def _content(address: str) -> bytes:
    async with (
        ClientSession(timeout=ClientTimeout(total=PATIENCE)) as session,
        session.get(address, allow_redirects=False) as answer,
    ):
        parts: list[bytes] = []
        async for part in answer.content.iter_chunked(LARGEST):
            parts.append(part)
            if sum(map(len, parts)) > LARGEST:
                raise NotAuthentic("What its signature needs is larger than it should be.")
        if answer.status != 200:
            raise NotAuthentic("What its signature needs cannot be fetched.")
        return b"".join(parts)
