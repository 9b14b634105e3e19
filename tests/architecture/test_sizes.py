"""Files under 300 lines, functions under 30: what is longer is two things."""

from tests.architecture.source import PACKAGES, files, functions, text

LONGEST_FILE, LONGEST_FUNCTION = 299, 29
MIGRATIONS = "storage/migrations/versions/"  # written by alembic once, and never touched again


def test_files_are_short() -> None:
    lines = {str(path): len(text(path).splitlines()) for path in files(*PACKAGES, "tests")}
    long = {name: count for name, count in lines.items() if count > LONGEST_FILE}
    assert not long, f"Divide these by noun or by step: {long}"


def test_functions_are_short() -> None:
    long = {
        f"{path}:{function.name}": length
        for path in files(*PACKAGES, "tests")
        if not str(path).startswith(MIGRATIONS)
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_FUNCTION
    }
    assert not long, f"Name a part of these and take it out: {long}"
