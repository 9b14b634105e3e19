"""Runs Saksgang on a machine that has only python3 (3.11+) and pip: fetches uv into .uv/, then hands over to it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
WORD, *REST = sys.argv[1:] or ["--help"]
UV = shutil.which("uv") or str(HERE / ".uv" / "bin" / "uv")

if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older python meets first
    sys.exit(f"Saksgang needs Python 3.11 or newer; this is {sys.version.split()[0]}. Run it with a newer python3.")
if not Path(UV).exists():
    fetch = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(HERE / ".uv"), "uv"]
    if subprocess.call(fetch, stdout=sys.stderr):
        sys.exit("Could not fetch uv with pip. Install pip (Debian: apt install python3-pip) and try again.")

os.environ.update(UV_COMPILE_BYTECODE="1", UV_PYTHON=sys.executable, UV_PYTHON_DOWNLOADS="never")
run = [UV, "run", "--quiet", "--frozen", "--project", str(HERE)]
# Most of a test's time is waiting, so each core has a share of them.
WORK = {"test": ["pytest", "-n", "auto", "--dist", "worksteal"], "bench": ["bench"]}
if WORD in WORK:
    os.chdir(HERE)
    os.execv(UV, [*run, "python", "-m", *WORK[WORD], *REST])
os.execv(UV, [*run, "--no-dev", "--extra", "postgres", "python", "-m", "bot", WORD, *REST])
