"""The way to a team's server on another host: TLS that verifies it, a password or a certificate, and what goes wrong."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import INSTALLER, WHY_NOT, Server, programs, running_server
from tests.team import found_on_server
from tui_coder.places import place_of
from tui_coder.services import team_store
from tui_coder.store.engine import StoreError
from tui_coder.store.unit_of_work import Store

EC = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc")


class Site:
    """A server with a certificate of the site's own authority, as docs/team.md sets it up."""

    def __init__(self, server: Server, folder: Path, port: int) -> None:
        self.server, self.folder, self.port = server, folder, port
        self.database = found_on_server(server)

    def lets_in_by(self, how: str) -> None:
        """Who comes by TLS proves who they are so; the socket stays open to who looks after the server."""
        (self.server.folder / "data" / "pg_hba.conf").write_text(
            f"local all all trust\nhostssl all +tui_coder_member samenet {how}\n", encoding="ascii"
        )
        self.server.sql("postgres", "SELECT pg_reload_conf()")

    def address(self, user: str, host: str = "localhost", authority: str = "authority", **options: str) -> str:
        more = "".join(f"&{name}={value}" for name, value in options.items())
        return (
            f"postgresql+psycopg://{user}@{host}:{self.port}/{self.database}"
            f"?sslmode=verify-full&sslrootcert={self.folder}/{authority}.crt{more}"
        )


def openssl(folder: Path, *words: str) -> None:
    subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True, timeout=60)


def certified(folder: Path, name: str, extension: str = "") -> None:
    """A key for a name, and the authority's signature on it."""
    (folder / "extension").write_text(extension, encoding="ascii")
    openssl(folder, "req", *EC, "-subj", f"/CN={name}", "-keyout", f"{name}.key", "-out", "request")
    openssl(folder, "x509", "-req", "-in", "request", "-CA", "authority.crt", "-CAkey", "authority.key",
            "-CAcreateserial", "-days", "2", "-extfile", "extension", "-out", f"{name}.crt")  # fmt: skip
    (folder / f"{name}.key").chmod(0o600)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    if programs() is None or shutil.which("openssl") is None:
        pytest.skip(WHY_NOT if programs() is None else "openssl is not installed here")
    folder = tmp_path_factory.mktemp("site")
    for name in ("authority", "stranger"):
        openssl(folder, "req", "-x509", *EC, "-days", "2", "-subj", f"/CN={name}", "-keyout", f"{name}.key",
                "-out", f"{name}.crt")  # fmt: skip
    certified(folder, "server", "subjectAltName=DNS:localhost\n")
    certified(folder, "ann")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with running_server(port=str(port)) as server:
        for name in ("server.key", "server.crt", "authority.crt"):
            shutil.copy2(folder / name, server.folder / "data" / name)
            shutil.chown(server.folder / "data" / name, (server.folder / "data").owner())
        for setting in ("listen_addresses = 'localhost'", "ssl_ca_file = 'authority.crt'", "ssl = on"):
            server.sql("postgres", f"ALTER SYSTEM SET {setting}")
        server.crash()
        yield Site(server, folder, port)


def test_a_password_over_tls(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site.lets_in_by("scram-sha-256")
    site.server.sql("postgres", "ALTER ROLE ann PASSWORD 'correct horse'")
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "pgpass"))
    with pytest.raises(StoreError, match=r"it asks for a password: put it into ~/\.pgpass"):
        Store.open(place_of(site.address("ann")))
    (tmp_path / "pgpass").write_text("*:*:*:ann:correct horse\n*:*:*:bob:guessed\n", encoding="ascii")
    (tmp_path / "pgpass").chmod(0o600)
    store = Store.open(place_of(site.address("ann")))
    assert store.signed_in == "ann"
    store.close()
    checks = {each.name: each for each in team_store.checks(place_of(site.address("ann")))}  # type: ignore[arg-type]
    assert checks["way"].ok and checks["way"].detail.endswith("the server's certificate verified")
    for address, told in (
        (site.address("bob"), "does not let you in under that name"),
        (site.address("ann", authority="stranger"), "its certificate is not the one expected"),
        (site.address("ann", host="127.0.0.1"), "its certificate is not the one expected"),
        (site.address("ann", authority="nowhere"), "sslrootcert names is not there"),
        (site.address(INSTALLER), "it lets nobody of that name in from here"),
    ):
        with pytest.raises(StoreError, match=told):
            Store.open(place_of(address))


def test_a_client_certificate(site: Site) -> None:
    site.lets_in_by("cert")
    own = {"sslcert": f"{site.folder}/ann.crt", "sslkey": f"{site.folder}/ann.key"}
    with pytest.raises(StoreError, match="asks for a certificate of yours"):
        Store.open(place_of(site.address("ann")))
    store = Store.open(place_of(site.address("ann", **own)))
    assert store.signed_in == "ann"
    store.close()
    with pytest.raises(StoreError, match="does not let you in under that name"):
        Store.open(place_of(site.address("lena", **own)))
    (site.folder / "ann.key").chmod(0o644)
    with pytest.raises(StoreError, match="others may read it"):
        Store.open(place_of(site.address("ann", **own)))
    (site.folder / "ann.key").chmod(0o600)
