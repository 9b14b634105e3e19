"""Slack's own words to a person."""

from sandbox.kinds import Json

TROUBLE = "We had some trouble connecting. Try again?"
NO_ANSWER = "{command} failed because the app did not respond"
NOT_A_COMMAND = "{command} is not a valid command."
NOT_IN_THREADS = "{command} is not supported in threads. Sorry!"
WORKFLOW = "Here the workflow at {url} starts; a local Slack has none."
MESSAGES_OFF = "Sending messages to this app has been turned off."
NOT_INTERACTIVE = "This app is not configured to handle interactive responses."
PLACEHOLDER = "This is still a work in progress"
REFUSED = "The app's answer was refused: {error}"
KEPT = 20


class Notices:
    """What Slack told each person lately."""

    def __init__(self) -> None:
        self._of: dict[str, list[Json]] = {}
        self._count = 0

    def tell(self, user_id: str, text: str) -> str:
        """Shows it to this person; gives the text back."""
        self._count += 1
        self._of.setdefault(user_id, []).append({"id": f"N{self._count}", "text": text})
        del self._of[user_id][:-KEPT]
        return text

    def of(self, user_id: str) -> list[Json]:
        """The last ones, oldest first."""
        return self._of.get(user_id, [])
