"""Files fetched from a Slack that refuses, stumbles or breaks off: asked again, or given up with a reason."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError

from handlers.files import Files, NotFetched
from handlers.store import Store
from rules.forms import File, FileTrouble
from rules.records import Attachment

PICTURE = File("F1", "skjermbilde.png", 3, "image/png")


class ToldSlack:
    """Serves one file as it is told: `statuses` first, one for each try."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.breaks_off = False
        self.info: dict[str, Any] = {"mimetype": "image/png"}
        self.refusal: Exception | None = None
        self.steady = SimpleNamespace(files_info=self._info, files_completeUploadExternal=self._complete)

    async def _info(self, file: str) -> dict[str, Any]:
        if self.refusal:
            raise self.refusal
        return {"file": self.info}

    async def _complete(self, **_call: Any) -> None:
        if self.refusal:
            raise self.refusal

    async def serve(self, request: web.Request) -> web.StreamResponse:
        if self.statuses:
            return web.Response(status=self.statuses.pop(0))
        if not self.breaks_off:
            return web.Response(body=b"hei", content_type="image/png")
        answer = web.StreamResponse(headers={"Content-Length": "1000"})
        await answer.prepare(request)
        await answer.write(b"hei")
        assert request.transport is not None
        request.transport.close()
        return answer


@pytest.fixture
async def slack() -> AsyncIterator[ToldSlack]:
    told = ToldSlack()
    app = web.Application()
    app.router.add_get("/file", told.serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    told.info["url_private_download"] = f"http://127.0.0.1:{runner.addresses[0][1]}/file"
    yield told
    await runner.cleanup()


@pytest.fixture
def files(slack: Any, tmp_path: Path) -> Files:
    return Files(slack, "xoxb-1", Store(tmp_path / "kept"), slack.info["url_private_download"])


def refused(code: str) -> SlackApiError:
    return SlackApiError(code, SimpleNamespace(data={"error": code}))  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("status", [429, 408, 500, 502, 503])
async def test_one_stumble_means_another_try(slack: ToldSlack, files: Files, status: int) -> None:
    slack.statuses = [status]
    with pytest.raises(aiohttp.ClientError):
        await files.fetch(PICTURE)
    assert (await files.fetch(PICTURE)).path.read_bytes() == b"hei"


async def test_a_broken_download_leaves_nothing_behind_and_means_another_try(
    slack: ToldSlack, files: Files, tmp_path: Path
) -> None:
    slack.breaks_off = True
    with pytest.raises(aiohttp.ClientError):
        await files.fetch(PICTURE)
    assert list((tmp_path / "kept").iterdir()) == []
    slack.breaks_off = False
    kept = await files.fetch(PICTURE)
    assert list((tmp_path / "kept").iterdir()) == [kept.path]


@pytest.mark.parametrize("code", ["file_not_found", "file_deleted"])
async def test_a_file_that_is_gone_is_given_up_at_once(slack: ToldSlack, files: Files, code: str) -> None:
    slack.refusal = refused(code)
    with pytest.raises(NotFetched, match=FileTrouble.GONE.value):
        await files.fetch(PICTURE)


async def test_any_other_refusal_is_the_couriers(slack: ToldSlack, files: Files) -> None:
    slack.refusal = refused("internal_error")
    with pytest.raises(SlackApiError):
        await files.fetch(PICTURE)


@pytest.mark.parametrize(
    ("info", "trouble"),
    [
        ({"mode": "tombstone"}, FileTrouble.GONE),
        ({"mode": "hidden_by_limit"}, FileTrouble.HIDDEN),
        ({"mode": "external"}, FileTrouble.ELSEWHERE),
        ({"url_private_download": "https://evil.no/file"}, FileTrouble.ELSEWHERE),
        ({"url_private_download": None}, FileTrouble.GONE),
    ],
)
async def test_what_cannot_be_had_has_a_reason(
    slack: ToldSlack, files: Files, info: dict[str, Any], trouble: FileTrouble
) -> None:
    slack.info |= info
    with pytest.raises(NotFetched, match=trouble.value):
        await files.fetch(PICTURE)


@pytest.mark.parametrize("status", [401, 403, 404, 410])
async def test_a_refused_download_is_given_up(slack: ToldSlack, files: Files, status: int) -> None:
    slack.statuses = [status]
    with pytest.raises(NotFetched, match=FileTrouble.REFUSED.value):
        await files.fetch(PICTURE)


async def test_what_was_fetched_is_kept_while_it_is_whole(files: Files) -> None:
    fetched = await files.fetch(PICTURE)
    attachment = Attachment(1, 1, PICTURE, fetched.sha256)
    assert await files.kept(attachment) == fetched
    fetched.path.write_bytes(b"he")
    assert await files.kept(attachment) is None
    fetched.path.unlink()
    assert await files.kept(attachment) is None
    assert await files.kept(Attachment(1, 1, PICTURE, None)) is None


async def test_an_upload_that_slack_does_not_have_is_not_shared(slack: ToldSlack, files: Files) -> None:
    assert await files.share("FUP", "a.png", "C1", "1.0", "") is True
    slack.refusal = refused("file_not_found")
    assert await files.share("FUP", "a.png", "C1", "1.0", "") is False
    slack.refusal = refused("internal_error")
    with pytest.raises(SlackApiError):
        await files.share("FUP", "a.png", "C1", "1.0", "")
