"""The demo's customer and its duty, made through services so that it is always legal."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from handlers.slack import Slack, client
from handlers.views.words import ENGLISH
from rules.checks import Check
from rules.customers import Agreement, Site
from rules.forms import host_of
from rules.people import PersonId
from rules.rota_setup import LayerSetting
from services.channels import claim, invited
from services.desk import Desk
from services.oncall import put_layer
from services.people import remember
from storage.tx import Tx

PHONE = "Phone"  # what they call the way


async def plant(desk: Desk, slack: Slack, home: str, channel_id: str, customer: str, lead: PersonId) -> None:
    """The shared channel becomes the customer's, as if the lead had said so: *Need help?* is posted and pinned."""
    info = await slack.channel(channel_id)
    others = tuple(team for team in info.team_ids if team != home)
    people = await slack.people(await slack.members(channel_id))
    await desk.do(remember, people)
    row_id = await desk.do(invited, channel_id, info.name, customer, others, people)
    await desk.do(claim, lead, row_id, customer, ENGLISH)


def agree_on_operation(tx: Tx, customer: str, today: date) -> None:
    """Operation and management is agreed with the customer from this day on: a Level A at night wakes somebody."""
    found = tx.customers.by_name(customer)
    assert found is not None
    tx.agreements.put(Agreement(0, found.id, today, operation=True))


def write_to(tx: Tx, customer: str, name: str, email: str) -> None:
    """This contact of the customer gets letters at this address when a site is down."""
    found = tx.customers.by_name(customer)
    contacts = tx.contacts.of(found.id) if found is not None else []
    for contact in contacts:
        if contact.name == name:
            tx.contacts.save(replace(contact, email=email, gets_letters=True))


async def plant_duty(desk: Desk, home: str, layers: Sequence[Sequence[str]], ways: dict[str, str]) -> None:
    """Who has duty a week each, in this order of user ids, from now on, the layers as they are alerted; and by user id
    the address of a phone of theirs."""
    people = {user_id: PersonId(home, user_id) for turns in (*layers, ways) for user_id in turns}

    def planted(tx: Tx) -> None:
        since = tx.now.replace(minute=0, second=0, microsecond=0)
        for user_id, address in ways.items():
            tx.wakeups.add(people[user_id], PHONE, address, tx.now)
        for layer, turns in enumerate(layers, 1):
            put_layer(tx, LayerSetting(layer, since, tuple(people[user_id] for user_id in turns)))

    await desk.do(planted)


def plant_site(tx: Tx, customer: str, name: str, link: str, checked: str) -> None:
    """The customer has this site, and we look at a page of it."""
    found = tx.customers.by_name(customer)
    assert found is not None
    tx.sites.add(Site(0, found.id, name, host_of(link), link, checks=(Check(checked),)))


def has_customers(tx: Tx) -> bool:
    """True for a database somebody has set up already."""
    return bool(tx.customers.all())


async def leads_group(facts: dict[str, Any]) -> str:
    """The id of the leads' user group in the sandbox."""
    return await group_called("leads", facts)


async def group_called(handle: str, facts: dict[str, Any]) -> str:
    """The id of a user group in the sandbox."""
    answer = await client(facts["bot_token"], f"{facts['url']}/api/").usergroups_list()
    return next(str(group["id"]) for group in answer["usergroups"] if group["handle"] == handle)
