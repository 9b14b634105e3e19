"""How a refusal travels: Slack's own code, and which rule was broken where.

docs.slack.dev/apis/web-api.
"""

from sandbox import broken_rules
from sandbox.kinds import Json


class SlackError(Exception):
    """A refused Web API call. `code` is Slack's; `messages` look like `[ERROR] ... [json-pointer:/blocks/0]`.

    `retry_after` is whole seconds and makes the answer a 429 (docs.slack.dev/apis/web-api/rate-limits);
    `more` stands beside the code, as `needed` and `provided` do for `missing_scope`.
    """

    def __init__(
        self, code: str, messages: list[str] | None = None, retry_after: int | None = None, **more: object
    ) -> None:
        super().__init__(code)
        self.code = code
        self.messages = messages or broken_rules.said(code)
        self.retry_after = retry_after
        self.more = more

    def body(self) -> Json:
        """The answer as Slack writes it."""
        answer: Json = {"ok": False, "error": self.code, **self.more}
        if self.messages:
            answer["response_metadata"] = {"messages": self.messages}
        return answer


class CannotDo(Exception):
    """What a person tried on the sandbox's control or page cannot be done; `facts` help whoever wrote it."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts

    def body(self) -> Json:
        """The control's answer."""
        return {"ok": False, "error": self.code, **self.facts}
