"""The sandbox's page has little script of its own: what can be drawn on the server is (sandbox/drawn)."""

from tests.architecture.source import ROOT

MOST = 60_000  # bytes, of all modules together; what is vendored has its licence beside it and is counted apart
LONGEST_LINE = 170  # characters: nobody makes room by writing what nobody can read
PAGE = ROOT / "sandbox" / "page"
OWN = sorted(PAGE.rglob("*.js"))


def test_the_page_has_less_than_60_kb_of_our_own_script() -> None:
    assert OWN
    sizes = {file.name: file.stat().st_size for file in OWN}
    assert sum(sizes.values()) < MOST, f"Draw on the server, or share a mechanism: {sizes}"


def test_it_is_written_to_be_read() -> None:
    long = {
        file.name: len(line)
        for file in OWN
        for line in file.read_text("utf-8").splitlines()
        if len(line) > LONGEST_LINE
    }
    silent = [file.name for file in OWN if not file.read_text("utf-8").startswith("// ")]
    assert not long
    assert not silent, "The first line says what the module is for"


def test_no_script_hides_in_the_page_or_under_another_name() -> None:
    scripts = {file.relative_to(PAGE).parts[0] for file in PAGE.rglob("*") if file.suffix in {".mjs", ".cjs", ".ts"}}
    assert scripts <= {"vendor"}
    assert {file.parent.name for file in (ROOT / "sandbox").rglob("*.js")} == {"page"}
    assert "vendor" in scripts
    for file in (PAGE / "vendor").glob("*.mjs"):
        library = file.stem.partition("-")[0]
        assert (PAGE / "vendor" / f"{library}.LICENSE").is_file()
