"""A host that people log in to: accounts of its own, a real sshd on loopback, PostgreSQL by peer authentication."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

from tests.server import BY_ACCOUNT, INSTALLER, WHY_NOT, Server, programs, running_server
from tests.terminal.terminal import Terminal

LEAD, PLAIN, FORCED = "tclena", "tcann", "tcbob"
"""A lead whose key carries its command, a coder with a shell, and a coder whom the server forces to the program."""
PEOPLE = (LEAD, PLAIN, FORCED)
_ROOT = Path(__file__).parents[2]
_NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def why_not() -> str:
    """Why no such host can be set up here; empty where it can."""
    if os.geteuid() != 0:
        return "accounts and sshd need root"
    for name, package in (("sshd", "openssh-server"), ("ssh", "openssh-client"), ("useradd", "passwd")):
        if shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin") is None:
            return f"{name} is not installed here (Debian: apt-get install {package})"
    if programs() is None:
        return WHY_NOT
    if python_for_all() is None:
        return "there is no Python here that other accounts may run"
    return ""


@cache
def python_for_all() -> str | None:
    """A Python of this version that every account may run with the libraries of these tests."""
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for each in (os.path.realpath(sys.executable), f"/usr/local/bin/{version}", f"/usr/bin/{version}"):
        tried = subprocess.run(
            [*_NOBODY, "env", f"PYTHONPATH={_libraries()}", each, "-m", "tui_coder", "--version"],
            capture_output=True, cwd="/",
        )  # fmt: skip
        if tried.returncode == 0:
            return each
    return None


def _libraries() -> str:
    return f"{_ROOT}:{sysconfig.get_path('purelib')}:{sysconfig.get_path('platlib')}"


class Host:
    """The running host. `address` is what stands behind --db for everybody."""

    def __init__(self, folder: Path, server: Server, database: str) -> None:
        self.folder = folder
        self.server = server
        self.database = database
        self.program = folder / "tui-coder"
        self.port = _free_port()

    @property
    def address(self) -> str:
        return f"postgresql+psycopg:///{self.database}?host={self.server.socket}"

    # ---- people ------------------------------------------------------------------------------------------------------

    def run(self, *words: str, account: str = "root", code: int = 0, db: str = "") -> str:
        """A command of the program under an account of the host; fails unless it ends with `code`."""
        line = [str(self.program), *(("--db", db) if db else ()), *words]
        if account != "root":
            line = ["setpriv", f"--reuid={account}", "--regid=65534", "--clear-groups",
                    "env", f"HOME={self.folder}/home/{account}", *line]  # fmt: skip
        done = subprocess.run(line, capture_output=True, text=True, timeout=60, cwd="/")
        assert done.returncode == code, done.stderr + done.stdout
        return done.stdout

    def ssh(self, person: str, *command: str) -> list[str]:
        """The command line that logs a person in."""
        return [
            "ssh", "-F", "none", "-tt", "-q", "-p", str(self.port), "-i", str(self.folder / "keys" / person),
            "-o", f"UserKnownHostsFile={self.folder}/known_hosts", "-o", "IdentitiesOnly=yes",
            f"{person}@127.0.0.1", *command,
        ]  # fmt: skip

    def open(self, person: str, *, columns: int = 120, rows: int = 40) -> Terminal:
        """A person logs in to the workstation."""
        command = [str(self.program)] if person == PLAIN else []
        return Terminal(self.ssh(person, *command), {}, columns=columns, rows=rows)


@contextmanager
def running_host(books: Path) -> Iterator[Host]:
    """Set a host up, with a team's store that knows its three people. `books` is a cache in which all is built."""
    folder = Path(tempfile.mkdtemp(prefix="tc-host-", dir="/tmp"))
    folder.chmod(0o755)
    with ExitStack() as all_of_it:
        all_of_it.callback(shutil.rmtree, folder, ignore_errors=True)
        server = all_of_it.enter_context(running_server(lets_in=BY_ACCOUNT, synchronous_commit="on"))
        host = Host(folder, server, server.new_database())
        _share_code_book(host, books)
        _install(host)
        for person in PEOPLE:
            all_of_it.enter_context(_account(host, person))
        _found_team(host)
        all_of_it.enter_context(_sshd(host))
        yield host


