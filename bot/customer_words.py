"""What an import of customers tells: each error of the file, and what differs."""

from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Any

from rules.checks import Check, as_lines
from rules.customer_changes import Step
from rules.customer_file import NO_CHANNEL, NOTHING, Entry
from rules.customers import Agreement, Approves, Contact, Site, SiteLink
from rules.file_shapes import Problem, Wrong
from rules.people import Customer, PersonId

SENTENCES = {
    Wrong.UNKNOWN_KEY: "there is no such field{meant}; there are {options}",
    Wrong.MISSING: "is missing",
    Wrong.BLANK: "is empty; write something, or leave the field out",
    Wrong.TWICE: "is written twice",
    Wrong.NOT_A_TEXT: "must be one value, not a list or a group of fields",
    Wrong.NOT_A_LIST: 'must be a list: each item on its own line after "- "',
    Wrong.NOT_A_RECORD: "must be a group of fields: {options}",
    Wrong.NO_CHOICE: '"{written}" is none of {options}{meant}',
    Wrong.NOT_A_FLAG: "must be true or false",
    Wrong.NOT_A_DAY: "must be a day, like 2026-03-30",
    Wrong.NOT_A_NUMBER: "must be a whole number from {least} to {most}",
    Wrong.NOT_AN_AMOUNT: "must be an amount with at most two decimals, like 1250 or 1250.50",
    Wrong.NOT_A_LINK: "must be a link, like https://example.no/page",
    Wrong.TOO_LONG: "has {length} characters; at most {longest} fit",
    Wrong.TOO_MANY: "has {count} items; at most {most} fit",
    Wrong.MORE_LINES: "must stand on one line",
    Wrong.NOT_LIKE: '"{written}" cannot be used; it looks like {example}',
    Wrong.SAME_AS: '"{written}" is in {other} already',
    Wrong.TAKEN: "belongs to another here ({by}); change that one first, in an import of its own",
}
FIELDS = {
    "channel_id": "channel",
    "team_ids": "workspaces",
    "person": "slack",
    "gets_letters": "letters",
    "left_at": "left",
    "valid_from": "from",
}
KINDS = {Contact: "contact", Agreement: "agreement", Site: "site"}


def sentence(problem: Problem) -> str:
    """The error in words."""
    facts = dict(problem.facts)
    if "options" in facts:
        facts["options"] = ", ".join(facts["options"])
    if "meant" in facts:
        facts["meant"] = f'; did you mean "{facts["meant"]}"?' if facts["meant"] else ""
    if isinstance(facts.get("written"), PersonId):
        facts["written"] = shown(facts["written"])
    said = SENTENCES[problem.wrong].format(**facts)
    return said.replace("?; there", "? There")


def differences(entry: Entry, todo: list[Step]) -> Iterator[str]:
    """A customer's differences, a line each: `+` is added, `~` changed, `-` ended, `=` left as it is."""
    is_new = any(isinstance(step.about, Customer) and step.before is None for step in todo)
    yield f"{'+' if is_new else '~'} {entry.name}"
    for step in todo:
        yield from _lines(step)


def _lines(step: Step) -> Iterator[str]:
    if isinstance(step.about, Customer):
        told = step.fields or {
            name: (None, getattr(step.about, name)) for name in ("language", "mode", "channel_id", "team_ids")
        }
        indent = "    "
    else:
        told = step.fields
        indent = "        "
        yield f"    {_sign(step)} {KINDS[type(step.about)]} {_label(step)}{_why(step)}"
    for name, (before, after) in told.items():
        if name in {"left_at", "retired_at"}:
            continue
        yield f"{indent}{FIELDS.get(name, name)}: {_pair(name, before, after, is_new=step.before is None)}"


def _sign(step: Step) -> str:
    if step.stays:
        return "="
    return "+" if step.before is None else "-" if step.after is None else "~"


def _why(step: Step) -> str:
    if step.stays:
        return ": not in the file, but kept: it has been in force"
    if isinstance(step.before, Contact) and step.before.left_at is not None:
        return ": is a contact again"
    if isinstance(step.before, Site) and step.before.retired_at is not None:
        return ": is a site again"
    if step.retires:
        return ": is retired: nobody looks at it, and its history is kept"
    if step.after is None:
        return ": is a contact no more" if isinstance(step.about, Contact) else ": is removed"
    return f" ({details})" if step.before is None and (details := _details(step)) else ""


def _label(step: Step) -> str:
    about = step.about
    if isinstance(about, Agreement):
        return f"from {about.valid_from.isoformat()}"
    assert isinstance(about, Contact | Site)
    return f"{about.name} ({about.host})" if isinstance(about, Site) else about.name


def _details(step: Step) -> str:
    """What is added, in short: every field that says something."""
    hidden = {"id", "customer_id", "name", "host", "valid_from", "left_at", "retired_at"}
    known = {
        name: value
        for name, value in vars(step.about).items()
        if name not in hidden and value is not False and value not in (None, "", ())
    }
    return ", ".join(f"{FIELDS.get(name, name)} {_value(name, value)}" for name, value in known.items())


def _pair(name: str, before: Any, after: Any, *, is_new: bool) -> str:
    return _value(name, after) if is_new else f"{_value(name, before)} -> {_value(name, after)}"


def _value(name: str, value: Any) -> str:
    return f"{value / 100:.2f}" if name == "hourly_rate" and value is not None else shown(value)


def shown(value: Any) -> str:
    """A value as the file would say it, on one line."""
    match value:
        case None | "" | () | Approves.NOTHING:
            return NOTHING if isinstance(value, Approves) else "-"
        case bool():
            return "yes" if value else "no"
        case date():
            return value.isoformat()
        case PersonId():
            return f"{value.team_id}/{value.user_id}"
        case SiteLink():
            return f"{value.name} {value.link}"
        case Check():
            return as_lines((value,))
        case Enum():
            return str(value.value)
        case frozenset() | tuple():
            return ", ".join(sorted(map(shown, value))) or "-"
        case str() if value.startswith(NO_CHANNEL):
            return "-"
    return " ".join(str(value).split())


def counted(number: int, what: str) -> str:
    """`1 customer`, `2 customers`."""
    return f"{number} {what}{'' if number == 1 else 's'}"
