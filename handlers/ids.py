"""Every command, callback_id, action_id and block_id. They are in messages people already have: never rename."""

from rules.cases import Action

CASE_COMMAND = "/case"
NEW_CASE = "new_case"
CASE_FROM_MESSAGE = "case_from_message"

OPEN_CASE = "open_case"  # the customer's button and the form's callback
MY_CASES = "my_cases"
ASSIGN_CHANNEL = "assign_channel"  # whose channel is this?
MORE = "more"  # the overflow menu of a card
MOVE = "move"  # the form of a move
SAID = "said"  # the view that says why something was refused, or that it was done

MOVES = {action: f"case.{action.value}" for action in Action}
ACTION_OF = {action_id: action for action, action_id in MOVES.items()}

# Fields of forms: block_id and action_id are the field's name, which is also its name in FieldErrors.
PROBLEM, URGENCY, PAGE, FILES, NEEDED_BY = "problem", "urgency", "link", "files", "needed_by"
CUSTOMER, CONTACT, ORIGIN = "customer", "contact", "origin"
CUSTOMER_NAME = "customer_name"
