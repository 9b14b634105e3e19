"""The desk's clock: the machine's, plus what the demo has wound it forward by."""

import struct
import time
from datetime import UTC, datetime
from pathlib import Path

OFFSET = struct.Struct("<d")  # seconds, in a file of 8 bytes that the demo's Slack reads too


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
