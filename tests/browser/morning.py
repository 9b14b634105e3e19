"""A morning at the office, as it then stands on the page."""

import base64
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from bot.seeds import plant_duty
from rules.alerts import Firing, Signal
from rules.customers import Agreement, Site
from rules.office import DESK_HOURS, local_date
from services.alerts import receive
from storage.tx import Tx
from tests.office import DESK, DOWN, ONCALL, URGENT, Office

SITE = "https://www.fjordmat.no/"
PROBLEM, OUTAGE = "Kassen gjør ingenting\nIngen får betalt siden i morges.", "Hele nettbutikken er nede"
FAILS = Signal("home", Firing.FIRING, "critical", "500 from /kundeservice", SITE)


async def a_morning(office: Office) -> dict[str, str]:
    """Three cases on their way, an alert, and a countdown; the ts of the first case's card and of its customer thread
    as `staff` and `customer`."""
    people: Any = office
    await _has_duty(office, "Jonas", "Ingrid")
    roots = await _one_is_talked_about(office)
    await office.opens_a_case(people.ola, "Nytt bilde på forsiden?", **{"How urgent is it?": URGENT})
    await _goes_wrong(office)
    await office.opens_a_case(people.kari, OUTAGE, **{"How urgent is it?": DOWN})
    await office.control.advance(minutes=62)
    await office.control.idle()
    for who in ("kari", "ola"):
        await _closes_all(office, who)
    for who in ("anna", "ingrid"):
        await office.control.post("open_home", user=who)
    await office.control.idle()
    return roots


async def _has_duty(office: Office, *names: str) -> None:
    await office.control.post("join", user="ingrid", channel=ONCALL)
    turns = [office.facts["people"][name] for name in names]
    await plant_duty(office.app.desk, office.facts["team_id"], [turns], {})
    await office.control.idle()


async def _one_is_talked_about(office: Office) -> dict[str, str]:
    people: Any = office
    shot = [{"name": "kassen.png", "content_base64": base64.b64encode(screenshot()).decode()}]
    more = {"Link to the page": f"{SITE}handlekurv", "Screenshots or examples": shot}
    number = await office.opens_a_case(people.kari, PROBLEM, **more)
    await people.anna.clicks("Take it", channel=DESK, containing=number)
    card, root = await office.card(number), (await office.customer_thread(number))[0]
    under = {"channel": DESK, "thread_ts": card["ts"]}
    await office.control.post("say", user="jonas", text="Looks like the *payment* module again", **under)
    await office.control.post("react", user="anna", channel=DESK, message_ts=card["ts"], name="eyes")
    await office.says("Det skjer på mobil også 😕", thread_ts=root["ts"])
    await office.says("Thanks, Kari. We are looking into it now.", who="anna", thread_ts=root["ts"])
    return {"staff": card["ts"], "customer": root["ts"]}


async def _goes_wrong(office: Office) -> None:
    def set_up(tx: Tx) -> None:
        customer = tx.customers.all()[0]
        tx.agreements.put(Agreement(0, customer.id, local_date(DESK_HOURS, tx.now), operation=True))
        tx.sites.add(Site(0, customer.id, "Fjordmat's shop", "www.fjordmat.no", SITE))

    await office.app.desk.do(set_up)
    await office.app.desk.do(receive, "kuma", [FAILS])
    await office.control.idle()


async def _closes_all(office: Office, who: str) -> None:
    for view in reversed((await office.control.get("views", user=who))["views"]):
        await office.control.post("close", user=who, view_id=view["id"])


def screenshot() -> bytes:
    """A shop's page with a button that is grey, as PNG."""
    page = Image.new("RGB", (320, 180), "#f2f2f5")
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, 320, 36), fill="#1c6c8c")
    draw.rectangle((97, 100, 222, 134), fill="#9a9aa2")
    kept = BytesIO()
    page.save(kept, "PNG")
    return kept.getvalue()
