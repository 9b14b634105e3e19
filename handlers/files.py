"""Files: fetched from Slack with the bot's token, kept under their own hash, and posted again for staff."""

import asyncio
import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError

from handlers.slack import STEADY, Slack
from rules.forms import File

SLACKS_HOSTS = ("files.slack.com", "slack-files.com")
MOST_HOPS = 3
CHUNK = 64 * 1024
TRANSFER = aiohttp.ClientTimeout(total=15, connect=STEADY)  # well inside the lease of who carries it
REDIRECTS = {301, 302, 303, 307, 308}


class NotFetched(Exception):
    """The file cannot be had; the message is the reason people are shown."""


@dataclass(frozen=True)
class Kept:
    """A fetched file: its own name, its hash (which is its name in our store), and where it lies."""

    name: str
    sha256: str
    path: Path


class Files:
    """The store is a folder; `api_url` is Slack's address as configured, whose host may serve files too."""

    def __init__(self, slack: Slack, token: str, folder: Path, api_url: str) -> None:
        self._slack = slack
        self._token = token
        self._folder = folder
        self._own = urlsplit(api_url).netloc

    async def fetch(self, file: File) -> Kept:
        """Fetches and keeps the file. NotFetched when Slack does not give it."""
        answer = await self._slack.steady.files_info(file=file.id)
        info = answer["file"]
        address = info.get("url_private_download") or info.get("url_private")
        if not address or info.get("mode") in {"tombstone", "hidden_by_limit", "external"}:
            raise NotFetched(str(info.get("mode") or "no address"))
        async with aiohttp.ClientSession(timeout=TRANSFER) as session:
            sha256 = await self._download(session, address, str(info.get("mimetype", "")))
        # In a shared channel the event carried only the id; the name comes with files.info.
        return Kept(info.get("name") or file.name, sha256, self._folder / sha256)

    async def upload(self, kept: Kept, alt_text: str) -> str:
        """Uploads the kept file, shared with nobody yet; returns Slack's id for it."""
        client = self._slack.steady
        size = await asyncio.to_thread(os.path.getsize, kept.path)
        place = await client.files_getUploadURLExternal(filename=kept.name, length=size, alt_txt=alt_text)
        async with aiohttp.ClientSession(timeout=TRANSFER) as session:
            with kept.path.open("rb") as content:
                async with session.post(place["upload_url"], data=content) as answer:
                    answer.raise_for_status()
        return str(place["file_id"])

    async def share(self, file_id: str, name: str, channel_id: str, thread_ts: str | None, comment: str) -> None:
        """Shares an uploaded file in a thread, as ours: Slack shares no file across organisations again."""
        await self._slack.steady.files_completeUploadExternal(
            files=[{"id": file_id, "title": name}],
            channel_id=channel_id,
            thread_ts=thread_ts,
            initial_comment=comment,
        )

    async def is_shared(self, file_id: str, channel_id: str) -> bool:
        """True when an earlier try shared it after all, though its answer was lost."""
        try:
            answer = await self._slack.steady.files_info(file=file_id)
        except SlackApiError as error:
            if error.response["error"] in {"file_not_found", "file_deleted"}:
                return False
            raise
        shares = answer["file"].get("shares") or {}
        return any(channel_id in places for places in shares.values())

    async def _download(self, session: aiohttp.ClientSession, address: str, mimetype: str) -> str:
        for _hop in range(MOST_HOPS):
            self._refuse_other_hosts(address)
            headers = {"Authorization": f"Bearer {self._token}"}
            async with session.get(address, headers=headers, allow_redirects=False) as answer:
                if answer.status in REDIRECTS:
                    address = urljoin(address, answer.headers.get("Location", ""))
                    continue
                if answer.status != 200:
                    raise NotFetched(f"HTTP {answer.status}")
                # Without the right to read it, Slack answers 200 with its sign-in page (docs/slack.md 6).
                if answer.content_type == "text/html" and mimetype != "text/html":
                    raise NotFetched("a sign-in page came instead")
                return await self._keep(answer)
        raise NotFetched("too many redirects")

    def _refuse_other_hosts(self, address: str) -> None:
        """The token goes to Slack's hosts and nowhere else."""
        parts = urlsplit(address)
        slacks = parts.scheme == "https" and (parts.hostname or "") in SLACKS_HOSTS
        if not slacks and parts.netloc != self._own:
            raise NotFetched(f"it lies elsewhere ({parts.hostname})")

    async def _keep(self, answer: aiohttp.ClientResponse) -> str:
        """Streams to disk; the finished file appears under its hash at once or not at all."""
        self._folder.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as part:
            async for chunk in answer.content.iter_chunked(CHUNK):
                digest.update(chunk)
                part.write(chunk)
        name = digest.hexdigest()
        await asyncio.to_thread(os.replace, part.name, self._folder / name)
        return name
