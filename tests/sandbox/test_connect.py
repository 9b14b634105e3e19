"""Two organisations: what an outsider may and may not do, as docs/slack.md 1.1 and 2.3 have it."""

from typing import Any

from slack_bolt.async_app import AsyncApp

from tests.sandbox.house import Connect, House

OFFER = {
    "type": "actions",
    "elements": [{"type": "button", "action_id": "open_it", "text": {"type": "plain_text", "text": "Open a case"}}],
}
FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "the_form",
    "private_metadata": "nonce-1",
    "title": {"type": "plain_text", "text": "New case"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "problem",
            "label": {"type": "plain_text", "text": "What is wrong?"},
            "element": {"type": "plain_text_input", "action_id": "problem", "max_length": 50},
        },
        {
            "type": "input",
            "block_id": "page",
            "optional": True,
            "label": {"type": "plain_text", "text": "Where?"},
            "element": {"type": "url_text_input", "action_id": "page"},
        },
    ],
}


def offers_a_form(bolt: AsyncApp, house: House) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """An app whose button opens a form that refuses "no"; what it is clicked and sent ends in the two lists."""
    clicks: list[dict[str, Any]] = []
    sent: list[dict[str, Any]] = []

    @bolt.action("open_it")
    async def open_it(ack: Any, body: dict[str, Any]) -> None:
        await house.web.views_open(trigger_id=body["trigger_id"], view=FORM)
        clicks.append(body)
        await ack()

    @bolt.view("the_form")
    async def take(ack: Any, body: dict[str, Any]) -> None:
        sent.append(body)
        if body["view"]["state"]["values"]["problem"]["problem"]["value"] == "no":
            await ack(response_action="errors", errors={"problem": "Tell us more"})
        else:
            await ack()

    return clicks, sent


async def test_an_outsider_clicks_fills_in_and_sends(house: House, bolt: AsyncApp, connect: Connect) -> None:
    clicks, sent = offers_a_form(bolt, house)
    await connect(bolt)
    await house.web.chat_postMessage(channel=house.shared, text="Need help?", blocks=[OFFER])
    opened = await house.control.do("click", user="Kari", channel="#fjord-foods", text="Open a case")

    assert (opened["ok"], opened["acked"]) == (True, True)
    view_id = opened["view"]["id"]
    assert (clicks[0]["team"]["id"], clicks[0]["user"]["team_id"]) == (house.home, house.away)

    refused = await house.control.do(
        "submit", user="Kari", view_id=view_id, values={"What is wrong?": "x" * 51, "Where?": "not an address"}
    )
    assert set(refused["errors"]) == {"What is wrong?", "Where?"}
    assert "acked" not in refused
    assert not sent

    no = {"What is wrong?": "no", "Where?": "https://example.org/a"}
    errors = await house.control.do("submit", user="Kari", view_id=view_id, values=no)
    assert (errors["errors"], errors["acked"]) == ({"What is wrong?": "Tell us more"}, True)

    done = await house.control.do("submit", user="Kari", view_id=view_id, values={"problem": "Checkout is down"})
    assert (done["ok"], done.get("errors")) == (True, None)
    assert (await house.control.see("views", user="kari"))["views"] == []
    last = sent[-1]
    assert last["team"]["id"] == last["view"]["team_id"] == last["user"]["team_id"] == house.away
    assert last["view"]["app_installed_team_id"] == house.home
    assert last["view"]["private_metadata"] == "nonce-1"
    assert last["view"]["state"]["values"]["page"]["page"]["value"] == "https://example.org/a", "typed values stay"
