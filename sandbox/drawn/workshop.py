"""What goes on between Slack and the app, as it happens: calls up, deliveries down, what went wrong in red."""

from sandbox import inspected
from sandbox.drawn import dates
from sandbox.drawn.nodes import Node, act, el, icon
from sandbox.drawn.reader import Reader
from sandbox.kinds import Json

RATE = 0.2
KINDS = {
    "ratelimited": "Too many requests", "server_error": "Slack errors", "timeout_before": "No answer",
    "timeout_after": "Answer lost", "connection_reset": "Call cut off", "drop_socket": "Connection drops",
    "deaf": "Connection goes deaf", "duplicate": "Comes twice", "late": "Comes late", "reorder": "Out of order",
}  # fmt: skip
WAYS = {"call": ("→ Slack", "The app called Slack"), "delivery": ("→ app", "Slack told the app")}


def inspector(reader: Reader) -> Node:
    """The switches, and the lines; blocks.css leaves out what went well when that is asked for."""
    lines = [_line(reader, each) for each in inspected.latest(reader.slack)]
    nothing = el("p", "Nothing", el("span", " went wrong", class_="of-wrong"), " so far.", class_="empty")
    only = el("label", el("input", type="checkbox"), " Only what went wrong", class_="only")
    log = el("div", *lines, nothing, class_="scroller", tabindex="0", role="log", aria_label="Calls and deliveries")
    head = el("header", el("h2", "Inspector"), icon("Close inspector", "×", {"inspect": None}, "close"), class_="top")
    return el(
        "Beside",
        head,
        _faults(reader),
        _silence(reader),
        only,
        log,
        class_="pane inspector",
        tabindex="-1",
        aria_label="Inspector",
    )


def _silence(reader: Reader) -> Node | None:
    """Why nothing is delivered any more, and what whoever owns the app does about it."""
    if reader.slack.subscriptions.are_on:
        return None
    again = act("subscriptions", {}, "Switch them on", class_="fault")
    said = "Slack sends no events any more: nearly all of the last hour were in vain. "
    return el("p", said, again, class_="silence", role="status")


def _faults(reader: Reader) -> Node:
    """Breaking Slack on purpose: each switch breaks one call or delivery in five, until it is switched off."""
    on = {each["kind"]: each["hits"] for each in reader.slack.faults.told()}
    switches = [_fault(kind, words, on.get(kind)) for kind, words in KINDS.items()]
    return el("fieldset", el("legend", "Break one in five, on purpose"), *switches, class_="faults")


def _fault(kind: str, words: str, hits: int | None) -> Node:
    body: Json = {"kind": kind, "rate": RATE} if hits is None else {"kind": kind, "clear": True}
    return act(
        "faults", body, f"{words} · {hits}" if hits else words, class_="fault", aria_pressed=hits is not None, key=kind
    )


def _line(reader: Reader, line: Json) -> Node:
    way, spoken = WAYS[line["way"]]
    summary = el(
        "summary", el("time", dates.seconds(reader, line["at"])), el("span", way, class_="way", title=spoken), " ",
        el("b", line["name"]), " ", el("span", line["outcome"], class_="outcome"),
    )  # fmt: skip
    said = [el("pre", each) for each in (line["said"], line["answered"]) if each]
    return el("details", summary, *said, class_="inspected wrong" if line["wrong"] else "inspected", key=line["id"])
