"""The record of calls holds no secret: neither a token nor a socket's ticket."""

from sandbox.record import redacted


def test_tokens_and_tickets_are_taken_out() -> None:
    call = {
        "token": "xoxb-1-secret",
        "text": "mine is xapp-1-secret",
        "urls": ["ws://127.0.0.1:1/link?ticket=5ec3e7&app_id=A1"],
    }
    kept = redacted(call)
    assert kept == {"text": "mine is [redacted]", "urls": ["ws://127.0.0.1:1/link?ticket=[redacted]&app_id=A1"]}