def _share_code_book(host: Host, books: Path) -> None:
    """One code book for all accounts, as whoever looks after the machine lays it out."""
    shared = host.folder / "book"
    (shared / "loaded").mkdir(parents=True)
    shutil.copytree(books / "codebook", shared / "built" / "codebook")
    for each in (shared, *shared.rglob("*")):
        each.chmod(0o755 if each.is_dir() else 0o444)


def _install(host: Host) -> None:
    """The program as every account starts it, and the settings of the machine."""
    settings = host.folder / "settings.toml"
    settings.write_text(f'db = "{host.address}"\ncode_book = "{host.folder}/book"\n', encoding="utf-8")
    host.program.write_text(
        f"#!/bin/sh\nexport PYTHONPATH={_libraries()} TUI_CODER_CONFIG={settings} LANG=C.UTF-8\n"
        f'exec {python_for_all()} -m tui_coder "$@"\n',
        encoding="utf-8",
    )
    host.program.chmod(0o755)


@contextmanager
def _account(host: Host, person: str) -> Iterator[None]:
    home = host.folder / "home" / person
    home.parent.mkdir(exist_ok=True)
    subprocess.run(["userdel", "-f", person], capture_output=True)
    subprocess.run(["useradd", "-m", "-d", str(home), "-s", "/bin/sh", "-p", "*", person], check=True)
    home.chmod(0o700)
    try:
        yield
    finally:
        _end_what_runs_as(person)
        subprocess.run(["userdel", "-f", person], capture_output=True)


def _end_what_runs_as(person: str) -> None:
    for pid in subprocess.run(["pgrep", "-u", person], capture_output=True, text=True).stdout.split():
        subprocess.run(["kill", "-9", pid], capture_output=True)


def _found_team(host: Host) -> None:
    installer = f"postgresql+psycopg://{INSTALLER}@/{host.database}?host={host.server.socket}"
    host.run("team", "init", db=installer)
    for person, role in ((LEAD, "lead"), (PLAIN, "coder"), (FORCED, "coder")):
        host.run("team", "add", person, "--role", role, db=installer)


@contextmanager
def _sshd(host: Host) -> Iterator[None]:
    Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # sshd asks for it; the system's own start makes it otherwise
    _make_keys(host)
    config = host.folder / "sshd_config"
    config.write_text(
        f"ListenAddress 127.0.0.1\nPort {host.port}\nHostKey {host.folder}/keys/host\nPidFile none\nUsePAM no\n"
        f"PasswordAuthentication no\nKbdInteractiveAuthentication no\nStrictModes no\n"
        f"AuthorizedKeysFile {host.folder}/authorized/%u\nAllowUsers {' '.join(PEOPLE)}\nMaxStartups 100\n"
        f"Match User {FORCED}\n  ForceCommand {host.program}\n  DisableForwarding yes\n",
        encoding="utf-8",
    )
    sshd = shutil.which("sshd", path="/usr/sbin:/usr/local/sbin") or "sshd"
    with open(host.folder / "sshd.log", "wb") as log:
        daemon = subprocess.Popen([sshd, "-D", "-e", "-f", str(config)], stdout=log, stderr=log)
    try:
        _wait_for(host.port, daemon)
        yield
    finally:
        daemon.terminate()
        daemon.wait(10)


def _make_keys(host: Host) -> None:
    keys, authorized = host.folder / "keys", host.folder / "authorized"
    for folder in (keys, authorized):
        folder.mkdir()
        folder.chmod(0o755)
    for name in ("host", *PEOPLE):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(keys / name)], check=True)
        public = (keys / f"{name}.pub").read_text(encoding="ascii")
        if name == "host":
            (host.folder / "known_hosts").write_text(f"[127.0.0.1]:{host.port} {public}", encoding="ascii")
            continue
        only = f'restrict,pty,command="{host.program}" ' if name == LEAD else ""
        (authorized / name).write_text(only + public, encoding="ascii")


def _wait_for(port: int, daemon: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 10
    while time.monotonic() < end and daemon.poll() is None:
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise AssertionError("sshd did not start")


def _free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def psql(host: Host, statement: str) -> Sequence[str]:
    """What a coder with a shell types there to get at the store behind the program's back."""
    return host.ssh(PLAIN, f"psql -h {host.server.socket} -d {host.database} -c '{statement}'")
