"""A calendar file becomes a layer of the rota: whose name is in the title has duty."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.cli import main
from bot.rota import events_of
from rules.people import Person, PersonId, Place
from rules.rota_calendar import Wrong, named_in, shifts_of
from services import people
from storage.database import Database
from storage.migrate import migrate
from storage.tx import Tx

NOW = datetime(2026, 10, 20, 8, tzinfo=UTC)
HOME = "THOME"
JONAS, PER = Person(PersonId(HOME, "UJONAS"), "Jonas Lie"), Person(PersonId(HOME, "UPER"), "Per Lie")
US = (JONAS, PER)
Shift = tuple[str, str, str]


def calendar(*events: str) -> bytes:
    """A calendar of these events, each its lines."""
    held = "".join(f"BEGIN:VEVENT\nUID:{number}\n{one.strip()}\nEND:VEVENT\n" for number, one in enumerate(events))
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{held}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def read(*events: str) -> list[Shift]:
    """The shifts of them, by Oslo's clock."""
    shifts, problems = shifts_of(list(events_of(calendar(*events))), US, NOW)
    assert problems == []
    local = ZoneInfo("Europe/Oslo")
    names = {one.id: (one.name or "").split()[0] for one in US}

    def shown(at: datetime) -> str:
        return at.astimezone(local).strftime("%d %b %H:%M")

    return [(shown(a), shown(b), names[who]) for a, b, who in shifts]


def wrong(*events: str) -> list[Wrong]:
    return [one.why for one in shifts_of(list(events_of(calendar(*events))), US, NOW)[1]]


NIGHT = "SUMMARY:Vakt Jonas\nDTSTART;TZID=Europe/Oslo:20261024T160000\nDTEND;TZID=Europe/Oslo:20261025T080000"


def test_an_event_is_a_shift_and_a_night_is_a_night_when_the_clock_is_changed() -> None:
    assert read(NIGHT + "\nRRULE:FREQ=DAILY;COUNT=2") == [
        ("24 Oct 16:00", "25 Oct 08:00", "Jonas"),
        ("25 Oct 16:00", "26 Oct 08:00", "Jonas"),
    ]


def test_weeks_take_turns_until_the_last_one_and_without_those_left_out() -> None:
    week = "DTSTART;TZID=Europe/Oslo:{day}T090000\nDTEND;TZID=Europe/Oslo:{end}T090000\nRRULE:FREQ=WEEKLY;INTERVAL=2"
    jonas = "SUMMARY:Jonas Lie\n" + week.format(day="20261102", end="20261109") + ";UNTIL=20261130T080000Z;BYDAY=MO"
    per = (
        "SUMMARY:Per\n"
        + week.format(day="20261109", end="20261116")
        + ";COUNT=2\nEXDATE;TZID=Europe/Oslo:20261109T090000"
    )
    assert read(jonas, per) == [
        ("02 Nov 09:00", "09 Nov 09:00", "Jonas"),
        ("16 Nov 09:00", "23 Nov 09:00", "Jonas"),
        ("23 Nov 09:00", "30 Nov 09:00", "Per"),
        ("30 Nov 09:00", "07 Dec 09:00", "Jonas"),
    ]


def test_whole_days_and_lengths_and_what_is_over_or_cancelled() -> None:
    assert read(
        "SUMMARY:Per\nDTSTART;VALUE=DATE:20261224\nDTEND;VALUE=DATE:20261227",
        "SUMMARY:Jonas\nDTSTART:20261101T080000Z\nDURATION:PT12H",
        "SUMMARY:Jonas\nDTSTART:20261001T080000Z\nDURATION:PT12H",
        "SUMMARY:Jonas\nSTATUS:CANCELLED\nDTSTART:20261101T080000Z\nDURATION:PT12H",
    ) == [("01 Nov 09:00", "01 Nov 21:00", "Jonas"), ("24 Dec 00:00", "27 Dec 00:00", "Per")]


def test_a_repetition_that_was_moved_is_where_it_was_moved_to() -> None:
    moved = "RECURRENCE-ID;TZID=Europe/Oslo:20261025T160000\nSUMMARY:Per\nDTSTART:20261025T170000Z\nDURATION:PT1H"
    both = calendar(NIGHT + "\nRRULE:FREQ=DAILY;COUNT=2", moved).replace(b"UID:1", b"UID:0")
    shifts, problems = shifts_of(list(events_of(both)), US, NOW)
    assert problems == []
    assert [(start.hour, who.user_id) for start, _end, who in shifts] == [(14, "UJONAS"), (17, "UPER")]


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (NIGHT.replace("Jonas", "Anna"), Wrong.NOBODY),
        (NIGHT.replace("Jonas", "Jonas Lie, Per Lie"), Wrong.SEVERAL),
        (NIGHT.replace("20261025T", "20261023T"), Wrong.ENDS_FIRST),
        (NIGHT + "\nRRULE:FREQ=YEARLY", Wrong.UNCLEAR),
        (NIGHT + "\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU", Wrong.UNCLEAR),
        (
            NIGHT.replace("20261024T", "20261029T").replace("20261025T", "20261030T") + "\nRRULE:FREQ=MONTHLY",
            Wrong.UNCLEAR,
        ),
    ],
)
def test_what_cannot_be_followed_is_no_shift(event: str, why: Wrong) -> None:
    assert wrong(event) == [why]


def test_a_first_name_is_enough_where_only_one_has_it() -> None:
    assert named_in("Duty: per", US) == [PER.id]
    assert named_in("Person Lie", US) == []
    assert named_in("jonas lie (Per)", US) == [JONAS.id]


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], list[int]]:
    """Jonas and Per in the on-call channel of a database; how many shifts each layer lists."""
    url = f"sqlite:///{tmp_path / 'saksgang.db'}"
    for name, value in {
        "DATABASE_URL": url,
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "CUSTOMER_SUCCESS_CHANNEL": "C0DESK",
        "ON_CALL_CHANNEL": "C0CALL",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    database = Database(url)
    migrate(database)
    database.write(lambda tx: people.refresh_place(tx, Place.ONCALL, US, HOME), lambda: NOW).result()
    database.close()

    def listed() -> list[int]:
        kept = Database(url)
        try:
            return kept.write(_listed, lambda: NOW).result()
        finally:
            kept.close()

    return listed


def _listed(tx: Tx) -> list[int]:
    return [len(one.listed) for one in tx.rota.settings()]


@pytest.mark.parametrize(
    ("content", "words", "code", "listed"),
    [
        (calendar("SUMMARY:Per\nDTSTART:20991101T080000Z\nDURATION:PT12H"), [], 0, [1]),
        (calendar("SUMMARY:Per\nDTSTART:20991101T080000Z\nDURATION:PT12H"), ["--dry-run"], 0, []),
        (calendar("SUMMARY:Anna\nDTSTART:20991101T080000Z\nDURATION:PT12H"), [], 2, []),
        (calendar(), [], 2, []),
        (b"dear diary", [], 2, []),
        (None, [], 1, []),
    ],
)
def test_the_command_writes_all_of_a_good_file_and_nothing_of_another(
    house: Callable[[], list[int]],
    tmp_path: Path,
    content: bytes | None,
    words: list[str],
    code: int,
    listed: list[int],
) -> None:
    file = tmp_path / "rota.ics"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SystemExit) as ended:
        main(["rota", "import", str(file), *words])
    assert ended.value.code == code
    assert house() == listed
