"""Two clocks (docs/architecture.md): desk time comes from the desk alone, machine time is read where it is listed."""

from tests.architecture.source import FLOORS, calls, files

READS_A_CLOCK = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns",
    "time.monotonic", "time.monotonic_ns", "time.perf_counter", "func.now", "func.current_timestamp",
}  # fmt: skip
MACHINE_TIME = {
    "bot/chaos/people.py": {"time.monotonic"},  # how long a person of the kill test looks
    "bot/chaos/run.py": {"time.monotonic"},  # how long new cases are opened
    "bot/chaos/stage.py": {"time.monotonic", "datetime.now"},  # how long a bot may take to come up; its set-up
    "bot/chaos/verdict.py": {"datetime.now"},  # a read needs an instant, whichever
    "bot/clock.py": {"time.time"},  # the desk's own clock
    "bot/demo_phone.py": {"datetime.now"},  # when a message arrived
    "bot/metrics.py": {"time.time"},  # the same, for who asks
    "bot/vitals.py": {"time.time"},  # how long parts of the app have been quiet
    "bot/plays/control.py": {"time.monotonic"},  # how long a person of the demo waits
    "handlers/acknowledging.py": {"time.monotonic"},  # how many follow links in a second
    "handlers/overheard.py": {"time.time"},  # the same, of what goes on with a case made of an inquiry
    "handlers/conversation.py": {"time.time"},  # how long a mirror waits for what was said before it
    "handlers/courier.py": {"time.time", "time.monotonic"},  # leases and waits between tries
    "handlers/mail.py": {"time.monotonic"},  # whether a mail may still be begun
    "handlers/meters.py": {"time.time"},  # when Slack was heard last
    "handlers/pace.py": {"time.monotonic"},  # Slack's pace
    "handlers/webhooks/door.py": {"time.monotonic"},  # how often monitors could not be heard lately
    "storage/database.py": {"time.monotonic"},  # how long a connection rested
}


def test_nobody_reads_a_clock_of_their_own() -> None:
    wrong = {
        f"{path}:{call.lineno} {name}"
        for path in files(*FLOORS)
        for name, call in calls(path)
        if name in READS_A_CLOCK and name not in MACHINE_TIME.get(str(path), set())
    }
    assert not wrong, (
        "A deadline told from another clock than the desk's is wrong when the clock is wound. Use tx.now in services, "
        f"desk.now() in listeners; a lease or a wait belongs in MACHINE_TIME with its reason: {sorted(wrong)}"
    )
