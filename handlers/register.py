"""Every Slack listener, one line each."""

import re

from slack_bolt.async_app import AsyncApp

from handlers import (
    alerts,
    cases,
    conversation,
    customers,
    home,
    ids,
    intake,
    maintenance,
    manage,
    monitors,
    mornings,
    offers,
    oncall,
    overheard,
    pages,
    people,
    replies,
    set_aside,
    set_up,
    uptime,
    wakeups,
)
from handlers.edge import edge
from handlers.house import House
from handlers.middleware import introduces

EVENTS_NOBODY_WAITS_FOR = ("app_mention", "pin_added")


def register(app: AsyncApp, house: House) -> None:
    """Binds the app's listeners, its middleware and its one error handler."""
    app.use(introduces(house))
    app.error(edge(house))

    _ways_in(app)
    _cases(app)
    _set_up(app)
    _rota(app)
    _alerts(app)
    _monitors(app)
    _events(app)


def _ways_in(app: AsyncApp) -> None:
    """How a case comes in."""
    app.command(ids.CASE_COMMAND)(intake.command)
    app.shortcut(ids.NEW_CASE)(intake.shortcut)
    app.shortcut(ids.CASE_FROM_MESSAGE)(intake.shortcut)
    app.action(ids.OPEN_CASE)(intake.pressed)
    app.action(ids.MY_CASES)(intake.my_cases)
    app.action(ids.OTHER_PAGE)(intake.other_page)
    app.view(ids.OPEN_CASE)(intake.submit)

    app.action(ids.OPEN_OFFER)(offers.taken)
    app.action(ids.MAKE_CASE)(offers.taken)
    app.action(ids.NOT_A_CASE)(offers.declined)


def _cases(app: AsyncApp) -> None:
    """A case's buttons and forms."""
    app.action(re.compile(rf"^({'|'.join(map(re.escape, ids.ACTION_OF))})$"))(cases.press)
    app.action(ids.MORE)(cases.press)
    app.action(ids.DETAILS)(cases.press)
    app.action(ids.CALL)(cases.press)
    app.action(ids.LINK_THEM)(cases.link_them)
    app.action(ids.TAKE_OVER)(cases.take_over)
    app.action(ids.OPEN_THE_CASE)(cases.follow)
    app.action(ids.OLDER)(cases.turn_page)
    app.action(ids.NEWER)(cases.turn_page)
    app.action(ids.NEW_CASE_AFTER)(intake.pressed_after)
    app.view(ids.MOVE)(cases.submit)
    app.shortcut(ids.SEND_TO_CUSTOMER)(replies.shortcut)
    app.view(ids.REPLY_FORM)(replies.preview)
    app.view(ids.SEND_REPLY)(replies.send)


def _set_up(app: AsyncApp) -> None:
    """Whose a channel is, who takes over, the App Home, and the windows in which customers are set up."""
    app.action(ids.ASSIGN_CHANNEL)(customers.assign)
    app.view(ids.ASSIGN_CHANNEL)(customers.assigned)
    app.action(ids.REASSIGN)(people.reassign)
    app.view(ids.REASSIGN)(people.reassigned)
    app.event("app_home_opened")(home.opened)
    app.action(ids.HOME_EARLIER)(home.turned)
    app.action(ids.HOME_LATER)(home.turned)
    app.action(ids.MANAGE_CUSTOMER)(manage.customer)
    app.action(ids.NEW_CUSTOMER)(manage.new_customer)
    app.action(ids.EDIT_CUSTOMER)(manage.edit_customer)
    app.action(ids.CONTACTS)(manage.contacts)
    app.action(ids.AGREEMENTS)(manage.agreements)
    app.action(ids.SITES)(manage.sites)
    app.action(ids.LIST_EARLIER)(manage.turned)
    app.action(ids.LIST_LATER)(manage.turned)
    app.action(ids.EDIT_CONTACT)(manage.edit_contact)
    app.action(ids.EDIT_AGREEMENT)(manage.edit_agreement)
    app.action(ids.EDIT_SITE)(manage.edit_site)
    app.view(ids.CUSTOMER_FORM)(set_up.customer)
    app.view(ids.CONTACT_FORM)(set_up.contact)
    app.view(ids.AGREEMENT_FORM)(set_up.agreement)
    app.view(ids.SITE_FORM)(set_up.site)


