"""Inquiries: which messages are one, when staff are told, and what reads like an outage."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rules.offers import DOWN, Inquiry, Saying, continues, instant, reads_like_outage, staff_are_told, timestamp
from rules.office import DESK_HOURS
from rules.people import PersonId

OSLO = ZoneInfo("Europe/Oslo")
KARI = PersonId("TFJORD", "UKARI")
NOON = datetime(2026, 3, 30, 10, 0, tzinfo=UTC)  # 12:00 in Oslo, a Monday


def inquiry(*words: Saying) -> Inquiry:
    return Inquiry(1, 1, "C1", "1.000000", KARI, NOON, NOON + timedelta(minutes=5), words=words)


@pytest.mark.parametrize("phrase", [phrase for of_language in DOWN.values() for phrase in of_language])
def test_every_phrase_is_found_in_a_sentence_however_it_is_written(phrase: str) -> None:
    assert reads_like_outage(f"Hei, {phrase.upper().replace(' ', '  ')}!")
    assert not reads_like_outage(f"Hei, x{phrase}x og mer enn fire ord til")


@pytest.mark.parametrize(
    ("text", "burns"),
    [
        ("Nettsida nede!!", True),
        ("fjordmat.no down", True),
        ("Siden er nede", True),
        ("The shop doesn’t load", True),
        ("Hele butikken har krasjet etter oppdateringen i natt", True),
        ("Siden er ikke nede lenger, takk for hjelpen med dette", False),
        ("Please move the button further down on the page", False),
        ("Knappen nederst på siden bør flyttes litt", False),
        ("The download of the price list is slow", False),
        ("Can the logo be larger?", False),
        ("", False),
    ],
)
def test_what_reads_like_an_outage(text: str, burns: bool) -> None:
    assert reads_like_outage(text) is burns


@pytest.mark.parametrize(
    ("minutes", "one"), [(-10, True), (-10.1, False), (0, True), (15, True), (15.1, False)]
)  # fmt: skip
def test_ten_minutes_from_one_message_to_the_next_whichever_arrives_first(minutes: float, one: bool) -> None:
    assert continues(inquiry(), NOON + timedelta(minutes=minutes)) is one


@pytest.mark.parametrize(
    ("said_at", "told_at"),
    [
        ("2026-03-30 12:00", "2026-03-30 12:10"),
        ("2026-03-30 15:55", "2026-03-31 09:05"),  # five minutes before closing
        ("2026-03-30 22:00", "2026-03-31 09:10"),
        ("2026-04-01 22:00", "2026-04-07 09:10"),  # over Easter
    ],
)
def test_staff_are_told_after_ten_minutes_of_opening_time(said_at: str, told_at: str) -> None:
    said, told = (datetime.fromisoformat(at).replace(tzinfo=OSLO) for at in (said_at, told_at))
    assert staff_are_told(said, "A new logo", DESK_HOURS) == told


def test_an_outage_is_told_at_once() -> None:
    night = datetime(2026, 3, 30, 22, 0, tzinfo=UTC)
    assert staff_are_told(night, "The site is down", DESK_HOURS) == night


def test_all_the_words_are_the_problem_as_far_as_a_form_goes() -> None:
    words = [Saying("C1", f"{nth}.000000", KARI, text) for nth, text in enumerate(["Hei", " ", "x" * 4000])]
    assert inquiry(*words).text == "Hei\n" + "x" * 4000
    assert len(inquiry(*words).problem) == 3000


@pytest.mark.parametrize("ts", ["1700000000.000100", "1.000001", "1796029200.711590"])
def test_the_instant_of_a_message_is_exact(ts: str) -> None:
    assert timestamp(instant(ts)) == ts
