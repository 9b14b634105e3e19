"""What people type in a form: what is taken as it is, what is mended for them, and what they are asked to mend."""

from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.errors import FieldErrors, FieldProblem
from rules.forms import LARGEST_FILE, CaseForm, Checks, File, check_case
from rules.levels import Urgency

TODAY = date(2026, 3, 30)
NASTY = [
    "<!channel>",
    "*bold* _slanted_ ~gone~ `code`",
    "🛒🔥",
    "עגלה ריקה",
    "‮reversed",
    "&lt;b&gt; & <b>",
    "{number} %s",
]


def problem_of(form: CaseForm) -> dict[str, FieldProblem]:
    """The fields to mend, each with its problem."""
    try:
        check_case(form, TODAY)
    except FieldErrors as errors:
        return {name: problem for name, (problem, _facts) in errors.fields.items()}
    return {}


def files(*sizes: int) -> tuple[File, ...]:
    return tuple(File(f"F{place}", f"{place}.png", size, "image/png") for place, size in enumerate(sizes))


@pytest.mark.parametrize("problem", [*NASTY, "x", "x" * 3000, "two\nlines"])
def test_a_problem_is_kept_as_it_was_written(problem: str) -> None:
    assert check_case(CaseForm(f"  {problem}\n", Urgency.URGENT), TODAY).problem == problem


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("a\0b", "a\ufffdb"), ("\ud83d half", "\ufffd half"), ("half \udd25", "half \ufffd"), ("🔥 whole", "🔥 whole")],
)
def test_what_no_database_can_hold_is_replaced(typed: str, kept: str) -> None:
    problem = check_case(CaseForm(typed, Urgency.URGENT), TODAY).problem
    assert problem == kept
    assert problem.encode()


@pytest.mark.parametrize(
    ("form", "problems"),
    [
        (CaseForm("", Urgency.DOWN), {"problem": FieldProblem.MISSING}),
        (CaseForm(" \n\t\u00a0", Urgency.DOWN), {"problem": FieldProblem.MISSING}),
        (CaseForm("x" * 3001, Urgency.DOWN), {"problem": FieldProblem.TOO_LONG}),
        (CaseForm("x" * 10_000, Urgency.DOWN), {"problem": FieldProblem.TOO_LONG}),
        (CaseForm("It fails", None), {"urgency": FieldProblem.MISSING}),
        (CaseForm("It fails", Urgency.DOWN, "see the picture"), {"link": FieldProblem.NOT_A_LINK}),
        (CaseForm("It fails", Urgency.DOWN, "https://a.no/" + "x" * 2000), {"link": FieldProblem.TOO_LONG}),
        (CaseForm("It fails", Urgency.DOWN, files=files(*[1] * 11)), {"files": FieldProblem.TOO_MANY_FILES}),
        (CaseForm("It fails", Urgency.DOWN, files=files(1, 50_000_000)), {"files": FieldProblem.FILE_TOO_LARGE}),
        (CaseForm("It fails", Urgency.DOWN, files=files(LARGEST_FILE + 1)), {"files": FieldProblem.FILE_TOO_LARGE}),
        (CaseForm("It fails", Urgency.DOWN, needed_by=TODAY - timedelta(1)), {"needed_by": FieldProblem.PAST}),
        (
            CaseForm("", None, "none", files(*[1] * 11), date(2020, 1, 1)),
            {
                "problem": FieldProblem.MISSING,
                "urgency": FieldProblem.MISSING,
                "link": FieldProblem.NOT_A_LINK,
                "files": FieldProblem.TOO_MANY_FILES,
                "needed_by": FieldProblem.PAST,
            },
        ),
    ],
)
def test_each_field_to_mend_is_named_at_once(form: CaseForm, problems: dict[str, FieldProblem]) -> None:
    assert problem_of(form) == problems


def test_what_just_fits_is_taken() -> None:
    form = CaseForm("It fails", Urgency.DOWN, "https://a.no/" + "x" * 1987, files(*[LARGEST_FILE] * 10), TODAY)
    assert check_case(form, TODAY) == form


