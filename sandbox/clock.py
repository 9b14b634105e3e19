"""The sandbox's clock: the machine's, plus an offset that only ever grows."""

import os
import struct
import time
from pathlib import Path

OFFSET = struct.Struct("<d")


class Clock:
    """Unix seconds. With a file (8 bytes, little-endian double) the offset is shared with other programs."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._offset = 0.0
        if file is not None and not file.exists():
            file.write_bytes(OFFSET.pack(0.0))

    def offset(self) -> float:
        """Seconds ahead of the machine."""
        if self._file is not None:
            raw = self._file.read_bytes()
            self._offset = max(self._offset, OFFSET.unpack(raw)[0] if len(raw) == OFFSET.size else 0.0)
        return self._offset

    def now(self) -> float:
        """The instant, as people in the sandbox see it."""
        return time.time() + self.offset()

    def advance(self, seconds: float) -> float:
        """Winds forward (never back) and gives the new instant."""
        if not 0 <= seconds < 1e11:
            raise ValueError("the clock only advances")
        self._offset = self.offset() + seconds
        if self._file is not None:
            self._write(self._file)
        return self.now()

    def _write(self, file: Path) -> None:
        fresh = file.with_name(file.name + ".new")
        fresh.write_bytes(OFFSET.pack(self._offset))
        os.replace(fresh, file)
