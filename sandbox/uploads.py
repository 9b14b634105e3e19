"""Files as people attach them: `{name, content_base64}`, or `{name, size}` for so many zero bytes, or `{name,
external_url}` for what lies with another service.

docs.slack.dev/reference/block-kit/block-elements/file-input-element.
"""

import base64
import binascii
from typing import Any

from sandbox.errors import CannotDo
from sandbox.slack import LocalSlack
from sandbox.world import File, Person

MOST_BYTES = 10 * 1024 * 1024  # docs.slack.dev/reference/block-kit/block-elements/file-input-element

MOST_SIZE = 10**12


def attach(slack: LocalSlack, who: Person, given: Any) -> list[File]:
    """The files, owned by this person. Above 10 MB only the size is kept: no client would send them in a form."""
    if not isinstance(given, list):
        raise CannotDo("files_must_be_a_list")
    return [_file(slack, who, each) for each in given]


def _file(slack: LocalSlack, who: Person, given: Any) -> File:
    if not isinstance(given, dict) or not given.get("name"):
        raise CannotDo("a_file_needs_a_name")
    name = str(given["name"])
    file = File(slack.ids.next("F"), name, name, who.id, who.team_id, int(slack.clock.now()))
    if given.get("external_url"):
        file.external_url, file.content = str(given["external_url"]), b""
    elif "content_base64" in given:
        file.content = _bytes(str(given["content_base64"]))
        file.size = len(file.content)
    else:
        file.size = _size(given.get("size", 0))
        file.content = bytes(min(file.size, MOST_BYTES))
    slack.world.files[file.id] = file
    return file


def _size(given: object) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or not 0 <= given < MOST_SIZE:
        raise CannotDo("size_must_be_a_number_of_bytes")
    return given


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error:
        raise CannotDo("content_base64_is_not_base64") from None
