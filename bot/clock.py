"""The desk's clock: the machine's, plus what the demo has wound it forward by."""

import asyncio
import struct
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

OFFSET = struct.Struct("<d")  # seconds, in a file of 8 bytes that the demo's Slack reads too
LOOKED_AT = 0.05  # seconds between two looks at that file


class Clock:
    """Without a file it is the machine's clock. It only ever advances."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._offset = 0.0

    def now(self) -> datetime:
        """The instant (UTC)."""
        return datetime.fromtimestamp(time.time() + self.offset(), UTC)

    def offset(self) -> float:
        """Seconds the clock is ahead of the machine's; a file that is gone or half written changes nothing."""
        if self._file is not None:
            try:
                self._offset = max(self._offset, OFFSET.unpack(self._file.read_bytes())[0])
            except (OSError, struct.error):
                return self._offset
        return self._offset

    async def watch(self, on_wound: Callable[[], None]) -> None:
        """Calls `on_wound` whenever the clock was wound on, until cancelled."""
        known = self.offset()
        while True:
            await asyncio.sleep(LOOKED_AT)
            if (offset := self.offset()) != known:
                known = offset
                on_wound()
