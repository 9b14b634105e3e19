"""The doors a case comes in by: the customer's button, and the command and shortcuts of staff."""

import re
import uuid
from datetime import date
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.response import BoltResponse

from handlers import ids, uptime
from handlers.forms import chosen_files, meant, row_number, slack_id, typed
from handlers.house import House
from handlers.markup import as_written
from handlers.views import case_form, commands, customers
from handlers.views.labels import ORIGINS
from rules.errors import FieldErrors, FieldProblem
from rules.facts import NightFacts, Opened, Other
from rules.forms import CaseForm, check_case
from rules.levels import Urgency
from rules.office import local_date
from rules.people import PersonId
from services import lookup
from services.alarms import at_night
from services.desk import DeliveryDesk
from services.intake import Door, customer_at, desks, is_contact_at, open_case
from services.links import known_outage
from services.offers import of_message
from services.people import reads, staff_reads

PERSON = re.compile("([A-Z0-9]{1,32}):([A-Z0-9]{1,32})")
NOT_YET = frozenset({"phone", "time", "report"})
LONGEST_NUMBER = 9  # digits


async def pressed(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """*Open a case* in a customer's channel: the short form for a customer, the whole one for us."""
    return await _open_here(ack, body, desk, who, house, case_form.Start(uuid.uuid4().hex, body["channel"]["id"]))


async def _open_here(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House, start: case_form.Start
) -> BoltResponse:
    if house.is_home(who) and not await desk.ask(is_contact_at, who, body["channel"]["id"]):
        return await open_for_staff(ack, body, desk, who, house, start)
    customer = await desk.ask(customer_at, who, start.channel_id or "")
    t = house.words(customer.language)
    await house.slack.open_view(body["trigger_id"], case_form.customer_form(t, start))
    return await ack()


async def pressed_after(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """*New case* on one that is over: the new one is linked to it."""
    after = row_number(body["actions"][0].get("value"))
    start = case_form.Start(uuid.uuid4().hex, body["channel"]["id"], after=after)
    return await _open_here(ack, body, desk, who, house, start)


async def my_cases(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """*My cases* in a customer's channel."""
    channel_id = body["channel"]["id"]
    cases = await desk.ask(lookup.of_channel, who, channel_id)
    await house.slack.open_view(body["trigger_id"], customers.my_cases(house.words(cases.language), cases, channel_id))
    return await ack()


async def other_page(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """*Newer* and *Older* in that window."""
    channel_id, _, page = str(body["actions"][0].get("value")).partition(":")
    cases = await desk.ask(lookup.of_channel, who, slack_id(channel_id) or "", row_number(page) or 0)
    await house.slack.update_view(
        body["view"]["id"], customers.my_cases(house.words(cases.language), cases, channel_id)
    )
    return await ack()


async def command(ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """/case: the form, or what its text asks for."""
    word, _, rest = body.get("text", "").strip().partition(" ")
    if not word:
        start = case_form.Start(uuid.uuid4().hex, body["channel_id"])
        return await open_for_staff(ack, body, desk, who, house, start)
    t = house.words(await desk.ask(staff_reads, who))
    number = word.upper().removeprefix("SG-")
    if number.isdecimal():
        asked = int(number) if len(number) <= LONGEST_NUMBER else 0
        return await ack(text=commands.listed(t, [await desk.ask(lookup.numbered, who, asked)]))
    if word == "report" and rest.split()[:1] == ["uptime"]:
        return await uptime.asked(ack, rest.partition("uptime")[2], desk, who, house)
    if word in NOT_YET:
        return await ack(text=commands.not_yet(t, word))
    if word == "mine":
        return await ack(text=commands.listed(t, await desk.ask(lookup.mine, who)))
    if word == "find" and rest.strip():
        return await ack(text=commands.listed(t, await desk.ask(lookup.like, who, rest.strip())))
    return await ack(text=commands.help_text(t))


async def shortcut(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House
) -> BoltResponse:
    """The global shortcut, or *Make this a case* on a message, which fills in the problem."""
    message = body.get("message") or {}
    channel_id, ts = (body.get("channel") or {}).get("id"), message.get("thread_ts") or message.get("ts")
    said = await desk.ask(of_message, who, channel_id or "", message["ts"]) if message else None
    problem = said.problem if said else as_written(message.get("text", ""))
    start = case_form.Start(uuid.uuid4().hex, channel_id, said.root_ts if said else ts, problem)
    return await open_for_staff(ack, body, desk, who, house, start)


async def submit(ack: AsyncAck, view: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House) -> BoltResponse:
    """The form, sent: the person sees the number and the instant in its place."""
    carried = meant(view)
    offer_id, after = row_number(carried.get("offer")), row_number(carried.get("after"))
    door = Door(slack_id(carried.get("channel")), slack_id(carried.get("message")), offer_id, after)
    t, form = house.words(await desk.ask(reads, who, door.channel_id)), _form(view)
    if not carried.get("warned") and (once_more := await _once_more(desk, who, form, door, house)) is not None:
        return await ack(response_action="update", view=case_form.asked_once_more(t, view, *once_more))
    phone_open, opens = house.phone_hours.is_open(desk.now()), house.hours.next_open(desk.now())

    def told(result: Opened) -> dict[str, Any]:
        answer = case_form.opened(t, result)
        answer["blocks"] += case_form.call_too(t, result, house.phone, phone_open, opens)
        return {"response_action": "update", "view": answer}

    nonce = slack_id(carried.get("nonce"))
    intent = f"{who.team_id}:{who.user_id}:{nonce}" if nonce else None
    told_before = await desk.do_once(intent, told, open_case, who, form, door, house.hours)
    return await ack(told_before if isinstance(told_before, dict) else {})


async def _once_more(
    desk: DeliveryDesk, who: PersonId, form: CaseForm, door: Door, house: House
) -> tuple[NightFacts | None, Other | None] | None:
    """What to tell before a site that is down is sent: that the desk is closed, that we know of it already; None when
    there is nothing to tell. A form that has to be mended first is refused."""
    if form.urgency is not Urgency.DOWN:
        return None
    form = check_case(form, local_date(house.hours, desk.now()))
    night = await desk.ask(at_night, door.channel_id, form.customer_id, house.hours)
    known = await desk.ask(known_outage, who, door.channel_id, form.customer_id, form.link)
    return (night, known) if night or known else None


async def open_for_staff(
    ack: AsyncAck, body: dict[str, Any], desk: DeliveryDesk, who: PersonId, house: House, start: case_form.Start
) -> BoltResponse:
    """The whole form, for one of us."""
    offered = await desk.ask(desks, who)
    t = house.words(offered.language)
    if offered.customers:
        here = next((one.id for one in offered.customers if one.channel_id == start.channel_id), None)
        form = case_form.staff_form(t, start, offered, here)
    else:
        form = case_form.no_customers(t)
    await house.slack.open_view(body["trigger_id"], form)
    return await ack()


def _form(view: dict[str, Any]) -> CaseForm:
    """The form's fields as rules know them. FieldErrors for a choice that was not offered."""
    values = typed(view)
    known = {
        ids.CUSTOMER: row_number(values.get(ids.CUSTOMER)),
        ids.CONTACT: _person(values.get(ids.CONTACT, "")),
        ids.NEEDED_BY: _day(values.get(ids.NEEDED_BY, "")),
        ids.ORIGIN: values.get(ids.ORIGIN) if values.get(ids.ORIGIN) in ORIGINS else None,
    }
    forged = [name for name, value in known.items() if name in values and value is None]
    if forged:
        raise FieldErrors({name: (FieldProblem.NO_CHOICE, {}) for name in forged})
    return CaseForm(
        problem=values.get(ids.PROBLEM, ""),
        urgency=Urgency(values[ids.URGENCY]) if values.get(ids.URGENCY) in set(Urgency) else None,
        link=values.get(ids.PAGE, ""),
        files=chosen_files(view["state"]["values"].get(ids.FILES, {}).get(ids.FILES, {}).get("files") or []),
        needed_by=_day(values.get(ids.NEEDED_BY, "")),
        customer_id=row_number(values.get(ids.CUSTOMER)),
        contact=_person(values.get(ids.CONTACT, "")),
        origin=values.get(ids.ORIGIN, "slack"),
    )


def _person(chosen: str) -> PersonId | None:
    found = PERSON.fullmatch(chosen)
    return PersonId(found[1], found[2]) if found else None


def _day(chosen: str) -> date | None:
    try:
        return date.fromisoformat(chosen)
    except ValueError:
        return None
