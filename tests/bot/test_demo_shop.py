"""The demo's shop: one presses, and its checkout is down for whoever looks."""

import aiohttp

from bot.demo_shop import DOWN, UP, Shop
from handlers.probe import Probe
from tests.ports import free_port


async def test_its_switch_takes_it_down_and_brings_it_up() -> None:
    shop, probe = Shop(free_port()), Probe(own_network=True)
    await shop.start()
    try:
        async with aiohttp.ClientSession() as session:
            for asked, status, offers in (("down", 500, UP), ("up", 200, DOWN)):
                async with session.post(shop.url, data={"shop": asked}) as answer:
                    assert offers in await answer.text()
                assert (await probe.look(shop.checked)).status == status
                assert (await probe.look(shop.url)).status == 200, "its home page, with the switch, is always there"
    finally:
        await shop.stop()
