"""The demo's customer, made through services so that it is always legal."""

from handlers.house import House
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
