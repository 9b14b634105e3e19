"""How the app itself is: a line for each part, for whoever looks after it, and what the on-call channel is told."""

from handlers.views.oncall import on_duty_line
from handlers.views.parts import Message, section
from handlers.views.words import N_, Mrkdwn, Words
from rules.vitals import How, Part, Sign
from rules.vitals_facts import AilmentFacts, CanaryFacts

MINUTES_FROM = 120  # seconds
SAYS = {
    How.HEARS: N_("{count} connections are open; last heard {ago} ago"),
    How.OVER_HTTP: N_("over HTTP; last heard {ago} ago"),
    How.CLOSED: N_("no connection for {ago}"),
    How.DEAF: N_("nothing reaches us; last heard {ago} ago"),
    How.NOT_REACHED: N_("Slack's requests do not reach us; last heard {ago} ago"),
    How.ANSWERS: N_("answers in {ms} ms"),
    How.SLOW: N_("a small change takes {ms} ms"),
    How.AWAY: N_("does not answer"),
    How.SAYS: N_("{count} wait, the oldest for {ago}"),
    How.NOTHING_WAITS: N_("nothing waits"),
    How.UNTAKEN: N_("{count} wait, and nothing is sent for {ago}"),
    How.FAILING: N_("{count} wait, and none was taken for {ago}"),
    How.NOT_SET_UP: N_("not set up; {count} wait"),
    How.REFUSED: N_("the mail server does not let us in; {count} wait"),
    How.ON_TIME: N_("on time"),
    How.LATE: N_("late by {ago}"),
    How.DOWN: N_("fails, and begins again and again"),
    How.OFF: N_("nothing to look at"),
    How.OPEN: N_("takes what monitors send"),
    How.TURNS_AWAY: N_("could not take {count} messages of monitors in the last {ago}"),
    How.SILENT: N_("our own web server does not answer"),
}
ONE = {
    How.HEARS: N_("1 connection is open; last heard {ago} ago"),
    How.TURNS_AWAY: N_("could not take 1 message of monitors in the last {ago}"),
}
ALARMS = {
    Part.SLACK: N_(
        "Slack's events did not reach me. I open new connections by myself, and fetch what was written meanwhile. Who"
        " pressed a button and saw an error can press it again. If this is not over in a few minutes, please ask"
        " whoever looks after me to look at the app's event subscriptions in Slack."
    ),
    Part.DATABASE: N_(
        "My database is slow or away. Who pressed a button and saw an error can press it again. Please ask whoever"
        " looks after me to look at it."
    ),
    Part.COURIER: N_("What I have to say in Slack waits. Nothing is lost: all of it is said as soon as it goes again."),
    Part.MAIL: N_(
        "Mail to customers waits. Nothing is lost: all of it is sent as soon as it goes again. Please call who has to"
        " know at once."
    ),
    Part.WAYS: N_(
        "Messages beyond Slack, such as SMS and push, do not go out. Please call each other when it matters."
    ),
    Part.DUTIES: N_("I am late with what falls due: reminders, pages and the like. All of it is done, only later."),
    Part.CHECKS: N_(
        "I do not look at our customers' sites as I should. Until I do again, only other monitors and people tell us of"
        " one that is down."
    ),
    Part.WEBHOOKS: N_(
        "What other monitors send does not reach me. Please look at them yourselves; most try again by themselves."
    ),
}
NOT_REACHED = N_(
    "Slack's requests do not reach me. Who presses a button sees an error; what is written is fetched once an hour."
    " Please ask whoever looks after me to look at the proxy before me, and at the app's request address in Slack."
)
OVER = {
    Part.SLACK: N_("Slack's events reach me again."),
    Part.DATABASE: N_("My database answers in time again."),
    Part.COURIER: N_("What I had to say in Slack waited, and goes out again."),
    Part.MAIL: N_("Mail to customers goes out again."),
    Part.WAYS: N_("Messages beyond Slack go out again."),
    Part.DUTIES: N_("What falls due is done in time again."),
    Part.CHECKS: N_("I look at our customers' sites again."),
    Part.WEBHOOKS: N_("What other monitors send reaches me again."),
}


def line(t: Words, sign: Sign) -> str:
    """A part in plain words."""
    says = SAYS | ONE if sign.count == 1 else SAYS
    return t(says[sign.how], count=sign.count, ago=_ago(sign.seconds), ms=round(sign.seconds * 1000))


def ailment(t: Words, facts: AilmentFacts) -> Message:
    """A part of the app has gone quiet, or is well again."""
    one = facts.ailment
    if one.over_at is not None:
        over = t.md(OVER[one.part])
        lasted = t.md("It was so from {begun} to {over}.", begun=t.when_md(one.began_at), over=t.when_md(one.over_at))
        return Message(Mrkdwn(f"{over} {lasted}"), [section(over), section(lasted)])
    text = t.md(NOT_REACHED if one.how is How.NOT_REACHED else ALARMS[one.part])
    begun = t.md("Noticed {begun}. I say here when it is over.", begun=t.when_md(one.began_at))
    duty = [on_duty_line(t, facts.duty)] if facts.duty is not None else []
    told = Mrkdwn(" ".join([text, begun, *duty]))
    return Message(told, [section(text), *map(section, [begun, *duty])])


def canary(t: Words, facts: CanaryFacts) -> Message:
    """The message that is changed again and again, and notifies nobody."""
    text = t.md(
        "I look after myself: I change this message every few minutes, to see whether Slack's events reach me. Nobody"
        " is notified of it; please leave it here. Changed last: {at}",
        at=t.when_md(facts.at),
    )
    return Message(text, [section(text)])


def _ago(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < MINUTES_FROM else f"{seconds / 60:.0f} min"
