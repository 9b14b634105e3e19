"""What the readers of all monitors share: a body as fields, whoever wrote it and however, and a signal out of them."""

import email.parser
import email.policy
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl

from handlers.webhooks import instants, lenient
from rules.alerts import ENDED, Firing, Signal, UnknownPayload

SAID, RUNBOOK, KIND, LEFT_OUT = "said", "runbook", "kind", "left_out"  # names of facts, as ENDED is

LONGEST_KEY, LONGEST_TITLE, LONGEST_LINK, LONGEST_FACT = 200, 300, 2000, 500  # characters
MOST_FIELDS = 200

_UNFILLED = re.compile(
    r"\$\{?[A-Za-z_][\w.]*\}?\$?|\{\$?[A-Z][A-Z0-9_.#]*\}|\{\{.*\}\}|\*[A-Za-z][A-Za-z]*\*|\|[A-Z]+\||null|undefined",
    re.DOTALL,
)
_UNSAYABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*://)?(?:[a-z0-9_-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>|]+", re.IGNORECASE)


class Fields:
    """An object of a payload. Names match whatever their case and punctuation; what is absent, null, no object or a
    placeholder that nobody filled in reads as empty."""

    def __init__(self, value: object) -> None:
        self._values: dict[str, object] = {}
        if isinstance(value, Mapping):
            for name, inner in value.items():
                self._values.setdefault(_plain(str(name)), inner)

    def __bool__(self) -> bool:
        return bool(self._values)

    def has(self, *names: str) -> bool:
        """Whether one of them is there at all, be it empty."""
        return any(_plain(name) in self._values for name in names)

    def raw(self, *names: str) -> object:
        return next((self._values[_plain(name)] for name in names if self._values.get(_plain(name)) is not None), None)

    def text(self, *names: str) -> str:
        """The first of these that says something."""
        return next((said for name in names if (said := as_text(self._values.get(_plain(name))))), "")

    def inner(self, *names: str) -> "Fields":
        """The first of these that is an object, or an object written as text."""
        found = (as_object(self._values.get(_plain(name))) for name in names)
        return Fields(next((inner for inner in found if inner), None))

    def each(self, *names: str) -> Iterator["Fields"]:
        """The objects of a list."""
        listed = self.raw(*names)
        for item in listed if isinstance(listed, list) else []:
            if isinstance(item, Mapping):
                yield Fields(item)

    def instant(self, *names: str, zone: instants.Zone = instants.UTC) -> instants.Instant:
        """The first of these that can be read as an instant."""
        found = (instants.read(self._values.get(_plain(name)), zone) for name in names)
        return next((instant for instant in found if instant), None)

    def texts(self) -> Iterator[tuple[str, str]]:
        yield from ((name, said) for name, value in self._values.items() if (said := as_text(value)))


def _plain(name: str) -> str:
    return "".join(filter(str.isalnum, name)).lower()


def as_text(value: object) -> str:
    """A value as one line of text: a list says its first entry, numbers and booleans what JSON calls them."""
    if isinstance(value, list):
        return next((said for item in value if (said := as_text(item))), "")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int):
        return str(value) if value.bit_length() < 256 else ""
    said = clean(value) if isinstance(value, str) else clean(repr(value)) if isinstance(value, float) else ""
    return "" if _UNFILLED.fullmatch(said) else said


def clean(text: str) -> str:
    """Without what neither a database nor a message can hold."""
    return " ".join(_UNSAYABLE.sub("", text).split())


def as_object(value: object) -> Mapping[str, object] | None:
    if isinstance(value, str) and value.lstrip().startswith("{"):
        try:
            value = loads(value)
        except UnknownPayload:
            return None
    return value if isinstance(value, Mapping) else None


def loads(text: str) -> object:
    """JSON, also when a template broke it. Raises UnknownPayload."""
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:
        return lenient.read(text)
    except lenient.Unreadable as error:
        raise UnknownPayload(f"The body is broken JSON: {error}.") from error


