"""Where files are kept: in a folder, or at a place that fsspec knows."""

import hashlib
import importlib
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from handlers.store import FarStore, Store, store_at

CONTENT = b"a picture"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


class Bucket:
    """A place as fsspec shows it."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}

    def makedirs(self, path: str, exist_ok: bool) -> None:
        assert exist_ok

    def put_file(self, here: str, there: str) -> None:
        self.held[there] = Path(here).read_bytes()

    def get_file(self, there: str, here: str) -> None:
        if there not in self.held:
            raise FileNotFoundError(there)
        Path(here).write_bytes(self.held[there])

    def rm_file(self, there: str) -> None:
        if self.held.pop(there, None) is None:
            raise FileNotFoundError(there)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Bucket:
    found = Bucket()
    fsspec = SimpleNamespace(core=SimpleNamespace(url_to_fs=lambda address: (found, address.partition("://")[2])))
    real: Callable[..., Any] = importlib.import_module
    monkeypatch.setattr(importlib, "import_module", lambda name: fsspec if name == "fsspec" else real(name))
    return found


async def _kept(store: Store) -> Path:
    store.folder.mkdir(parents=True, exist_ok=True)
    part = store.folder / "part"
    part.write_bytes(CONTENT)
    return await store.keep(part, SHA256)


async def test_a_folder_keeps_a_file_under_its_hash_until_it_is_forgotten(tmp_path: Path) -> None:
    store = store_at(tmp_path / "kept", "")
    path = await _kept(store)
    assert [one.name for one in store.folder.iterdir()] == [SHA256]
    assert await store.whole(SHA256) == path
    path.write_bytes(b"half")
    assert await store.whole(SHA256) is None, "what is not whole is not there"
    await store.forget(SHA256)
    await store.forget(SHA256)
    assert list(store.folder.iterdir()) == []


async def test_a_place_far_away_keeps_it_also_when_the_folder_is_emptied(tmp_path: Path, bucket: Bucket) -> None:
    store = store_at(tmp_path / "lately", "s3://bucket/saksgang")
    path = await _kept(store)
    assert bucket.held == {f"bucket/saksgang/{SHA256}": CONTENT}
    path.unlink()
    assert await store.whole(SHA256) == path
    assert path.read_bytes() == CONTENT
    await store.forget(SHA256)
    assert bucket.held == {}
    assert list(store.folder.iterdir()) == []


async def test_what_is_not_whole_there_either_is_not_in_the_store(tmp_path: Path, bucket: Bucket) -> None:
    store = FarStore(tmp_path / "lately", "s3://bucket/")
    assert await store.whole(SHA256) is None
    bucket.held[f"bucket/{SHA256}"] = b"half"
    assert await store.whole(SHA256) is None
    assert list(store.folder.iterdir()) == []
