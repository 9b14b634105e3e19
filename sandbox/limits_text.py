"""Text, option and confirmation objects (docs.slack.dev/reference/block-kit/composition-objects)."""

from sandbox.kinds import Json
from sandbox.shapes import Rule, also, by_type, flag, many, one_of, record, text

TEXT = 3000
PLACEHOLDER = 150
OPTION_TEXT, OPTION_DESCRIPTION, OPTION_VALUE = 75, 75, 75
OPTIONS_IN_GROUP, GROUPS = 100, 100
CONFIRM_TITLE, CONFIRM_TEXT, CONFIRM_BUTTON = 100, 300, 30
ID = 255
URL = 3000


def plain(most: int = TEXT, least: int = 1) -> Rule:
    """A plain_text object."""
    return record({"type": one_of("plain_text"), "text": text(least, most)}, {"emoji": flag})


def either(most: int = TEXT) -> Rule:
    """A plain_text or mrkdwn object."""
    mrkdwn = record({"type": one_of("mrkdwn"), "text": text(1, most)}, {"verbatim": flag})
    return by_type({"plain_text": plain(most), "mrkdwn": mrkdwn})


def option(words: Rule, with_url: bool = False) -> Rule:
    """An option; `url` in overflow menus only. Value: 75 as in node's types, though python's SDK says 150."""
    optional: dict[str, Rule] = {"description": plain(OPTION_DESCRIPTION)}
    if with_url:
        optional["url"] = text(1, URL)
    return record({"text": words, "value": text(1, OPTION_VALUE)}, optional)


PLAIN_OPTION = option(plain(OPTION_TEXT))
OVERFLOW_OPTION = option(plain(OPTION_TEXT), with_url=True)
MARKED_OPTION = record(
    {"text": either(OPTION_TEXT), "value": text(1, OPTION_VALUE)}, {"description": either(OPTION_DESCRIPTION)}
)
OPTION_GROUP = record({"label": plain(OPTION_TEXT), "options": many(PLAIN_OPTION, 1, OPTIONS_IN_GROUP)})
CONFIRM = record(
    {"title": plain(CONFIRM_TITLE), "text": either(CONFIRM_TEXT)},
    {"confirm": plain(CONFIRM_BUTTON), "deny": plain(CONFIRM_BUTTON), "style": one_of("primary", "danger")},
)


def options_of(element: Json) -> list[Json]:
    """All options of an element, in groups or not."""
    groups = element.get("option_groups") or []
    return [*(element.get("options") or []), *(each for group in groups for each in group["options"])]


def distinct_values(element: Json) -> str | None:
    """Options must be told apart by their value."""
    values = [each["value"] for each in options_of(element)]
    return "option values must be unique" if len(values) != len(set(values)) else None


def initial_among_options(element: Json) -> str | None:
    """What is chosen at first must be one of the options, exactly."""
    chosen = element.get("initial_options") or [element.get("initial_option")]
    known = options_of(element)
    return None if all(each is None or each in known for each in chosen) else "initial option must match an option"


def options_or_groups(element: Json) -> str | None:
    """One of the two, not both."""
    both = ("options" in element) + ("option_groups" in element)
    return None if both == 1 else "exactly one of options, option_groups is required"


def checked(rule: Rule) -> Rule:
    """An element with options: told apart, and the chosen among them."""
    return also(rule, distinct_values, initial_among_options)
