"""File objects (docs.slack.dev/reference/objects/file-object)."""

import mimetypes
from urllib.parse import quote

from sandbox.kinds import Json
from sandbox.slack import LocalSlack
from sandbox.world import File


def mimetype(name: str) -> str:
    """Guessed from the name, as Slack does for most files."""
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def full(slack: LocalSlack, file: File) -> Json:
    """All of it, as files.info and history give it."""
    private = f"{slack.url}/files-pri/{file.user_team}-{file.id}"
    name = quote(file.name, safe="")
    kind = file.name.rpartition(".")[2].lower() or "binary"
    channels = [slack.world.channels[each] for each in file.shares]
    return {
        "id": file.id, "created": file.created, "timestamp": file.created, "name": file.name, "title": file.title,
        "mimetype": mimetype(file.name), "filetype": kind, "pretty_type": kind.upper(), "user": file.user,
        "user_team": file.user_team, "editable": False, "size": file.size, "mode": "hosted", "is_external": False,
        "external_type": "", "is_public": any(not each.is_private and not each.is_im for each in channels),
        "public_url_shared": False, "display_as_bot": False, "username": "", "file_access": "visible",
        "url_private": f"{private}/{name}", "url_private_download": f"{private}/download/{name}",
        "permalink": f"{slack.url}/files/{file.user}/{file.id}/{name}", "has_rich_preview": False,
        "channels": [each.id for each in channels if not each.is_private and not each.is_im],
        "groups": [each.id for each in channels if each.is_private],
        "ims": [each.id for each in channels if each.is_im],
        "shares": _shares(slack, file), **_elsewhere(file),
    }  # fmt: skip


def _elsewhere(file: File) -> Json:
    """A file of another service: its address is that service's, which no token of ours is for (docs/slack.md 6)."""
    if not file.external_url:
        return {}
    told = {"mode": "external", "is_external": True, "external_type": "gdrive", "url_private": file.external_url}
    return told | {"url_private_download": file.external_url, "size": 0}


def tombstone(file: File) -> Json:
    """What stands where a deleted file was."""
    return {"id": file.id, "mode": "tombstone"}


def stub(file: File) -> Json:
    """What events in Connect channels carry: ask files.info (docs.slack.dev/apis/slack-connect, check_file_info)."""
    return {
        "id": file.id, "mode": "file_access", "file_access": "check_file_info",
        "created": 0, "timestamp": 0, "user": "",
    }  # fmt: skip


def _shares(slack: LocalSlack, file: File) -> Json:
    shares: Json = {}
    for channel_id, places in file.shares.items():
        kind = "private" if slack.world.channels[channel_id].channel_type != "channel" else "public"
        shares.setdefault(kind, {})[channel_id] = places
    return shares
