"""Files: fetched from Slack with the bot's token, kept under their own hash, and posted again for staff."""

import asyncio
import hashlib
import logging
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urljoin, urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError

from handlers.slack import STEADY, Slack, code_of
from handlers.store import Store
from rules.files import LARGEST_KEPT, begins_as_program, is_named_as_program
from rules.forms import LONGEST_FILE_NAME, File, FileTrouble, storable
from rules.records import Attachment

SLACKS_HOSTS = ("files.slack.com", "slack-files.com")
MOST_HOPS = 3
CHUNK = 64 * 1024
TRANSFER = aiohttp.ClientTimeout(total=15, connect=STEADY)  # well inside the lease of who carries it
REDIRECTS = {301, 302, 303, 307, 308}
PASSING = {408, 425, 429}  # as every 5xx: ask again later
GONE = {"file_not_found", "file_deleted"}
NOT_THERE = {"tombstone": FileTrouble.GONE, "hidden_by_limit": FileTrouble.HIDDEN, "external": FileTrouble.ELSEWHERE}

log = logging.getLogger(__name__)


class NotFetched(Exception):
    """The file cannot be had, however often one asks, or is not taken; `name` is its own where it is known."""

    def __init__(self, trouble: FileTrouble, name: str = "") -> None:
        super().__init__(trouble.value)
        self.trouble, self.name = trouble, name


@dataclass(frozen=True)
class Kept:
    """A fetched file: its own name, its hash (which is its name in our store), and where it lies."""

    name: str
    sha256: str
    path: Path


