"""Which files are taken (process.md section 6): no programs, and none too large to keep."""

LARGEST_KEPT = 50 * 1024 * 1024  # bytes
PROGRAMS = (
    "app apk bash bat cmd com cpl deb dll dmg exe hta jar lnk msi msix pif pkg ps1 psm1 reg rpm scr sh sys vbe vbs wsf"
)
_ENDINGS = frozenset(PROGRAMS.split())
# Windows, Linux, a script for a shell, and the five ways in which a Mac's begin (one of them Java's too).
_BEGINNINGS = (b"MZ", b"\x7fELF", b"#!", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe",
               b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")  # fmt: skip


def is_named_as_program(name: str) -> bool:
    """True when the name ends as a program's: whatever opens it may run it."""
    return name.strip().rstrip(".").lower().rpartition(".")[2] in _ENDINGS and "." in name


def begins_as_program(beginning: bytes) -> bool:
    """True when these are the first bytes of a program, whatever it is called."""
    return beginning.startswith(_BEGINNINGS)
