"""The documents' pictures are those that are taken, and small."""

from tests.browser.pictures import FOLDER, PICTURES

LARGEST = 150_000  # bytes


def test_each_picture_is_there_and_small() -> None:
    kept = {file.stem: file.stat().st_size for file in FOLDER.iterdir()}
    assert set(kept) == {picture.name for picture in PICTURES}
    assert [name for name, size in kept.items() if size > LARGEST] == []
