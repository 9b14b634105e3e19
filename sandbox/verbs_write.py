"""What a person writes where one writes: to everybody, or to an app."""

import re

from sandbox import notices, people, verbs_press, verbs_talk
from sandbox.body import Body
from sandbox.kinds import Json
from sandbox.slack import LocalSlack

COMMAND = re.compile(r"(/\S+)\s*(.*)", re.DOTALL)


async def write(slack: LocalSlack, body: Body) -> Json:
    """A slash command where the text is one, else said. Slack has no commands in threads."""
    found = COMMAND.fullmatch(body.maybe("text") or "")
    if found is None or body.given.get("files"):
        return await verbs_talk.say(slack, body)
    command, text = found.groups()
    if body.maybe("thread_ts"):
        who = people.acting(slack, body.need("user"))
        shown = [slack.notices.tell(who.id, notices.NOT_IN_THREADS.format(command=command))]
        slack.changes.notify()
        return {"ok": False, "error": "not_in_threads", "shown": shown}
    return await verbs_press.command(slack, Body({**body.given, "command": command, "text": text}))
