"""Every command, callback_id, action_id and block_id. They are in messages people already have: never rename."""

from rules.alert_presses import Press
from rules.cases import Action

CASE_COMMAND = "/case"
NEW_CASE = "new_case"
CASE_FROM_MESSAGE = "case_from_message"

OPEN_CASE = "open_case"  # the customer's button and the form's callback
MY_CASES = "my_cases"
OTHER_PAGE = "my_cases_page"
OPEN_OFFER = "open_offer"  # the customer's button under what they said
MAKE_CASE = "make_case"  # of an item that is not yet a case
NOT_A_CASE = "not_a_case"
REASSIGN = "reassign"  # all cases of one of us who left
ASSIGN_CHANNEL = "assign_channel"  # whose channel is this?
MORE = "more"  # the overflow menu of a card
DETAILS = "details"  # the menu beside a card's facts
CALL = "call"
SEND_TO_CUSTOMER = "send_to_customer"
REPLY_FORM, SEND_REPLY = "reply_form", "send_reply"  # where it is written, and its preview
LINK_THEM = "link_them"
NEW_CASE_AFTER = "new_case_after"  # a customer's *New case* on one that is over
OLDER, NEWER = "history_older", "history_newer"
OPEN_THE_CASE = "open_the_case"  # a link to its card
TAKE_OVER = "take_over"  # *Take* on the countdown of a case that somebody took already
MOVE = "move"  # the form of a move
HOME_EARLIER, HOME_LATER = "home_earlier", "home_later"  # pages of customers in the App Home
MANAGE_CUSTOMER = "manage_customer"  # of a customer in the App Home: all that is set up of it
NEW_CUSTOMER = "new_customer"
EDIT_CUSTOMER = "edit_customer"
CONTACTS, EDIT_CONTACT = "manage_contacts", "edit_contact"  # the list, and the form of one
AGREEMENTS, EDIT_AGREEMENT = "manage_agreements", "edit_agreement"
SITES, EDIT_SITE = "manage_sites", "edit_site"
LIST_EARLIER, LIST_LATER = "manage_earlier", "manage_later"
CUSTOMER_FORM, CONTACT_FORM = "customer_form", "contact_form"
AGREEMENT_FORM, SITE_FORM = "agreement_form", "site_form"
ONCALL_COMMAND = "/oncall"
ROTA = "rota"  # all of the rota, for those who set it up
SWAP, SWAP_FORM = "rota_swap", "rota_swap_form"
EDIT_LAYER, LAYER_FORM = "rota_layer", "rota_layer_form"
OVERRIDE, OVERRIDE_FORM = "rota_override", "rota_override_form"
TAKE_BACK = "rota_take_back"
WAKE_UP = "wake_up"  # *How to wake me*: one's own ways beyond Slack
ADD_WAY, WAY_FORM = "wake_up_add", "wake_up_form"
TRY_WAY, REMOVE_WAY = "wake_up_try", "wake_up_remove"
ACKNOWLEDGE = "page_acknowledge"
HAND_OVER, HAND_OVER_FORM = "morning_hand_over", "morning_hand_over_form"
STILL_ON_IT = "page_still_on_it"
ALERT_MORE = "alert_more"  # the menu of an alert's card
SILENCE_FORM, UPDATE_FORM, POST_UPDATE = "alert_silence_form", "alert_update_form", "alert_post_update"
ALERT_CASE_FORM, ALERT_ASSIGN_FORM = "alert_case_form", "alert_assign_form"
EACH_EARLIER, EACH_LATER = "alert_each_earlier", "alert_each_later"  # pages of what a group stands for
MAINTENANCE, PLAN_WINDOW, END_WINDOW = "maintenance", "maintenance_plan", "maintenance_end"
WINDOW_FORM = "maintenance_form"
SEND_UPTIME = "uptime_send"  # a month, to the customer it is of
MONITORS = "monitors"  # other monitors that send to us
ADD_MONITOR, MONITOR_FORM, REVOKE_MONITOR = "monitor_add", "monitor_form", "monitor_revoke"
SET_ASIDE, SET_ASIDE_OF = "set_aside", "set_aside_of"  # one that could not be read, and the newest of a monitor
SET_ASIDE_NEWER, SET_ASIDE_OLDER = "set_aside_newer", "set_aside_older"
SET_ASIDE_READ, SET_ASIDE_DROP = "set_aside_read", "set_aside_drop"
SAID = "said"  # the view that says why something was refused, or that it was done

MOVES = {action: f"case.{action.value}" for action in Action}
ACTION_OF = {action_id: action for action, action_id in MOVES.items()}
ALERTS = {press: f"alert.{press.value}" for press in Press}
PRESS_OF = {action_id: press for press, action_id in ALERTS.items()}

# Fields of forms: block_id and action_id are the field's name, which is also its name in FieldErrors.
PROBLEM, URGENCY, PAGE, FILES, NEEDED_BY = "problem", "urgency", "link", "files", "needed_by"
CUSTOMER, CONTACT, ORIGIN = "customer", "contact", "origin"
CUSTOMER_NAME = "customer_name"
ASSIGNEE = "assignee"
REPLY, MESSAGE_FILES = "reply", "message_files"
LANGUAGE, MODE, OUTAGES = "language", "mode", "outages"
CONTACT_NAME, PERSON, EMAIL, PHONE, APPROVES, TICKED = "contact_name", "person", "email", "phone", "approves", "ticked"
VALID_FROM, LEVEL_A, LEVEL_B, BUSINESS_DAY = "valid_from", "level_a", "level_b", "business_day"
HOURLY_RATE, ROUNDING, NOTES = "hourly_rate", "rounding", "notes"
SITE_NAME, SITE_LINK, LINKS, RUNBOOK, CHECKS = "site_name", "site_link", "links", "runbook", "checks"
LAYER, PEOPLE, SHIFT, LENGTH, SINCE = "layer", "people", "shift", "length", "since"
HOURS = "hours"
WHO, INSTEAD, BEGINS, ENDS = "who", "instead", "start", "end"
TO, IN_RETURN = "to", "in_return"
SILENT, UNTIL, UPDATE = "silence", "until", "update"
ABOUT, WHY = "about", "why"
WAY_NAME, WAY_ADDRESS = "way_name", "way_address"
MONITOR_SOURCE, MONITOR_NAME, MONITOR_SECRET = "monitor_source", "monitor_name", "monitor_secret"