def _rota(app: AsyncApp) -> None:
    """Who has duty."""
    app.command(ids.ONCALL_COMMAND)(oncall.command)
    app.action(ids.ROTA)(oncall.all_of_it)
    app.action(ids.EDIT_LAYER)(oncall.edit_layer)
    app.action(ids.OVERRIDE)(oncall.edit_override)
    app.action(ids.TAKE_BACK)(oncall.taken_back)
    app.action(ids.SWAP)(oncall.edit_swap)
    app.action(ids.ACKNOWLEDGE)(pages.acknowledged)
    app.action(ids.HAND_OVER)(mornings.offered)
    app.view(ids.HAND_OVER_FORM)(mornings.handed_over)
    app.action(ids.STILL_ON_IT)(pages.acknowledged)
    app.view(ids.LAYER_FORM)(oncall.layer)
    app.view(ids.OVERRIDE_FORM)(oncall.overridden)
    app.view(ids.SWAP_FORM)(oncall.swapped)
    app.action(ids.WAKE_UP)(wakeups.show)
    app.action(ids.ADD_WAY)(wakeups.edit)
    app.view(ids.WAY_FORM)(wakeups.added)
    app.action(ids.TRY_WAY)(wakeups.try_it_now)
    app.action(ids.REMOVE_WAY)(wakeups.removed)


def _alerts(app: AsyncApp) -> None:
    """What monitors say, and maintenance."""
    app.action(re.compile(rf"^({'|'.join(map(re.escape, ids.PRESS_OF))})$"))(alerts.press)
    app.action(ids.ALERT_MORE)(alerts.press)
    app.action(ids.EACH_EARLIER)(alerts.turned)
    app.action(ids.EACH_LATER)(alerts.turned)
    app.action(ids.SEND_UPTIME)(uptime.sent_on)
    app.view(ids.SILENCE_FORM)(alerts.silenced)
    app.view(ids.UPDATE_FORM)(alerts.preview)
    app.view(ids.POST_UPDATE)(alerts.posted)
    app.view(ids.ALERT_CASE_FORM)(alerts.made_case)
    app.view(ids.ALERT_ASSIGN_FORM)(alerts.assigned)
    app.action(ids.MAINTENANCE)(maintenance.show)
    app.action(ids.PLAN_WINDOW)(maintenance.edit)
    app.action(ids.END_WINDOW)(maintenance.ended)
    app.view(ids.WINDOW_FORM)(maintenance.planned)


def _monitors(app: AsyncApp) -> None:
    """Who else tells us of sites."""
    app.action(ids.MONITORS)(monitors.show)
    app.action(ids.ADD_MONITOR)(monitors.edit)
    app.view(ids.MONITOR_FORM)(monitors.added)
    app.action(ids.REVOKE_MONITOR)(monitors.revoked)
    app.action(ids.SET_ASIDE)(set_aside.look)
    app.action(ids.SET_ASIDE_OF)(set_aside.look_at_all)
    app.action(ids.SET_ASIDE_NEWER)(set_aside.turned)
    app.action(ids.SET_ASIDE_OLDER)(set_aside.turned)
    app.action(ids.SET_ASIDE_READ)(set_aside.read)
    app.action(ids.SET_ASIDE_DROP)(set_aside.dropped)


def _events(app: AsyncApp) -> None:
    """What happens in Slack."""
    app.event("message")(conversation.happened)
    app.event("reaction_added")(conversation.reacted)
    app.event("pin_removed")(overheard.unpinned)
    app.event("member_joined_channel")(people.joined)
    app.event("member_left_channel")(people.left)
    app.event("user_change")(people.changed)
    app.event("subteam_members_changed")(people.leads_changed)
    app.event("channel_shared")(customers.sharing_changed)
    app.event("channel_unshared")(customers.sharing_changed)
    app.event("channel_id_changed")(customers.id_changed)
    app.event("channel_archive")(customers.cut_off)
    app.event("group_archive")(customers.cut_off)
    app.event("channel_unarchive")(customers.opened_again)
    app.event("group_unarchive")(customers.opened_again)
    for event in EVENTS_NOBODY_WAITS_FOR:
        app.event(event)(people.nothing)
