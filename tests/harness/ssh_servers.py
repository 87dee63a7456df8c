"""A real OpenSSH server on loopback, with a configuration, a port and keys of its own."""

from __future__ import annotations

import getpass
import socket
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from processes import free_port, running

if TYPE_CHECKING:
    from collections.abc import Iterator

# An address of loopback that Jupyter does not take for this machine's, so that ssh is really used.
ADDRESS = "127.0.0.2"
SSHD = Path("/usr/sbin/sshd")


@dataclass(frozen=True)
class SshServer:
    """Where it listens; `home` is a home folder whose .ssh lets its owner in."""

    port: int
    home: Path
    log: Path


@contextmanager
def ssh_server(folder: Path) -> Iterator[SshServer]:
    """Start one in a folder; stop it, and the sessions in it, in the end."""
    home, port = folder / "home", free_port()
    ssh = home / ".ssh"
    ssh.mkdir(parents=True, mode=0o700)
    Path("/run/sshd").mkdir(exist_ok=True)  # sshd's own, Debian's service would make it
    for key in (ssh / "id_ed25519", folder / "host_key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key)], check=True)
    public = (folder / "host_key.pub").read_text().split()[:2]
    (ssh / "known_hosts").write_text(f"[{ADDRESS}]:{port} {' '.join(public)}\n")
    (ssh / "authorized_keys").write_text((ssh / "id_ed25519.pub").read_text())
    (ssh / "config").write_text(
        f"Host far\n  HostName {ADDRESS}\n  Port {port}\n  User {getpass.getuser()}\n  IdentityFile {ssh}/id_ed25519\n"
        f"  UserKnownHostsFile {ssh}/known_hosts\n  BatchMode yes\n  ControlMaster auto\n  ControlPersist 5m\n"
        f"  ControlPath /tmp/kq-%C\n  ServerAliveInterval 5\n  ConnectTimeout 15\n"
    )
    configuration = folder / "sshd_config"
    configuration.write_text(
        f"ListenAddress {ADDRESS}\nPort {port}\nHostKey {folder}/host_key\nPidFile {folder}/pid\n"
        f"AuthorizedKeysFile {ssh}/authorized_keys\nPasswordAuthentication no\nUsePAM no\nStrictModes no\n"
        "Subsystem sftp internal-sftp\nPermitRootLogin prohibit-password\nMaxSessions 50\nLogLevel INFO\n"
    )
    log = folder / "sshd.log"
    with running([str(SSHD), "-D", "-e", "-f", str(configuration)], log, lambda: _answers(port)):
        yield SshServer(port, home, log)


def _answers(port: int) -> bool:
    with socket.create_connection((ADDRESS, port), timeout=2):
        return True
