"""Why something a monitor sent could not be read, as people read it: the readers say so in English, which is what the
monitor is answered and its own log shows."""

import re

from handlers.views.words import N_, Words

REASONS = (
    N_("It is neither a notification nor the result of a check."),
    N_("It has no data."),
    N_("It has no event."),
    N_("It has neither alerts nor a rule."),
    N_("It has no list of alerts."),
    N_("It has no dedup_key."),
    N_("It has no status: {name} is missing."),
    N_("It has no heartbeat and no status."),
    N_("It is no object with a key and a state."),
    N_("It is about no issue, event or metric."),
    N_("It lacks specversion, source or type."),
    N_("Its message is no alarm of CloudWatch."),
    N_("Its data_base64 cannot be read."),
    N_("Nothing in it says which monitor or alert it is about."),
    N_("The body is empty."),
    N_("The body is a list where one object was expected."),
    N_("The body has no fields."),
    N_("The body is neither JSON nor a form."),
    N_("The form has too many fields."),
    N_("The form has no fields."),
    N_("It carries no signature."),
    N_("Its signature does not fit the secret that was set."),
    N_("Its signature is of a version that is not known here."),
    N_("Its signature cannot be read."),
    N_("Its signature is not Amazon's."),
    N_("Its signature cannot be checked until the extra sns is installed."),
    N_("Its {name} is no address at sns.<region>.amazonaws.com."),
    N_("What its signature needs cannot be fetched."),
    N_("What its signature needs is larger than it should be."),
    N_("The body is broken JSON: {why}."),
    N_("it is broken, and too long to guess what it means"),
    N_("it is nested too deeply"),
    N_("it ends too early"),
    N_("a text in it never ends"),
    N_("something follows its end, at character {place}"),
    N_("a name was expected at character {place}"),
    N_("a value was expected at character {place}"),
    N_("{sign} was expected at character {place}"),
)


def _pattern(sentence: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(sentence)))


PATTERNS = [(_pattern(sentence), sentence) for sentence in REASONS]


def reason(t: Words, said: str) -> str:
    """What a reader said, in this language; as it said it where that is none of ours."""
    for pattern, sentence in PATTERNS:
        if found := pattern.fullmatch(said):
            facts = found.groupdict()
            return t(sentence, **facts | ({"why": reason(t, facts["why"])} if "why" in facts else {}))
    return said
