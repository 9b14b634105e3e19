"""Files in and out: through a form, with a message, from the app; and who may read them."""

import base64
from dataclasses import replace
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from tests.sandbox.house import Connect, House
from tests.sandbox.payloads import modal, upload
from tests.sandbox.test_views import open_form

PNG = b"\x89PNG not really"
SENT = {"name": "skjermbilde æ.png", "content_base64": base64.b64encode(PNG).decode()}
MEGABYTE = 1024 * 1024


async def fetch(house: House, address: str, token: str | None) -> tuple[str, bytes]:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with house.session.get(address, headers=headers) as answer:
        assert answer.status == 200
        return answer.content_type, await answer.read()


async def test_a_file_never_goes_under_another_name(house: House) -> None:
    """Uploads cannot be re-authored (python-slack-sdk#1228): the name is passed over, the file is the bot's own."""
    made = await house.web.files_getUploadURLExternal(filename="a.txt", length=1)
    async with house.session.post(made["upload_url"], data=b"x") as answered:
        assert answered.status == 200
    files = [{"id": made["file_id"]}]
    told = await house.call("files.completeUploadExternal", files=files, channel_id=house.shared, username="Kari")
    assert told["ok"]
    (message,) = (await house.web.conversations_history(channel=house.shared))["messages"]
    assert ("username" not in message, message["user"]) == (True, house.slack.world.bot.user_id)


async def test_a_file_in_a_shared_channel_is_a_stub_until_asked_for(house: House) -> None:
    await house.control.do("say", user="Kari", channel=house.shared, text="See", files=[SENT])
    (event,) = await house.control.events("message")
    assert event["event"]["subtype"] == "file_share"
    (stub,) = event["event"]["files"]
    assert stub["file_access"] == "check_file_info"
    assert "name" not in stub
    file = (await house.web.files_info(file=stub["id"]))["file"]
    assert (file["name"], file["mimetype"], file["size"]) == (SENT["name"], "image/png", len(PNG))
    (message,) = (await house.web.conversations_history(channel=house.shared))["messages"]
    assert message["files"][0]["name"] == SENT["name"], "history gives the whole file"
    assert await fetch(house, file["url_private_download"], house.facts["bot_token"]) == ("image/png", PNG)


@pytest.mark.parametrize("token", [None, "xoxb-wrong"])
async def test_without_the_right_token_comes_a_sign_in_page(house: House, token: str | None) -> None:
    said = await house.control.do("say", user="Kari", channel=house.shared, files=[SENT])
    file = (await house.web.files_info(file=said["files"][0]))["file"]
    kind, body = await fetch(house, file["url_private"], token)
    assert kind == "text/html"
    assert b"Sign in" in body


async def test_a_file_where_the_bot_is_not(house: House) -> None:
    said = await house.control.do("say", user="Kari", channel="office", files=[SENT])
    assert (await house.refusal("files.info", file=said["files"][0]))[0] == "file_not_found"


async def test_a_file_comes_with_a_form(house: House, bolt: AsyncApp, connect: Connect) -> None:
    sent: list[dict[str, Any]] = []

    @bolt.view("form")
    async def take(ack: Any, body: dict[str, Any]) -> None:
        sent.append(body)
        await ack()

    await connect(bolt)
    opened = await open_form(house, modal(upload(3) | {"block_id": "files"}, callback_id="form"))
    told = await house.control.do("submit", user="Kari", view_id=opened["id"], values={"Label": [SENT]})
    assert told["acked"]
    (state,) = sent[0]["view"]["state"]["values"]["files"].values()
    (file,) = state["files"]
    assert (await house.web.files_info(file=file["id"]))["file"]["user"] == house.kari
    assert await fetch(house, file["url_private"], house.facts["bot_token"]) == ("image/png", PNG)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ([{"name": f"{number}.png", "size": 1} for number in range(11)], "You can upload up to 10 files."),
        ([{"name": "large.mov", "size": 50 * MEGABYTE}], "Files must be 10 MB or less."),
    ],
    ids=["eleven", "50 MB"],
)
async def test_what_a_form_does_not_take(house: House, files: list[dict[str, Any]], said: str) -> None:
    opened = await open_form(house, modal(upload(10)))
    told = await house.control.do("submit", user="Kari", view_id=opened["id"], values={"Label": files})
    assert told["errors"] == {"Label": said}


async def test_an_upload_that_is_no_base64(house: House) -> None:
    broken = {"name": "a.png", "content_base64": "AAAA*AAA="}
    told = await house.control.do("say", user="Kari", channel=house.shared, files=[broken])
    assert told["error"] == "content_base64_is_not_base64"


