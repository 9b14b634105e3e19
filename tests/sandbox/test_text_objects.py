"""Text objects, as they come back from where an app put them."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from tests.sandbox.house import Connect, House
from tests.sandbox.payloads import actions, asks, button, menu, modal, plain, section

TYPED = "✅ done & `👍` #fjord-foods @here @Kari https://x.no."
ROWS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (plain("✅ `👍`"), {"emoji": True, "text": ":white_check_mark: `:+1:`"}),
    (plain("✅ `👍`") | {"emoji": True}, {"emoji": True, "text": ":white_check_mark: `:+1:`"}),
    (plain("✅ @here") | {"emoji": False}, {"emoji": False, "text": "✅ @here"}),
    ({"type": "mrkdwn", "text": TYPED},
     {"verbatim": False,
      "text": ":white_check_mark: done &amp; `👍` <#{shared}> <!here> @Kari <https://x.no>."}),
    ({"type": "mrkdwn", "text": "#fjord-foods-2 a#fjord-foods <#C1|#fjord-foods> `@here`"},
     {"verbatim": False, "text": "#fjord-foods-2 a#fjord-foods <#C1|#fjord-foods> `@here`"}),
    ({"type": "mrkdwn", "text": TYPED, "verbatim": True}, {"verbatim": True, "text": TYPED}),
]  # fmt: skip


@pytest.mark.parametrize(("given", "told"), ROWS)
async def test_a_message_s_texts_come_back_as_slack_keeps_them(
    house: House, given: dict[str, Any], told: dict[str, Any]
) -> None:
    blocks = [{"type": "section", "text": given}]
    await house.web.chat_postMessage(channel=house.shared, text="x", blocks=blocks, attachments=[{"blocks": blocks}])
    (message,) = (await house.web.conversations_history(channel=house.shared))["messages"]
    expected = {"type": given["type"], **told, "text": told["text"].replace("{shared}", house.shared)}
    assert [message["blocks"][0]["text"], message["attachments"][0]["blocks"][0]["text"]] == [expected] * 2


async def test_a_form_s_texts_come_back_so_too_and_are_found_as_people_read_them(
    house: House, bolt: AsyncApp, connect: Connect
) -> None:
    taken: list[Any] = []

    @bolt.action("go")
    async def go(ack: Any, client: Any, body: dict[str, Any]) -> None:
        await ack()
        picked = menu(1, "radio_buttons", action_id="pick")
        picked["options"][0]["text"] = plain("👍 Ja")
        await client.views_open(
            trigger_id=body["trigger_id"], view=modal(asks(picked) | {"label": plain("✅ Ferdig?")})
        )

    @bolt.view("")
    async def take(ack: Any, view: dict[str, Any]) -> None:
        taken.append(next(iter(view["state"]["values"].values()))["pick"]["selected_option"]["text"]["text"])
        await ack()

    await connect(bolt)
    await house.posted(blocks=[section("🎉 hei"), actions(button("🎉 Go", action_id="go"))])
    pressed = await house.control.do("click", user="Kari", channel=house.shared, text="🎉 Go", containing="🎉 hei")
    form = pressed["view"]
    assert form["blocks"][0]["label"]["text"] == ":white_check_mark: Ferdig?"
    sent = await house.control.do("submit", user="Kari", view_id=form["id"], values={"✅ Ferdig?": "👍 Ja"})
    assert (sent["ok"], taken) == (True, [":+1: Ja"])
