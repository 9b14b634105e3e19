"""The demo's customer, made through services so that it is always legal."""

from typing import Any

from handlers.house import House
from handlers.slack import client
from rules.people import PersonId
from services.channels import claim, invited
from services.people import remember


async def plant(house: House, channel_id: str, customer: str, lead: PersonId) -> None:
    """The shared channel becomes the customer's, as if the lead had said so: *Need help?* is posted and pinned."""
    info = await house.slack.channel(channel_id)
    others = tuple(team for team in info.team_ids if team != house.identity.team_id)
    people = await house.slack.people(await house.slack.members(channel_id))
    await house.desk.do(remember, people)
    row_id = await house.desk.do(invited, channel_id, info.name, customer, others, people)
    await house.desk.do(claim, lead, row_id, customer, house.language)


async def leads_group(facts: dict[str, Any]) -> str:
    """The id of the leads' user group, by its handle in the local Slack that said these facts."""
    answer = await client(facts["bot_token"], f"{facts['url']}/api/").usergroups_list()
    return next(str(group["id"]) for group in answer["usergroups"] if group["handle"] == "leads")
