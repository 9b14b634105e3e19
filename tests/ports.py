"""Ports for what the tests start."""

import os
import socket
from itertools import count

FIRST, OF_A_WORKER, WORKERS = 20_000, 1_000, 12  # below those that connections take for themselves
_asked = count(os.getpid())  # two runs at once begin at other places


def free_port() -> int:
    """A port nobody listens on: of a thousand that are this worker's alone, each in its turn, so that nobody else takes
    it before it is used."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    while True:
        port = FIRST + worker * OF_A_WORKER + next(_asked) % OF_A_WORKER
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
