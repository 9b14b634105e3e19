"""What stands under a field of a form that is not accepted."""

from handlers.views.words import N_
from rules.errors import FieldProblem

FIELD_PROBLEMS = {
    FieldProblem.MISSING: N_("Please fill this in."),
    FieldProblem.TOO_LONG: N_("This has {length} characters; at most {longest} fit. Put the rest in the thread."),
    FieldProblem.NOT_A_LINK: N_("This is not a link. Write it like https://example.no/page, or leave it empty."),
    FieldProblem.PAST: N_("This day is over. Choose today or later."),
    FieldProblem.FUTURE: N_("This day has not come yet. Choose today or earlier."),
    FieldProblem.TOO_MANY_FILES: N_("{count} files are chosen; at most {most} fit. Post the others in the thread."),
    FieldProblem.FILE_TOO_LARGE: N_("{file} is larger than 10 MB. Post it in the thread instead."),
    FieldProblem.NOT_A_NUMBER: N_("Write hours as a number above zero, like 1.5."),
    FieldProblem.NEEDS_ESTIMATE: N_("Work of {hours} hours or more waits for an estimate the customer has approved."),
    FieldProblem.OTHER_CUSTOMER: N_("This person is not with {customer}. Choose one of theirs, or nobody."),
    FieldProblem.NO_CHOICE: N_("This is none of the choices. Please choose again."),
    FieldProblem.SAME: N_("It has this level already. Choose another one."),
    FieldProblem.NO_CASE: N_("There is no other case of this number. Write it like SG-1042."),
    FieldProblem.OTHER_CUSTOMERS: N_("{number} is another customer's. Cases are merged within one customer only."),
    FieldProblem.PROGRAM: N_("{file} is a program, and those are not taken. Send a picture or a link instead."),
    FieldProblem.IS_OVER: N_("{number} is over. Reopen it first, or link the two."),
    FieldProblem.TAKEN: N_("There is a customer of this name already. Choose another name."),
    FieldProblem.NOT_AN_EMAIL: N_("This is not an e-mail address. Write it like kari@example.no."),
    FieldProblem.NOT_AN_AMOUNT: N_("Write the amount as a number, like 1250 or 1250.50."),
    FieldProblem.NOT_A_LINE: N_("This line has no link: {line}. Write a name and a link on each line."),
    FieldProblem.TOO_MANY_LINES: N_("{count} links are written; at most {most} fit."),
    FieldProblem.NOT_A_PAGE: N_(
        'This line cannot be looked at: {line}. Write each page once, like https://example.no/shop 200 5s "Welcome".'
    ),
    FieldProblem.TOO_MANY_PAGES: N_("{count} pages are written; at most {most} fit."),
    FieldProblem.EMAIL_TAKEN: N_("This is the address of {name} at {customer} already."),
    FieldProblem.SITE_TAKEN: N_("{host} is a site of {customer} already."),
    FieldProblem.DAY_TAKEN: N_("There is an agreement from this day already. Edit that one, or choose another day."),
    FieldProblem.PERSON_TAKEN: N_("{name} is this person already. Edit that contact instead."),
    FieldProblem.ONE_OF_US: N_("Choose a guest, or somebody of the customer's workspaces. This is one of us."),
    FieldProblem.NOT_A_COUNT: N_("Write a whole number from 1 to {most}."),
    FieldProblem.TIME_PAST: N_("This time is over. Choose a later one."),
    FieldProblem.ENDS_BEFORE: N_("This is not after it begins. Choose a later time."),
    FieldProblem.SAME_PERSON: N_("Choose two different people."),
    FieldProblem.NOT_THEIR_SHIFT: N_("This is not a shift of {name}'s. Choose one of theirs, or nothing."),
    FieldProblem.NOT_A_WAY: N_(
        "Nothing can be sent to this address. Write it as the Apprise page of your service says, like ntfy://my-topic."
    ),
    FieldProblem.NO_PAGER: N_(
        "I cannot send beyond Slack yet. Ask who runs me to install the extra pager: uv sync --extra pager"
    ),
    FieldProblem.NO_MONTH: N_("Please write a month like this: 2026-03."),
    FieldProblem.WAY_TAKEN: N_("You have a way of this name already. Choose another name."),
    FieldProblem.TOO_FAR: N_("Choose a time within the next {days} days."),
    FieldProblem.NOT_ANSWERED: N_("Slack did not say in time who this is. Please send it again."),
}
