"""Web sites on this machine, which can be made to fail while people look."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass
class Website:
    """`address` is its home page; every page answers with `status` and `text`, `slowly` after so many seconds, but
    first with each of `answers`. `leads_to` is where all of them lead.
    `asked` are the pages visitors came to, `brought` the cookies they had with them."""

    address: str = ""
    status: int = 200
    text: str = "Velkommen"
    slowly: float = 0.0
    leads_to: str = ""
    answers: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    brought: list[str] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """What a visitor gets."""
        self.asked.append(request.path)
        self.brought.append(request.headers.get("Cookie", ""))
        await asyncio.sleep(self.slowly)
        if self.leads_to:
            raise web.HTTPFound(self.leads_to)
        status = self.answers.pop(0) if self.answers else self.status
        given = {"Set-Cookie": "visitor=7; Path=/"}
        return web.Response(status=status, text=self.text if status != 204 else None, headers=given)


@asynccontextmanager
async def website(tls: ssl.SSLContext | None = None) -> AsyncIterator[Website]:
    """A site that works."""
    site = Website()
    app = web.Application()
    app.router.add_get("/{any:.*}", site.answer)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    port = runner.addresses[0][1]
    site.address = f"https://localhost:{port}" if tls else f"http://127.0.0.1:{port}"
    try:
        yield site
    finally:
        await runner.cleanup()


@dataclass(frozen=True)
class Shown:
    """What a server shows, and the authority (PEM) a browser has to trust to believe it."""

    server: ssl.SSLContext
    authority: str


def certificate(folder: Path, host: str, until: datetime, *, signed: bool = True) -> Shown:
    """A certificate for the host until then, by an authority of our own, or signed by nobody but itself."""
    since = until - timedelta(days=90)
    ours, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _signed("Authority", ours, "Authority", ours, since, until + timedelta(days=3650), None)
    shown = _signed(host, key, *(("Authority", ours) if signed else (host, key)), since, until, host)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / f"{host}.pem"
    file.write_bytes(shown.public_bytes(serialization.Encoding.PEM) + private)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(file)
    return Shown(server, authority.public_bytes(serialization.Encoding.PEM).decode())


def _signed(
    name: str, key: ec.EllipticCurvePrivateKey, by: str, signer: ec.EllipticCurvePrivateKey,
    since: datetime, until: datetime, host: str | None,
) -> x509.Certificate:  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, by)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
    )
    if host is not None:
        builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    return builder.sign(signer, hashes.SHA256())
