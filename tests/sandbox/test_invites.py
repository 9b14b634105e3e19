"""Invitations to Slack Connect: an app sends them and is invited, people accept, home approves."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import aiohttp
import pytest

from sandbox.config import ChannelConfig
from sandbox.server import running
from tests.sandbox.house import QUICK, House

OURS = ChannelConfig("ours", team="home", members=("anna",), bot=True)
OLD = ChannelConfig("old", team="home", private=True, members=("anna",), bot=True, legacy=True)
THEIRS = ChannelConfig("theirs", team="away", members=("kari",))
CAST = replace(QUICK, channels=(*QUICK.channels, OURS, OLD, THEIRS))


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with running(CAST) as server, aiohttp.ClientSession() as session:
        yield House(server, session)


@pytest.fixture
async def strict() -> AsyncIterator[House]:
    """Where home approves."""
    async with running(replace(CAST, connect_approval=True)) as server, aiohttp.ClientSession() as session:
        yield House(server, session)


def _ours(house: House, name: str = "ours") -> str:
    return str(house.facts["channels"][name])


async def _invited(house: House, **to: Any) -> str:
    told = await house.web.conversations_inviteShared(channel=_ours(house), **(to or {"user_ids": [house.kari]}))
    return str(told["invite_id"])


async def _told(house: House, what: str) -> list[dict[str, Any]]:
    return [each["event"] for each in await house.control.events(f"shared_channel_invite_{what}")]


async def test_an_outsider_accepts_and_the_channel_is_shared(house: House) -> None:
    invite = await _invited(house)
    info = (await house.web.conversations_info(channel=_ours(house)))["channel"]
    assert (info["is_pending_ext_shared"], info["is_ext_shared"]) == (True, False)
    assert info["pending_connected_team_ids"] == [house.away]
    assert (await house.control.do("answer_invite", user="Kari", invite=invite, answer="accept"))[
        "state"
    ] == "connected"
    (accepted,) = await _told(house, "accepted")
    assert (accepted["approval_required"], accepted["accepting_user"]["team_id"]) == (False, house.away)
    assert (accepted["invite"]["id"], accepted["invite"]["recipient_user_id"]) == (invite, house.kari)
    assert accepted["invite"]["date_invalid"] - accepted["invite"]["date_created"] == 14 * 86_400
    assert accepted["channel"] == {"id": _ours(house), "is_private": False, "is_im": False, "name": "ours"}
    (shared,) = await house.control.events("channel_shared")
    assert shared["event"]["connected_team_id"] == house.away
    info = (await house.web.conversations_info(channel=_ours(house)))["channel"]
    assert (info["is_pending_ext_shared"], info["connected_team_ids"]) == (False, [house.away])
    assert house.kari in (await house.web.conversations_members(channel=_ours(house)))["members"]


async def test_by_e_mail_and_with_more_than_writing(house: House) -> None:
    told = await house.web.conversations_inviteShared(
        channel=_ours(house), emails="Kari@fjordfoods.example", external_limited=False
    )
    assert {"url", "conf_code"} <= set(told.data)
    answer = {"invite": told["invite_id"], "answer": "accept"}
    assert (await house.control.do("answer_invite", user="Anna", **answer))["error"] == "not_invited"
    assert (await house.control.do("answer_invite", user="Kari", **answer))["ok"]
    (accepted,) = await _told(house, "accepted")
    assert accepted["invite"]["recipient_email"] == "kari@fjordfoods.example"
    plain = await house.web.conversations_inviteShared(channel=_ours(house), emails="other@fjordfoods.example")
    assert set(plain.data) == {"ok", "invite_id", "is_legacy_shared_channel"}


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"channel": "ours"}, "recipients_not_specified"),
    ({"channel": "ours", "emails": "a@b.no,c@d.no"}, "too_many_emails"),
    ({"channel": "ours", "emails": "a@b.no", "user_ids": "Kari"}, "invalid_arguments"),
    ({"channel": "ours", "emails": "a at b"}, "invalid_email"),
    ({"channel": "ours", "user_ids": "U0NOBODY"}, "user_not_found"),
    ({"channel": "ours", "user_ids": "Anna"}, "user_not_found"),
    ({"channel": "fjord-foods", "user_ids": "Kari"}, "already_in_channel"),
    ({"channel": "general", "user_ids": "Kari"}, "not_in_channel"),
    ({"channel": "theirs", "user_ids": "Kari"}, "channel_not_found"),
]


@pytest.mark.parametrize(("args", "error"), REFUSED, ids=[each[1] for each in REFUSED])
async def test_what_is_no_invitation(house: House, args: dict[str, Any], error: str) -> None:
    people = house.facts["people"]
    given = args | ({"user_ids": people.get(args["user_ids"], args["user_ids"])} if "user_ids" in args else {})
    assert (await house.refusal("conversations.inviteShared", **given))[0] == error


async def test_what_cannot_be_shared(house: House) -> None:
    direct = (await house.web.conversations_open(users=house.anna))["channel"]["id"]
    who = {"user_ids": house.kari}
    assert (await house.refusal("conversations.inviteShared", channel=direct, **who))[0] == "invalid_channel_type"
    await house.control.do("invite_bot", user="Anna", channel="general")
    refused = await house.refusal("conversations.inviteShared", channel="general", **who)
    assert refused[0] == "cannot_share_mandatory_channel"
    await _invited(house)
    refused = await house.refusal("conversations.inviteShared", channel="ours", emails="x@y.no")
    assert refused[0] == "connection_limit_exceeded_pending"
    await house.control.do("archive", user="Anna", channel="ours")
    assert (await house.refusal("conversations.inviteShared", channel="ours", **who))[0] == "channel_archived"


async def test_an_old_private_channel_has_its_new_id_from_the_invitation_on(house: House) -> None:
    await house.web.conversations_inviteShared(channel=_ours(house, "old"), user_ids=[house.kari])
    (told,) = await house.control.events("channel_id_changed")
    assert told["event"]["old_channel_id"] == _ours(house, "old")


async def test_home_approves_what_was_accepted(strict: House) -> None:
    invite = await _invited(strict)
    both = {"invite_id": invite, "target_team": strict.away}
    assert (await strict.refusal("conversations.approveSharedInvite", **both))[0] == "approval_not_found"
    await strict.control.do("answer_invite", user="Kari", invite=invite, answer="accept")
    assert (await _told(strict, "accepted"))[0]["approval_required"] is True
    assert await strict.control.events("channel_shared") == []
    (listed,) = (await strict.web.conversations_listConnectInvites())["invites"]
    assert (listed["direction"], listed["status"], listed["invite"]["id"]) == ("outgoing", "accepted", invite)
    for args, error in (
        ({"invite_id": "I0NONE"}, "invite_not_found"),
        ({"invite_id": invite}, "missing_target_team"),
        ({"invite_id": invite, "target_team": "T0OTHER"}, "approval_not_found"),
    ):
        assert (await strict.refusal("conversations.approveSharedInvite", **args))[0] == error
    await strict.web.conversations_approveSharedInvite(**both)
    (approved,) = await _told(strict, "approved")
    assert (approved["approving_team_id"], approved["invite"]["id"]) == (strict.home, invite)
    assert len(await strict.control.events("channel_shared")) == 1
    assert (await strict.refusal("conversations.approveSharedInvite", **both))[0] == "already_approved"
    assert (await strict.web.conversations_listConnectInvites())["invites"] == []


async def test_home_declines(strict: House) -> None:
    invite = await _invited(strict)
    await strict.control.do("answer_invite", user="Kari", invite=invite, answer="accept")
    refused = await strict.control.do("answer_invite", user="Kari", invite=invite, answer="approve")
    assert refused["error"] == "not_allowed"
    await strict.web.conversations_declineSharedInvite(invite_id=invite, target_team=strict.away)
    (declined,) = await _told(strict, "declined")
    assert (declined["declining_team_id"], declined["declining_user"]["team_id"]) == (strict.home, strict.home)
    both = {"invite_id": invite, "target_team": strict.away}
    assert (await strict.refusal("conversations.declineSharedInvite", **both))[0] == "inactive_invite"
    assert (await strict.refusal("conversations.approveSharedInvite", **both))[0] == "approval_inactive"
    again = await _invited(strict)
    await strict.control.do("answer_invite", user="Kari", invite=again, answer="accept")
    await strict.control.do("answer_invite", user="Anna", invite=again, answer="approve")
    assert (await _told(strict, "approved"))[0]["approving_user"]["id"] == strict.anna


async def test_the_app_is_invited_and_comes(house: House) -> None:
    sent = await house.control.do("invite_shared", user="Kari", channel="theirs", to="robot")
    (received,) = await _told(house, "received")
    assert received["invite"]["recipient_user_id"] == house.slack.world.bot.user_id
    assert (received["invite"]["inviting_team"]["id"], received["channel"]["name"]) == (house.away, "theirs")
    for args, error in (
        ({}, "invalid_arguments"),
        ({"invite_id": "I0NONE", "channel_name": "x"}, "invite_not_found"),
        ({"invite_id": sent["invite"]}, "invalid_name_required"),
        ({"invite_id": sent["invite"], "channel_name": "No Spaces"}, "invalid_name_specials"),
        ({"invite_id": sent["invite"], "channel_name": "ours"}, "name_taken"),
    ):
        assert (await house.refusal("conversations.acceptSharedInvite", **args))[0] == error
    told = await house.web.conversations_acceptSharedInvite(invite_id=sent["invite"], channel_name="theirs")
    assert (told["channel_id"], told["implicit_approval"]) == (_ours(house, "theirs"), True)
    await house.web.chat_postMessage(channel=told["channel_id"], text="Hello")
    again = {"invite_id": sent["invite"], "channel_name": "theirs"}
    assert (await house.refusal("conversations.acceptSharedInvite", **again))[0] == "invite_used"


async def test_an_invitation_ends_after_two_weeks(house: House) -> None:
    invite = await _invited(house)
    own = {"invite_id": invite, "channel_name": "ours"}
    assert (await house.refusal("conversations.acceptSharedInvite", **own))[0] == "invite_from_same_org"
    await house.control.do("clock", advance_s=14 * 86_400)
    late = await house.control.do("answer_invite", user="Kari", invite=invite, answer="accept")
    assert late["error"] == "no_longer_open"
    await _invited(house)


async def test_what_nobody_can_answer_any_more(strict: House) -> None:
    invite = await _invited(strict)
    await strict.control.do("answer_invite", user="Kari", invite=invite, answer="accept")
    await strict.control.do("delete_channel", user="Anna", channel="ours")
    told = await strict.control.do("answer_invite", user="Anna", invite=invite, answer="approve")
    assert told["error"] == "not_accepted"
    both = {"invite_id": invite, "target_team": strict.away}
    assert (await strict.refusal("conversations.approveSharedInvite", **both))[0] == "approval_inactive"