def decoded(body: bytes) -> str:
    """The body as text, whatever it was written in."""
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return body.decode("utf-16", "replace").strip()
    try:
        return body.decode("utf-8-sig").strip()
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace").strip()


def header(headers: Mapping[str, str], name: str) -> str:
    return next((value for given, value in headers.items() if given.lower() == name.lower()), "")


def value_of(body: bytes, headers: Mapping[str, str]) -> object:
    """The JSON value of a body, or the fields of a form or query string; what its content type says is only believed
    of forms in parts. Raises UnknownPayload."""
    if "multipart/" in header(headers, "content-type").lower():
        return _parts(body, header(headers, "content-type"))
    text = decoded(body)
    if not text:
        raise UnknownPayload("The body is empty.")
    if text[0] in "{[":
        return loads(text)
    if text[0] == '"':
        return as_object(loads(text)) or {}
    return _form(text)


def fields_of(body: bytes, headers: Mapping[str, str]) -> Fields:
    """The fields of a body that is one object. Raises UnknownPayload."""
    value = value_of(body, headers)
    if not isinstance(value, Mapping):
        raise UnknownPayload("The body is a list where one object was expected.")
    if not value:
        raise UnknownPayload("The body has no fields.")
    return Fields(value)


def _form(text: str) -> Mapping[str, object]:
    address, question, query = text.partition("?")
    given = query if question and "=" not in address else text
    try:
        pairs = parse_qsl(given, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError as error:
        raise UnknownPayload("The form has too many fields.") from error
    if "=" not in given or not pairs:
        raise UnknownPayload("The body is neither JSON nor a form.")
    return _unwrapped(dict(pairs))


def _parts(body: bytes, content_type: str) -> Mapping[str, object]:
    head = f"Content-Type: {content_type.splitlines()[0]}\r\n\r\n".encode("latin-1", "replace")
    message = email.parser.BytesParser(policy=email.policy.compat32).parsebytes(head + body)
    found: dict[str, object] = {}
    for part in message.walk():
        name, content = part.get_param("name", header="content-disposition"), part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(content, bytes):
            found[name] = decoded(content)
    if not found:
        raise UnknownPayload("The form has no fields.")
    return _unwrapped(found)


def _unwrapped(form: Mapping[str, object]) -> Mapping[str, object]:
    """A form whose one field holds JSON is that JSON."""
    for name in ("data", "payload", "json"):
        if wrapped := as_object(form.get(name)):
            return wrapped
    return form


def host_in(text: str) -> str:
    """The text if it names a host or an address on the web, else nothing."""
    return text if _HOST.fullmatch(text) else ""


def digest(*parts: str) -> str:
    """A short name for the same parts, always the same."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def signal(
    key: str,
    state: Firing,
    *,
    severity: str = "",
    title: str = "",
    site: str = "",
    since: instants.Instant = None,
    link: str = "",
    ended: instants.Instant = None,
    facts: Mapping[str, str] | None = None,
) -> Signal:
    """A signal whose texts are bounded and can be stored and shown; a link that is none on the web is left out.

    Raises UnknownPayload without a key.
    """
    if not key:
        raise UnknownPayload("Nothing in it says which monitor or alert it is about.")
    told = {**(facts or {}), ENDED: ended.isoformat() if ended else ""}
    return Signal(
        key=key if len(key) <= LONGEST_KEY else f"{key[: LONGEST_KEY - 33]}~{digest(key)}",
        state=state,
        severity=severity[:LONGEST_FACT],
        title=title[:LONGEST_TITLE],
        site=site[:LONGEST_FACT],
        since=since,
        link=link if len(link) <= LONGEST_LINK and _WEB.fullmatch(link) else "",
        facts={name: value[:LONGEST_FACT] for name, value in told.items() if value},
    )


def state_in(states: Mapping[str, Firing], fields: Fields, *names: str) -> Firing | None:
    """What the first of these fields that says something means; None for a status that neither opens nor closes.

    Raises UnknownPayload where none of the fields is there.
    """
    if not fields.has(*names):
        raise UnknownPayload(f"It has no status: {names[0]} is missing.")
    return states.get(_plain(fields.text(*names)))