def test_a_sentence_about_a_field_has_its_numbers() -> None:
    with pytest.raises(FieldErrors) as errors:
        check_case(CaseForm("x" * 10_000, Urgency.DOWN, files=files(*[1] * 11)), TODAY)
    assert errors.value.fields["problem"][1] == {"longest": 3000, "length": 10_000}
    assert errors.value.fields["files"][1] == {"most": 10, "count": 11}
    with pytest.raises(FieldErrors) as errors:
        check_case(CaseForm("It fails", Urgency.DOWN, files=files(1, LARGEST_FILE + 1)), TODAY)
    assert errors.value.fields["files"][1] == {"file": "1.png"}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("   ", ""),
        ("https://fjordmat.no", "https://fjordmat.no"),
        ("  https://fjordmat.no/kasse ", "https://fjordmat.no/kasse"),
        ("http://fjordmat.no:8080/kasse?steg=2&vare=laks#sum", "http://fjordmat.no:8080/kasse?steg=2&vare=laks#sum"),
        ("HTTPS://FJORDMAT.NO", "HTTPS://FJORDMAT.NO"),
        ("fjordmat.no", "https://fjordmat.no"),
        ("fjordmat.no:8080/kasse", "https://fjordmat.no:8080/kasse"),
        ("www.fjordmat.no/a?b=c", "https://www.fjordmat.no/a?b=c"),
        ("https://blåbærsyltetøy.no/ørret", "https://blåbærsyltetøy.no/ørret"),
        ("xn--blbrsyltety-y8ao3x.no", "https://xn--blbrsyltety-y8ao3x.no"),
        ("https://fjordmat.no/@laks", "https://fjordmat.no/@laks"),
        ("localhost:3000", "https://localhost:3000"),
        ("https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443/"),
        ("192.0.2.7/kasse", "https://192.0.2.7/kasse"),
    ],
)
def test_a_link_is_taken_and_a_bare_host_made_one(written: str, kept: str) -> None:
    checks = Checks()
    assert checks.link("link", written) == kept
    assert checks.problems == {}


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        "javascript://fjordmat.no/%0aalert(1)",
        "data:text/html,<b>x</b>",
        "file:///etc/passwd",
        "ftp://fjordmat.no",
        "mailto:kari@fjordmat.no",
        "kari@fjordmat.no",
        "https://kari:secret@fjordmat.no",
        "https://",
        "https://.",
        "https:fjordmat.no",
        "//fjordmat.no",
        "://fjordmat.no",
        "https://fjordmat",
        "https://fjordmat..no",
        "https://fjordmat.no:99999",
        "https://fjordmat.no:port",
        "https://[2001:db8::1",
        "https://fjordmat.no/a b",
        "https://fjordmat.no\nhttps://bremuseet.no",
        "https://fjordmat.no|klikk",
        "https://fjordmat.no/<!channel>",
        "<https://fjordmat.no>",
        "<!channel>",
        "*_~",
        "🛒",
        "the checkout",
        "...",
    ],
)
def test_what_is_no_link_is_not_taken(written: str) -> None:
    checks = Checks()
    checks.link("link", written)
    assert checks.problems == {"link": (FieldProblem.NOT_A_LINK, {})}


@given(st.one_of(st.text(), st.text(alphabet="htps:/.@<>|no1[]% "), st.from_regex(r"https?://\S+")))
def test_what_is_taken_as_a_link_cannot_leave_its_brackets(written: str) -> None:
    checks = Checks()
    address = checks.link("link", written)
    if address and not checks.problems:
        assert urlsplit(address).scheme in {"http", "https"}
        assert urlsplit(address).hostname
        assert not set(address) & set('<>|" \n\t`\\')


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("1,5", 90), ("1.5", 90), (" 2 ", 120), ("0,25", 15), ("0.02", 1), ("3.99", 239), ("3,5", 210), (".5", 30)],
)
def test_hours_become_minutes(written: str, minutes: int) -> None:
    checks = Checks()
    assert checks.hours("expected", written, below=4) == minutes
    assert checks.problems == {}


@pytest.mark.parametrize(
    "written", ["", "0", "0,0", "0.001", "-1", "nan", "inf", "-inf", "1e400", "one", "1.5 h", "1,5,5"]
)
def test_hours_that_are_no_number_above_zero(written: str) -> None:
    checks = Checks()
    checks.hours("expected", written, below=4)
    assert checks.problems == {"expected": (FieldProblem.NOT_A_NUMBER, {})}


@pytest.mark.parametrize("written", ["4", "4,0", "3.995", "1e3", "40"])
def test_four_hours_or_more_need_an_estimate(written: str) -> None:
    checks = Checks()
    checks.hours("expected", written, below=4)
    assert checks.problems == {"expected": (FieldProblem.NEEDS_ESTIMATE, {"hours": 4})}


@given(st.one_of(st.text(), st.floats().map(str), st.integers().map(str)))
def test_whatever_is_typed_as_hours_is_taken_or_named(written: str) -> None:
    checks = Checks()
    minutes = checks.hours("expected", written, below=4)
    assert (0 < minutes < 240) is not bool(checks.problems)
