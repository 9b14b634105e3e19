"""Where files of cases are kept: a folder, and behind it any place that fsspec knows. Each file's name is its hash."""

import asyncio
import hashlib
import importlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path


class Store:
    """A folder of this machine."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def whole(self, sha256: str) -> Path | None:
        """Where the file lies here; None when it is not in the store, or not whole."""
        path = self.folder / sha256
        return path if await asyncio.to_thread(_hash_of, path) == sha256 else None

    async def keep(self, part: Path, sha256: str) -> Path:
        """Takes the finished file in: it appears under its hash at once or not at all."""
        path = self.folder / sha256
        await asyncio.to_thread(os.replace, part, path)
        return path

    async def forget(self, sha256: str) -> None:
        """Takes the file away; one that is gone is no trouble."""
        await asyncio.to_thread((self.folder / sha256).unlink, missing_ok=True)


class FarStore(Store):
    """A place that fsspec knows by its address, like s3://bucket/saksgang. The folder holds what is under way, and what
    was fetched lately: it can be emptied at any time. ImportError when fsspec, or what it needs there, is missing."""

    def __init__(self, folder: Path, address: str) -> None:
        super().__init__(folder)
        # Only who keeps files elsewhere installs it.
        fsspec = importlib.import_module("fsspec")
        self._far, root = fsspec.core.url_to_fs(address)
        self._root = str(root).rstrip("/")

    async def whole(self, sha256: str) -> Path | None:
        """As in a folder; what is not there is looked for at the place, and comes from there."""
        return await super().whole(sha256) or await asyncio.to_thread(self._brought, sha256)

    async def keep(self, part: Path, sha256: str) -> Path:
        """As in a folder, and it is at the place before anybody can say that it is kept."""
        await asyncio.to_thread(self._taken_there, part, sha256)
        return await super().keep(part, sha256)

    async def forget(self, sha256: str) -> None:
        """Takes the file away from both."""
        await asyncio.to_thread(self._gone_there, sha256)
        await super().forget(sha256)

    def _there(self, sha256: str) -> str:
        return f"{self._root}/{sha256}"

    def _taken_there(self, part: Path, sha256: str) -> None:
        self._far.makedirs(self._root, exist_ok=True)
        self._far.put_file(str(part), self._there(sha256))

    def _brought(self, sha256: str) -> Path | None:
        self.folder.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=self.folder)
        os.close(handle)
        try:
            with suppress(FileNotFoundError):
                self._far.get_file(self._there(sha256), part)
                if _hash_of(Path(part)) == sha256:
                    os.replace(part, self.folder / sha256)
                    return self.folder / sha256
            return None
        finally:
            Path(part).unlink(missing_ok=True)

    def _gone_there(self, sha256: str) -> None:
        with suppress(FileNotFoundError):
            self._far.rm_file(self._there(sha256))


def store_at(folder: Path, address: str) -> Store:
    """The store at this address; without one it is the folder alone."""
    return FarStore(folder, address) if address else Store(folder)


def _hash_of(path: Path) -> str | None:
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except FileNotFoundError:
        return None
