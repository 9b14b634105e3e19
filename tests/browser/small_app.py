"""A small Slack app: two forms, one of which has every kind of field; and how one comes before them."""

from typing import Any

from playwright.async_api import BrowserContext, Locator, Page, expect
from slack_bolt.async_app import AsyncApp

from tests.sandbox.house import House


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def asks(block_id: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": "entered", **element},
        **more,
    }


def presses(text: str, action_id: str) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain(text)}


def form(*first: dict[str, Any]) -> dict[str, Any]:
    lines = [{"text": plain(text), "value": value} for text, value in (("By bus", "bus"), ("On foot", "foot"))]
    return {
        "type": "modal",
        "callback_id": "trip",
        "title": plain("Plan a trip"),
        "submit": plain("Send"),
        "blocks": [
            *first,
            asks("where", "Where to?", {"type": "plain_text_input", "min_length": 3}),
            asks("how", "How?", {"type": "radio_buttons", "options": lines}),
            asks("map", "Map", {"type": "file_input"}, optional=True),
            {"type": "actions", "elements": [presses("Add a line", "line"), presses("Look closer", "closer")]},
        ],
    }


TOWNS = [{"text": plain(name), "value": name.lower()} for name in ("Bodø", "Bergen", "Oslo")]
WHEN = 1_794_999_960  # Wednesday 18 November 2026, 12:06 in Oslo
MORE: dict[str, dict[str, Any]] = {
    "Towns": {"type": "multi_static_select", "options": TOWNS},
    "Friend": {"type": "users_select"},
    "Hotel": {"type": "external_select", "min_query_length": 2},
    "Leave": {"type": "datetimepicker", "initial_date_time": WHEN},
    "Why": {"type": "rich_text_input", "focus_on_load": True},
    "Nights": {"type": "number_input", "is_decimal_allowed": False, "max_value": "9"},
    "Answer to": {"type": "email_text_input"},
    "Extras": {"type": "checkboxes", "options": TOWNS[:2]},
}


def form_of_more() -> dict[str, Any]:
    asked = [asks(label, label, element) for label, element in MORE.items()]
    return {"type": "modal", "callback_id": "more", "title": plain("More"), "submit": plain("Send"), "blocks": asked}


def holds_all(held: dict[str, Any], friend: str) -> None:
    """What was entered in the form of more, as the test entered it."""
    assert [each["value"] for each in held["Towns"]["selected_options"]] == ["bodø", "oslo"]
    assert held["Friend"]["selected_user"] == friend
    assert held["Hotel"]["selected_option"]["text"]["text"] == "Sea Palace"
    assert held["Leave"]["selected_date_time"] == WHEN + 3600
    section = {
        "type": "rich_text_section",
        "elements": [{"type": "text", "text": "sun", "style": {"bold": True, "italic": True}}],
    }
    assert held["Why"]["rich_text_value"] == {"type": "rich_text", "elements": [section]}
    assert (held["Nights"]["value"], held["Answer to"]["value"]) == ("2", "kari@fjord.no")
    assert [each["value"] for each in held["Extras"]["selected_options"]] == ["bodø"]


def listen(app: AsyncApp, sent: list[dict[str, Any]]) -> None:
    """All it does; what is sent in is added to `sent`."""
    _listen_for_trips(app, sent)
    _listen_for_more(app, sent)


def _listen_for_trips(app: AsyncApp, sent: list[dict[str, Any]]) -> None:
    @app.action("plan")
    async def _plan(ack: Any, body: Any, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form())
        await ack()

    @app.action("line")
    async def _line(ack: Any, body: Any, client: Any) -> None:
        line = {"type": "section", "text": plain("A new line")}
        await client.views_update(view_id=body["view"]["id"], view=form(line))
        await ack()

    @app.action("closer")
    async def _closer(ack: Any, body: Any, client: Any) -> None:
        view = {"type": "modal", "title": plain("Closer"), "blocks": [{"type": "divider"}]}
        await client.views_push(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.view("trip")
    async def _trip(ack: Any, view: Any) -> Any:
        values = view["state"]["values"]
        if values["where"]["entered"]["value"] == "nowhere":
            return await ack(response_action="errors", errors={"where": "There is no such place."})
        if values["where"]["entered"]["value"] == "silence":
            raise RuntimeError("the app says nothing")
        sent.append(values)
        return await ack()


def _listen_for_more(app: AsyncApp, sent: list[dict[str, Any]]) -> None:
    @app.action("more")
    async def _more(ack: Any, body: Any, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=form_of_more())
        await ack()

    @app.options("entered")
    async def _hotels(ack: Any, body: Any) -> None:
        names = [f"{body['value']} {kind}" for kind in ("Inn", "Palace")]
        await ack(options=[{"text": plain(name), "value": name[-3:]} for name in names])

    @app.view("more")
    async def _more_sent(ack: Any, view: Any) -> None:
        sent.append({label: held["entered"] for label, held in view["state"]["values"].items()})
        await ack()


async def tab(browser: BrowserContext, house: House, who: str) -> Page:
    page = await browser.new_page()
    await page.goto(f"{house.facts['url']}/?as={who}")
    await expect(page.get_by_role("log")).to_be_visible()
    return page


async def plans(page: Page) -> Locator:
    await page.get_by_role("button", name="Plan a trip").click()
    return page.get_by_role("dialog", name="Plan a trip")
