"""Every Slack listener, one line each."""

import re

from slack_bolt.async_app import AsyncApp

from handlers import cases, conversation, customers, ids, intake, internal, people
from handlers.edge import edge
from handlers.house import House
from handlers.middleware import introduces

EVENTS_NOBODY_WAITS_FOR = ("app_home_opened", "app_mention", "reaction_added")


def register(app: AsyncApp, house: House) -> None:
    """Binds the app's listeners, its middleware and its one error handler."""
    app.use(introduces(house))
    app.error(edge(house))

    app.command(ids.CASE_COMMAND)(intake.command)
    app.shortcut(ids.NEW_CASE)(intake.shortcut)
    app.shortcut(ids.CASE_FROM_MESSAGE)(intake.shortcut)
    app.action(ids.OPEN_CASE)(intake.pressed)
    app.action(ids.MY_CASES)(intake.my_cases)
    app.view(ids.OPEN_CASE)(intake.submit)

    app.action(re.compile(rf"^({'|'.join(map(re.escape, ids.ACTION_OF))})$"))(cases.press)
    app.action(ids.MORE)(cases.press)
    app.action(ids.DETAILS)(cases.press)
    app.action(ids.CALL)(cases.press)
    app.action(ids.LINK_THEM)(cases.link_them)
    app.action(ids.OLDER)(cases.turn_page)
    app.action(ids.NEWER)(cases.turn_page)
    app.action(ids.NEW_CASE_AFTER)(intake.pressed_after)
    app.view(ids.MOVE)(cases.submit)

    app.action(ids.ASSIGN_CHANNEL)(customers.assign)
    app.view(ids.ASSIGN_CHANNEL)(customers.assigned)

    app.event("message")(conversation.happened)
    app.event("member_joined_channel")(people.joined)
    app.event("member_left_channel")(people.left)
    app.event("user_change")(people.changed)
    app.event("subteam_members_changed")(people.leads_changed)
    app.event("channel_shared")(internal.sharing_changed)
    app.event("channel_unshared")(internal.sharing_changed)
    app.event("channel_id_changed")(internal.id_changed)
    for event in EVENTS_NOBODY_WAITS_FOR:
        app.event(event)(people.nothing)
