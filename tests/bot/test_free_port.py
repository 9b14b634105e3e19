"""Ports of the demo: one that was just left is free, one that somebody listens on is not."""

import socket

from bot.local_slack import free_port
from tests import ports


def test_who_listens_has_the_port_and_the_next_one_is_given() -> None:
    wanted = ports.free_port()
    with socket.create_server(("127.0.0.1", wanted)):
        assert free_port(wanted) > wanted
    assert free_port(wanted) == wanted


def test_a_port_that_was_just_left_is_free() -> None:
    wanted = ports.free_port()
    with (
        socket.create_server(("127.0.0.1", wanted)) as server,
        socket.create_connection(("127.0.0.1", wanted)) as caller,
    ):
        there, _address = server.accept()
        there.close()  # who closes first is what the port still remembers
        caller.recv(1)
    assert free_port(wanted) == wanted


def test_two_who_ask_before_either_listens_are_given_two() -> None:
    assert free_port() != free_port()
