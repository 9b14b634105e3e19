"""A PostgreSQL server for the tests: started once, a fresh database for each test from a migrated template."""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from storage.database import Database
from storage.migrate import migrate
from tests.ports import free_port

PATIENCE = 20.0


def why_not() -> str | None:
    """Why PostgreSQL cannot be tested here; None when it can."""
    if os.environ.get("TEST_DATABASE_URL") or binaries() is not None:
        return None
    return "PostgreSQL is not on this machine (Debian: apt install postgresql), and TEST_DATABASE_URL is not set"


def binaries() -> Path | None:
    """Where PostgreSQL's programs are; None where it is not installed."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += [Path(path).parent for path in sorted(glob("/usr/lib/postgresql/*/bin/initdb"), reverse=True)]
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


class Postgres:
    """A running server that hands out fresh databases."""

    def __init__(self, admin_url: str) -> None:
        self._admin_url = make_url(admin_url).set(drivername="postgresql")
        self._count = itertools.count(1)
        self._template = f"saksgang_template_{os.getpid()}"
        self._run(f"CREATE DATABASE {self._template}")
        database = Database(self._address(self._template))
        migrate(database)
        database.close()

    def fresh(self) -> str:
        """The address of a new database with every table, empty."""
        name = f"saksgang_{os.getpid()}_{next(self._count)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {self._template}")
        return self._address(name)

    def drop(self, address: str) -> None:
        """Ends a database and whoever is still connected to it."""
        self._run(f"DROP DATABASE {make_url(address).database} WITH (FORCE)")

    def close(self) -> None:
        """Drops the template."""
        self._run(f"DROP DATABASE {self._template} WITH (FORCE)")

    def _address(self, name: str) -> str:
        return self._admin_url.set(database=name).render_as_string(hide_password=False)

    def _run(self, command: str) -> None:
        with psycopg.connect(self._admin_url.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(command)


@contextmanager
def running() -> Iterator[Postgres]:
    """The server of TEST_DATABASE_URL, or one of our own in a temporary folder."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        server = Postgres(given)
        yield server
        server.close()
        return
    with tempfile.TemporaryDirectory(prefix="saksgang-pg-") as folder, _own_server(Path(folder)) as address:
        yield Postgres(address)


@contextmanager
def _own_server(folder: Path) -> Iterator[str]:
    programs = binaries()
    assert programs is not None
    # PostgreSQL refuses to run as root.
    user = _unprivileged() if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
    data, port = folder / "data", free_port()
    initialise = [programs / "initdb", "-D", data, "-U", "saksgang", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust"]
    subprocess.run([*map(str, initialise), "--no-sync"], check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)
    options = ["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"]
    command = [str(programs / "postgres"), "-D", str(data), "-p", str(port), "-k", str(folder), *options]
    with subprocess.Popen(command, user=user, cwd=folder, stderr=subprocess.DEVNULL) as server:
        address = f"postgresql://saksgang@127.0.0.1:{port}/postgres"
        try:
            _wait_for(address)
            yield address
        finally:
            server.send_signal(signal.SIGINT)  # at once, also while a connection of a test that failed is open


def _unprivileged() -> str:
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _wait_for(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return