async def test_the_app_uploads_into_a_thread(house: House) -> None:
    root = await house.web.chat_postMessage(channel=house.shared, text="SG-1001")
    await house.web.files_upload_v2(
        content=PNG,
        filename="a.png",
        title="Screenshot",
        channel=house.shared,
        thread_ts=root["ts"],
        initial_comment="From Kari",
    )
    thread = (await house.web.conversations_replies(channel=house.shared, ts=root["ts"]))["messages"]
    assert thread[1]["text"] == "From Kari"
    (file,) = thread[1]["files"]
    assert (file["title"], file["size"]) == ("Screenshot", len(PNG))
    assert file["shares"]["public"][house.shared][0]["ts"] == thread[1]["ts"]
    again = {"files": [{"id": file["id"]}], "channel_id": house.shared}
    assert (await house.refusal("files.completeUploadExternal", **again))[0] == "file_not_found"


async def test_what_was_uploaded_cannot_run_in_the_page(house: House) -> None:
    page = {"name": "x.html", "content_base64": base64.b64encode(b"<script>").decode()}
    said = await house.control.do("say", user="Kari", channel=house.shared, files=[page])
    async with house.session.get(f"{house.facts['url']}/_page/files/{said['files'][0]}") as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["Content-Security-Policy"]


async def test_the_app_takes_away_its_own_file_and_nobody_elses(house: House) -> None:
    place = await house.web.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    async with house.session.post(place["upload_url"], data=PNG) as answer:
        answer.raise_for_status()
    await house.web.files_completeUploadExternal(
        files=[{"id": place["file_id"], "title": "a"}], channel_id=house.shared, initial_comment="See"
    )
    await house.web.files_delete(file=place["file_id"])
    (message,) = (await house.web.conversations_history(channel=house.shared))["messages"]
    assert (message["text"], message["files"]) == ("See", [{"id": place["file_id"], "mode": "tombstone"}])
    assert (await house.refusal("files.delete", file=place["file_id"]))[0] == "file_deleted"
    said = await house.control.do("say", user="Kari", channel=house.shared, files=[SENT])
    assert (await house.refusal("files.delete", file=said["files"][0]))[0] == "cant_delete_file"


async def test_a_file_from_its_first_sharing_to_its_end(house: House) -> None:
    said = await house.control.do("say", user="Kari", channel=house.shared, text="Look", files=[SENT])
    (file,) = said["files"]
    await house.control.do("file", user="Kari", file=file, title="The till")
    assert (await house.web.files_info(file=file))["file"]["title"] == "The till"
    assert (await house.control.do("file", user="Anna", file=file, delete=True))["error"] == "no_such_file"
    await house.control.do("file", user="Kari", file=file, delete=True)
    told = [(await house.control.events(f"file_{name}"))[0] for name in ("created", "shared", "change", "deleted")]
    assert {each["event"]["file_id"] for each in told} == {file}
    assert [each["is_ext_shared_channel"] for each in told] == [True] * 4
    assert told[0]["event"]["user_id"] == house.kari
    assert told[3]["event"]["channel_ids"] == [house.shared]
    changed = (await house.control.events("message"))[-1]["event"]
    assert changed["message"]["files"] == [{"id": file, "mode": "tombstone"}]
    assert changed["previous_message"]["files"][0]["file_access"] == "check_file_info"
    assert (await house.refusal("files.info", file=file))[0] == "file_deleted"
    assert (await house.web.files_list())["files"] == []
    (shown,) = (await house.control.see("messages", channel=house.shared))["messages"]
    assert shown["files"] == []


async def test_nothing_is_told_of_files_where_the_app_is_not(house: House) -> None:
    said = await house.control.do("say", user="Anna", channel="general", files=[SENT])
    await house.control.do("file", user="Anna", file=said["files"][0], title="Ours")
    await house.control.do("file", user="Anna", file=said["files"][0], delete=True)
    assert (await house.control.see("deliveries"))["deliveries"] == []


async def test_a_share_takes_an_id_and_tells_its_places_later(house: House) -> None:
    place = await house.web.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    async with house.session.post(place["upload_url"], data=PNG) as answer:
        answer.raise_for_status()
    wanted = {"files": [{"id": place["file_id"]}]}
    refused = await house.refusal("files.completeUploadExternal", **wanted, channel_id="fjord-foods")
    assert refused[0] == "channel_not_found"
    done = await house.web.files_completeUploadExternal(files=wanted["files"], channel_id=house.shared)
    assert done["files"][0]["shares"] == {}
    assert list((await house.web.files_info(file=place["file_id"]))["file"]["shares"]["public"]) == [house.shared]


async def test_what_no_shared_channel_takes(house: House) -> None:
    house.slack.config = replace(house.slack.config, refused_files=("exe",))
    await house.control.do("invite_bot", user="Anna", channel="general")
    place = await house.web.files_getUploadURLExternal(filename="Setup.EXE", length=len(PNG))
    async with house.session.post(place["upload_url"], data=PNG) as answer:
        answer.raise_for_status()
    files = {"files": [{"id": place["file_id"]}]}
    refused = await house.refusal("files.completeUploadExternal", **files, channel_id=house.shared)
    assert refused[0] == "internal_error"
    general = house.facts["channels"]["general"]
    assert (await house.call("files.completeUploadExternal", **files, channel_id=general))["ok"]
