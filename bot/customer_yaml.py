"""The file of customers as YAML: into values with their lines, and out again."""

from datetime import date
from typing import Any

import yaml

from rules.checks import LONGEST_LIMIT, Check, first_check
from rules.customer_changes import Held
from rules.customer_file import has_channel
from rules.customers import Agreement, Contact, Rounding, Site
from rules.file_shapes import Node
from rules.forms import host_of

HEAD = "# Saksgang: customers. What each field means stands in docs/operations.md.\n"
ABSENT = {"", "~", "null", "Null", "NULL"}  # YAML's words for nothing, when they stand without quotes
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast where it is built in
BREAKS = "\r\x85\u2028\u2029"  # line breaks to YAML, which would come back as others


class NoYaml(Exception):
    """The file cannot be read as YAML: `line` (from 1) and what its reader says."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line


def read(text: str) -> Node:
    """The file's values, each as it is written: `no` is a word, and +47 a phone number's beginning."""
    try:
        for event in yaml.parse(text, LOADER):
            if getattr(event, "anchor", None):
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise NoYaml(line, "write it out: & and * at the start of a value refer to others")
        root = yaml.compose(text, LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NoYaml(mark.line + 1 if mark else 1, str(error.problem or error.context)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise NoYaml(line, f"the character U+{ord(text[error.position]):04X} cannot be used here") from error
    except RecursionError as error:
        raise NoYaml(1, "its values are nested too deeply") from error
    return _node(root, 1)


def _node(node: yaml.Node | None, line: int) -> Node:
    match node:
        case yaml.ScalarNode():
            return Node(line, None if not node.style and node.value in ABSENT else node.value)
        case yaml.SequenceNode():
            return Node(line, [_node(one, one.start_mark.line + 1) for one in node.value])
        case yaml.MappingNode():
            pairs: dict[str, Node] = {}
            twice = []
            for key, value in node.value:
                at = key.start_mark.line + 1
                name = str(key.value)
                twice += [(name, at)] if name in pairs else []
                pairs.setdefault(name, _node(value, at))
            return Node(line, pairs, tuple(twice))
    return Node(line, None)


class _Dumper(yaml.SafeDumper):
    """Writes lists indented under their key, and texts of several lines as they read."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    style = '"' if any(one in value for one in BREAKS) else "|" if "\n" in value else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style)


_Dumper.add_representer(str, _text)


def write(everything: list[Held]) -> str:
    """What is set up, by name of the customer; reading it says the same again. Who left is not in it."""
    ordered = sorted(everything, key=lambda one: one.customer.name)
    tree = {"customers": [_customer(one) for one in ordered]}
    return HEAD + yaml.dump(tree, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def _customer(held: Held) -> dict[str, Any]:
    customer = held.customer
    present = [one for one in held.contacts if one.left_at is None]
    return _written(
        name=customer.name,
        language=customer.language,
        mode=customer.mode.value,
        outages_in_channel=customer.outages_in_channel or None,
        channel=customer.channel_id if has_channel(customer) else None,
        workspaces=sorted(customer.team_ids),
        contacts=[_contact(one) for one in present],
        agreements=[_agreement(one) for one in sorted(held.agreements, key=lambda one: one.valid_from)],
        sites=[_site(one) for one in sorted(held.sites, key=lambda one: (one.name, one.host))],
    )


def _contact(contact: Contact) -> dict[str, Any]:
    return _written(
        name=contact.name,
        slack=f"{contact.person.team_id}/{contact.person.user_id}" if contact.person else None,
        email=contact.email,
        phone=contact.phone,
        approves=contact.approves.value or None,
        language=contact.language,
        letters=contact.gets_letters or None,
    )


def _agreement(agreement: Agreement) -> dict[str, Any]:
    return _written(
        **{"from": agreement.valid_from},
        operation=agreement.operation,
        alerts_always=agreement.alerts_always or None,
        level_a_minutes=agreement.level_a_minutes,
        level_b_minutes=agreement.level_b_minutes,
        business_day_minutes=agreement.business_day_minutes,
        hourly_rate=_money(agreement.hourly_rate),
        currency=agreement.currency if agreement.currency != "NOK" else None,
        rounding=agreement.rounding.value if agreement.rounding is not Rounding.CASE_MONTH else None,
        notes=agreement.notes or None,
    )


def _site(site: Site) -> dict[str, Any]:
    return _written(
        name=site.name,
        link=site.link,
        host=site.host if site.host != host_of(site.link) else None,
        links=[{"name": one.name, "link": one.link} for one in site.links],
        runbook=site.runbook,
    ) | ({"checks": [_check(one) for one in site.checks]} if site.checks != first_check(site.link) else {})


def _check(check: Check) -> dict[str, Any]:
    return _written(
        address=check.address,
        status=check.status,
        word=check.word or None,
        limit=check.limit if check.limit != LONGEST_LIMIT else None,
    )


def _money(hundredths: int | None) -> int | float | None:
    if hundredths is None:
        return None
    return hundredths / 100 if hundredths % 100 else hundredths // 100


def _written(**known: str | float | bool | date | list[Any] | None) -> dict[str, Any]:
    """Without what is not said."""
    return {name: value for name, value in known.items() if value is not None and value != []}
