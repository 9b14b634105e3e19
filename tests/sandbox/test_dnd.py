"""Do Not Disturb: a person sets it, the app reads it."""

from tests.sandbox.house import House


async def test_a_pause_is_told_until_it_is_over(house: House) -> None:
    assert (await house.web.dnd_info(user=house.anna))["dnd_enabled"] is False
    assert (await house.control.do("dnd", user="Anna", until_s=600))["ok"]
    told = await house.web.dnd_info(user=house.anna)
    now = house.slack.clock.now()
    assert told["dnd_enabled"]
    assert told["next_dnd_start_ts"] <= now < told["next_dnd_end_ts"] <= now + 600
    everybody = (await house.web.dnd_teamInfo(users=[house.anna, "U0NOBODY"]))["users"]
    assert list(everybody) == [house.anna]
    await house.control.do("clock", advance_s=601)
    assert (await house.web.dnd_info(user=house.anna))["dnd_enabled"] is False


async def test_a_pause_can_be_ended_early(house: House) -> None:
    await house.control.do("dnd", user="Anna", until_s=600)
    await house.control.do("dnd", user="Anna", until_s=0)
    assert (await house.web.dnd_info(user=house.anna))["dnd_enabled"] is False