class Files:
    """`api_url` is Slack's address as configured, whose host may serve files too."""

    def __init__(self, slack: Slack, token: str, store: Store, api_url: str) -> None:
        self._slack = slack
        self._token = token
        self._store = store
        self._own = urlsplit(api_url).netloc

    async def kept(self, attachment: Attachment) -> Kept | None:
        """What an earlier try fetched; None when it is not in the store, or not whole."""
        if attachment.sha256 is None:
            return None
        path = await self._store.whole(attachment.sha256)
        return Kept(attachment.file.name, attachment.sha256, path) if path else None

    async def fetch(self, file: File) -> Kept:
        """Fetches and keeps the file. NotFetched when Slack will never give it; SlackApiError or aiohttp's
        ClientError when it may yet."""
        info = await self._info(file)
        # In a shared channel the event carried only the id; the name comes with files.info.
        name = storable(info.get("name") or file.name)[:LONGEST_FILE_NAME]
        try:
            return await self._fetched(info, name)
        except NotFetched as failure:
            failure.name = name
            raise

    async def _fetched(self, info: dict[str, Any], name: str) -> Kept:
        if is_named_as_program(name):
            raise NotFetched(FileTrouble.PROGRAM)
        if int(info.get("size") or 0) > LARGEST_KEPT:
            raise NotFetched(FileTrouble.TOO_LARGE)
        address = info.get("url_private_download") or info.get("url_private")
        if (trouble := NOT_THERE.get(str(info.get("mode")))) or not address:
            raise NotFetched(trouble or FileTrouble.GONE)
        async with aiohttp.ClientSession(timeout=TRANSFER) as session:
            sha256, path = await self._download(session, address, str(info.get("mimetype", "")))
        return Kept(name, sha256, path)

    async def _info(self, file: File) -> dict[str, Any]:
        try:
            answer = await self._slack.steady.files_info(file=file.id)
        except SlackApiError as error:
            if code_of(error) in GONE:
                raise NotFetched(FileTrouble.GONE) from error
            raise
        info: dict[str, Any] = answer["file"]
        return info

    async def upload(self, kept: Kept, alt_text: str) -> str:
        """Uploads the kept file, shared with nobody yet; returns Slack's id for it."""
        size = await asyncio.to_thread(os.path.getsize, kept.path)
        with kept.path.open("rb") as content:
            return await self._uploaded(kept.name, size, content, alt_text)

    async def upload_made(self, name: str, content: bytes, alt_text: str) -> str:
        """The same with a file that is nowhere kept."""
        return await self._uploaded(name, len(content), content, alt_text)

    async def _uploaded(self, name: str, size: int, content: BinaryIO | bytes, alt_text: str) -> str:
        steady = self._slack.steady
        place = await steady.files_getUploadURLExternal(filename=name, length=size, alt_txt=alt_text)
        async with (
            aiohttp.ClientSession(timeout=TRANSFER) as session,
            session.post(place["upload_url"], data=content) as answer,
        ):
            answer.raise_for_status()
        return str(place["file_id"])

    async def share(self, file_id: str, name: str, channel_id: str, thread_ts: str | None, comment: str) -> bool:
        """Shares an uploaded file in a thread, as ours: Slack shares no file across organisations again.

        False when Slack has no such upload waiting: it was shared before, which it allows once, or is gone."""
        try:
            await self._slack.steady.files_completeUploadExternal(
                files=[{"id": file_id, "title": name}],
                channel_id=channel_id,
                thread_ts=thread_ts,
                initial_comment=comment,
            )
        except SlackApiError as error:
            if code_of(error) in GONE:
                return False
            raise
        return True

    async def forget(self, sha256: str | None, file_id: str | None) -> None:
        """Takes a file from our store, by its hash, and our copy of it from Slack; what is gone is no trouble."""
        if file_id is not None:
            try:
                await self._slack.steady.files_delete(file=file_id)
            except SlackApiError as error:
                if code_of(error) not in GONE:
                    raise
        if sha256 is not None:
            await self._store.forget(sha256)

    async def is_shared(self, file_id: str, channel_id: str) -> bool:
        """True when an earlier try shared it after all, though its answer was lost."""
        try:
            answer = await self._slack.steady.files_info(file=file_id)
        except SlackApiError as error:
            if code_of(error) in GONE:
                return False
            raise
        shares = answer["file"].get("shares") or {}
        return any(channel_id in places for places in shares.values())

    async def _download(self, session: aiohttp.ClientSession, address: str, mimetype: str) -> tuple[str, Path]:
        for _hop in range(MOST_HOPS):
            self._refuse_other_hosts(address)
            headers = {"Authorization": f"Bearer {self._token}"}
            async with session.get(address, headers=headers, allow_redirects=False) as answer:
                if answer.status in REDIRECTS:
                    address = urljoin(address, answer.headers.get("Location", ""))
                    continue
                if answer.status in PASSING or answer.status >= 500:
                    answer.raise_for_status()
                # Without the right to read it, Slack answers 200 with its sign-in page (docs/slack.md 6).
                signs_in = answer.content_type == "text/html" and mimetype != "text/html"
                if answer.status != 200 or signs_in:
                    log.warning("a file was refused: HTTP %s, %s", answer.status, answer.content_type)
                    raise NotFetched(FileTrouble.REFUSED)
                return await self._keep(answer)
        raise NotFetched(FileTrouble.REFUSED)

    def _refuse_other_hosts(self, address: str) -> None:
        """The token goes to Slack's hosts and nowhere else."""
        parts = urlsplit(address)
        slacks = parts.scheme == "https" and (parts.hostname or "") in SLACKS_HOSTS
        if not slacks and parts.netloc != self._own:
            log.warning("a file lies elsewhere: %s", parts.hostname)
            raise NotFetched(FileTrouble.ELSEWHERE)

    async def _keep(self, answer: aiohttp.ClientResponse) -> tuple[str, Path]:
        """Streams to disk, and gives the store what is whole: under which hash, and where it lies."""
        self._store.folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        part = tempfile.NamedTemporaryFile(dir=self._store.folder, delete=False)  # noqa: SIM115 - renamed when it is whole
        try:
            with part:
                async for chunk in answer.content.iter_chunked(CHUNK):
                    if not part.tell() and begins_as_program(chunk):
                        raise NotFetched(FileTrouble.PROGRAM)
                    if part.tell() + len(chunk) > LARGEST_KEPT:
                        raise NotFetched(FileTrouble.TOO_LARGE)
                    digest.update(chunk)
                    part.write(chunk)
            sha256 = digest.hexdigest()
            return sha256, await self._store.keep(Path(part.name), sha256)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(part.name)
