"""When a part of the app has gone quiet, at the edges of each number."""

from typing import Any

import pytest

from rules.vitals import (
    CANARY_WAIT,
    LONGEST_FAILING,
    LONGEST_LATE,
    LONGEST_UNTAKEN,
    MOST_REFUSED,
    SKEW,
    SLOW,
    How,
    Outlet,
    Part,
    Pulse,
    Records,
    Sign,
    Waiting,
    ailing,
    is_deaf,
    is_well,
    outlet_of,
    signs,
    worst,
)

NOW = 1_000_000.0
WELL = Pulse(sockets=2, open=2, open_at=NOW, heard_at=NOW)


def found(part: Part, pulse: Pulse = WELL, **records: Any) -> How:
    return signs(pulse, Records(**records), NOW)[part].how


def pulse(**facts: Any) -> Pulse:
    return Pulse(**({"sockets": 2, "open": 2, "open_at": NOW, "heard_at": NOW} | facts))


def test_an_app_with_nothing_to_do_is_well() -> None:
    assert is_well(signs(WELL, Records(), NOW))
    assert set(signs(WELL, Records(), NOW)) == set(Part)


@pytest.mark.parametrize(
    ("caused_at", "heard_at", "deaf"),
    [
        (None, 0.0, False),
        (NOW - CANARY_WAIT, 0.0, True),
        (NOW - CANARY_WAIT + 1, 0.0, False),
        (NOW - CANARY_WAIT, NOW - CANARY_WAIT - SKEW, False),
        (NOW - CANARY_WAIT, NOW - CANARY_WAIT - SKEW - 1, True),
        (NOW - 90, NOW - 80, False),
    ],
)
def test_deaf_is_when_an_event_of_our_own_does_not_come_back(
    caused_at: float | None, heard_at: float, deaf: bool
) -> None:
    assert is_deaf(caused_at, heard_at, NOW) == deaf


def test_what_another_process_hears_is_heard() -> None:
    silent = pulse(heard_at=NOW - 600)
    assert found(Part.SLACK, silent, caused_at=NOW - 60) is How.DEAF
    assert found(Part.SLACK, silent, caused_at=NOW - 60, heard_at=NOW - 59) is How.HEARS


def test_over_http_there_is_no_connection_to_replace_and_other_words_for_it() -> None:
    assert found(Part.SLACK, Pulse(heard_at=NOW - 600), caused_at=NOW - 60) is How.NOT_REACHED


def test_a_connection_that_is_replaced_is_no_news_and_one_that_stays_away_is() -> None:
    assert found(Part.SLACK, pulse(open=0, open_at=NOW - 59)) is How.HEARS
    assert found(Part.SLACK, pulse(open=0, open_at=NOW - 61)) is How.CLOSED
    assert found(Part.SLACK, Pulse(heard_at=NOW)) is How.OVER_HTTP


def test_without_a_database_only_what_the_process_feels_is_told() -> None:
    told = signs(WELL, None, NOW)
    assert set(told) == {Part.SLACK, Part.DATABASE, Part.WEBHOOKS}
    assert told[Part.DATABASE].how is How.AWAY
    assert found(Part.DATABASE, pulse(took=SLOW)) is How.ANSWERS
    assert found(Part.DATABASE, pulse(took=SLOW + 0.1)) is How.SLOW
    assert found(Part.DATABASE, pulse(took=None)) is How.AWAY


@pytest.mark.parametrize(("part", "outlet"), [(Part.COURIER, "slack"), (Part.MAIL, "mail"), (Part.WAYS, "ways")])
def test_an_outlet_is_stuck_when_nobody_takes_what_waits_or_none_is_taken(part: Part, outlet: str) -> None:
    def waits(**facts: Any) -> dict[Outlet, Waiting]:
        return {Outlet(outlet): Waiting(count=1, **facts)}

    failing = {Outlet(outlet): NOW - LONGEST_FAILING[outlet] - 1}
    assert found(part, waiting=waits(oldest=86_400.0)) is How.SAYS, "held on purpose"
    assert found(part, waiting=waits(untaken=LONGEST_UNTAKEN)) is How.SAYS
    assert found(part, waiting=waits(untaken=LONGEST_UNTAKEN + 1)) is How.UNTAKEN
    assert found(part, pulse(failing=failing), waiting=waits()) is How.FAILING
    assert found(part, pulse(failing=failing)) is How.NOTHING_WAITS
    assert found(part, pulse(failing={Outlet(outlet): NOW - 60}), waiting=waits()) is How.SAYS


def test_mail_that_is_not_set_up_is_no_trouble_and_a_server_that_refuses_us_is() -> None:
    waiting = {Outlet.MAIL: Waiting(3, 60.0, 600.0)}
    assert found(Part.MAIL, pulse(mail=False), waiting=waiting) is How.NOT_SET_UP
    assert found(Part.MAIL, waiting=waiting, mail_refused=True) is How.REFUSED
    assert found(Part.MAIL, mail_refused=True) is How.NOTHING_WAITS


def test_late_is_more_than_two_minutes() -> None:
    for seconds, how in ((LONGEST_LATE, How.ON_TIME), (-600.0, How.ON_TIME), (LONGEST_LATE + 1, How.LATE)):
        assert found(Part.DUTIES, late=seconds) is how
        assert found(Part.CHECKS, checks_late=seconds) is how


def test_work_that_ends_again_and_again_is_down() -> None:
    down = pulse(down=frozenset({"courier", "catch_up", "checks"}))
    assert found(Part.COURIER, down) is found(Part.DUTIES, down) is How.DOWN
    assert found(Part.DUTIES, pulse(down=frozenset({"courier", "checks"}))) is How.ON_TIME
    assert found(Part.CHECKS, down, checks_late=0.0) is How.DOWN
    assert found(Part.CHECKS, pulse(checks=False), checks_late=0.0) is How.OFF


def test_the_door_of_other_monitors() -> None:
    assert found(Part.WEBHOOKS, pulse(refused=MOST_REFUSED - 1)) is How.OPEN
    assert found(Part.WEBHOOKS, pulse(refused=MOST_REFUSED)) is How.TURNS_AWAY
    assert found(Part.WEBHOOKS, pulse(answers=False)) is How.SILENT


def test_what_is_told_was_ill_at_two_looks_and_a_deaf_connection_is_told_at_once() -> None:
    late, well = Sign(Part.DUTIES, How.LATE), Sign(Part.DUTIES, How.ON_TIME)
    deaf = {Part.SLACK: Sign(Part.SLACK, How.DEAF)}
    assert ailing({Part.DUTIES: late}, {Part.DUTIES: well}) == {}
    assert ailing({Part.DUTIES: late}, {}) == {}
    assert ailing({Part.DUTIES: late}, {Part.DUTIES: late}) == {Part.DUTIES: How.LATE}
    assert ailing(deaf, {}) == {Part.SLACK: How.DEAF}


def test_what_several_processes_find_is_one() -> None:
    assert worst([{Part.MAIL: How.FAILING}, {Part.MAIL: How.UNTAKEN, Part.SLACK: How.DEAF}, {}]) == {
        Part.MAIL: How.FAILING,
        Part.SLACK: How.DEAF,
    }


def test_each_lane_has_its_outlet() -> None:
    lanes = {
        "desk": "slack",
        "customer:1": "slack",
        "person:2": "slack",
        "dnd:3": "slack",
        "mail:4": "mail",
        "way:5": "ways",
    }
    assert {lane: outlet_of(lane).value for lane in lanes} == lanes
