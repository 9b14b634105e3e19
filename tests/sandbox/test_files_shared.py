"""Where a file goes, and where none may go: several channels at once, people, other services, strict admins."""

from dataclasses import replace
from typing import Any

from tests.sandbox.house import House

SENT = {"name": "a.txt", "content_base64": "aGVp"}


async def _uploaded(house: House) -> list[dict[str, Any]]:
    place = await house.web.files_getUploadURLExternal(filename="a.png", length=3)
    async with house.session.post(place["upload_url"], data=b"png") as answer:
        answer.raise_for_status()
    return [{"id": place["file_id"]}]


async def test_several_channels_at_once_but_one_thread(house: House) -> None:
    await house.control.do("invite_bot", user="Anna", channel="general")
    general, ts = house.facts["channels"]["general"], await house.posted()
    both = {"files": await _uploaded(house), "channels": f"{house.shared},{general}"}
    assert (await house.refusal("files.completeUploadExternal", **both, thread_ts=ts))[0] == "invalid_arguments"
    many = {**both, "channels": ",".join([general] * 101)}
    assert (await house.refusal("files.completeUploadExternal", **many))[0] == "channels_limit_exceeded"
    assert (await house.call("files.completeUploadExternal", **both))["ok"]
    told = (await house.web.files_info(file=both["files"][0]["id"]))["file"]  # type: ignore[index]
    assert set(told["channels"]) == {house.shared, general}


async def test_a_person_gets_a_file_directly(house: House) -> None:
    files = await _uploaded(house)
    await house.web.files_completeUploadExternal(files=files, channels=[house.anna])
    (message,) = (await house.control.see("messages", channel="robot", **{"as": "Anna"}))["messages"]
    assert [each["name"] for each in message["files"]] == ["a.png"]


async def test_a_file_of_another_service_has_its_address(house: House) -> None:
    address = "https://drive.example.org/d/1"
    said = await house.control.do(
        "say", user="Kari", channel=house.shared, files=[{"name": "Plan", "external_url": address}]
    )
    told = (await house.web.files_info(file=said["files"][0]))["file"]
    assert (told["mode"], told["is_external"], told["url_private"]) == ("external", True, address)


async def test_an_admin_lets_no_file_into_shared_channels(house: House) -> None:
    await house.control.do("invite_bot", user="Anna", channel="general")
    said = await house.control.do("say", user="Anna", channel="general", files=[SENT])
    link = (await house.web.files_info(file=said["files"][0]))["file"]["permalink"]
    house.slack.config = replace(house.slack.config, connect_files=False)
    told = await house.control.do("say", user="Kari", channel=house.shared, files=[SENT])
    assert told["error"] == "no_files_here"
    refused = await house.refusal("chat.postMessage", channel=house.shared, text=f"See <{link}|this>")
    assert refused[0] == "slack_connect_file_link_sharing_blocked"
    files = await _uploaded(house)
    error = (await house.refusal("files.completeUploadExternal", files=files, channel_id=house.shared))[0]
    assert error == "internal_error"
    general = house.facts["channels"]["general"]
    await house.web.chat_postMessage(channel=general, text=f"See <{link}|this>")
    assert (await house.call("files.completeUploadExternal", files=files, channel_id=general))["ok"]
