"""Breaking Slack on purpose, by the control: faults in, faults listed."""

from typing import Any

from sandbox import answers, bytes_in_out, calls
from sandbox.body import Body
from sandbox.errors import CannotDo
from sandbox.faults import ANY, CALL_KINDS, DELIVERY_KINDS, Fault, fresh_seed
from sandbox.kinds import Json
from sandbox.slack import LocalSlack

TYPES = ("events_api", "interactive", "slash_commands")
NAMES = (*calls.METHODS, answers.METHOD, bytes_in_out.UPLOAD, bytes_in_out.DOWNLOAD)


async def faults(slack: LocalSlack, body: Body) -> Json:
    """One more fault, told with its seed; `clear` ends them all, or all of one kind."""
    if body.given.get("clear") is True:
        slack.faults.clear(body.maybe("kind"))
        slack.changes.notify()
        return {"ok": True, "faults": slack.faults.told()}
    fault = _fault(slack, body)
    slack.faults.add(fault)
    slack.changes.notify()
    return {"ok": True, **fault.told()}


async def listed(slack: LocalSlack, body: Body) -> Json:
    """Every fault and how often it hit."""
    return {"ok": True, "faults": slack.faults.told()}


def _fault(slack: LocalSlack, body: Body) -> Fault:
    kind = _one_of(body.need("kind"), (*CALL_KINDS, ANY, *DELIVERY_KINDS), "no_such_kind")
    method = body.maybe("method")
    if method is not None:
        _one_of(method, TYPES if kind in DELIVERY_KINDS else NAMES, "no_such_method")
    return Fault(
        kind,
        method,
        rate=_rate(body.given.get("rate")),
        count=_whole(body, "count", least=1),
        seed=seed if (seed := _whole(body, "seed", least=0)) is not None else fresh_seed(),
        delay_s=body.seconds("delay_s", slack.config.fault_late_s if kind == "late" else 0.0),
    )


def _one_of(given: str, known: tuple[str, ...], code: str) -> str:
    if given not in known:
        raise CannotDo(code, there=sorted(known))
    return given


def _rate(given: Any) -> float:
    """A chance; without one, always."""
    if given is None:
        return 1.0
    if isinstance(given, bool) or not isinstance(given, int | float) or not 0 <= given <= 1:
        raise CannotDo("rate_must_be_from_0_to_1")
    return float(given)


def _whole(body: Body, name: str, least: int) -> int | None:
    given = body.given.get(name)
    if given is not None and (isinstance(given, bool) or not isinstance(given, int) or given < least):
        raise CannotDo(f"{name}_must_be_a_whole_number_from_{least}")
    return given
