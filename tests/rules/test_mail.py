"""Addresses of mail servers, as settings hold them."""

import pytest

from rules.mail import Server, server_of


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtp://mail.example", Server("mail.example", 587, encrypted=False)),
        ("smtps://us:p%40ss@mail.example:4465", Server("mail.example", 4465, True, "us", "p@ss")),
    ],
)
def test_a_servers_address(address: str, server: Server) -> None:
    assert server_of(address) == server


@pytest.mark.parametrize(
    "address", ["http://mail.example", "smtp://", "smtp://mail.example/path", "mail.example", "smtp://h:port"]
)
def test_no_servers_address(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        server_of(address)
