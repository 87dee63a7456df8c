"""A real Slurm of one node on loopback, with its accounting, in a folder of its own. Debian's, started as root."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from processes import free_port, running, wait

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAMS = ("munged", "mariadbd", "slurmdbd", "slurmctld", "slurmd")
# Without systemd and without groups of processes to limit: what a node needs to run a step, and no more.
CLUSTER = """
ClusterName=quiet
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={slurmctld}
SlurmdPort={slurmd}
SlurmUser=root
SlurmdUser=root
AuthInfo=socket={munge}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
JobAcctGatherType=jobacct_gather/linux
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
AccountingStorageType=accounting_storage/slurmdbd
AccountingStorageHost=127.0.0.1
AccountingStoragePort={slurmdbd}
AccountingStoragePass={munge}
NodeName=localhost NodeAddr=127.0.0.1 CPUs={cores}
PartitionName=partition Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""
# The provisioner asks sacct, which answers from a database alone.
ACCOUNTING = """
AuthInfo=socket={munge}
DbdHost=localhost
DbdAddr=127.0.0.1
DbdPort={slurmdbd}
SlurmUser=root
StorageType=accounting_storage/mysql
StorageHost=127.0.0.1
StoragePort={mariadbd}
StorageUser=root
PidFile={folder}/slurmdbd.pid
"""


@dataclass(frozen=True)
class SlurmCluster:
    """`configuration` is what SLURM_CONF names for Slurm's commands."""

    configuration: Path

    def ask(self, *command: str) -> str:
        env = {**os.environ, "SLURM_CONF": str(self.configuration)}
        return subprocess.run(command, env=env, capture_output=True, text=True, check=False).stdout.strip()

    def allocate(self, name: str) -> str:
        """Return the number of a new job without a step, once the accounting lists it."""
        self.ask("salloc", "--no-shell", "--nodes", "1", "--time", "60", "--job-name", name)
        listed = ("sacct", "-n", "-P", "-o", "jobid", "-s", "RUNNING", "--name", name)
        return str(wait(lambda: self.ask(*listed)))


@contextmanager
def slurm_cluster(folder: Path) -> Iterator[SlurmCluster]:
    """Start the daemons, and stop them in the end."""
    ports = {name: free_port() for name in PROGRAMS[1:]}
    places = {"folder": folder, "munge": folder / "munge.socket", "host": socket.gethostname()}
    for file, text in {
        "slurm.conf": CLUSTER.format(**places, **ports, cores=os.cpu_count()),
        "slurmdbd.conf": ACCOUNTING.format(**places, **ports),
        "cgroup.conf": "CgroupPlugin=cgroup/v1\n",  # else slurmd asks systemd for one
        "munge.key": secrets.token_hex(64),
    }.items():
        (folder / file).touch(mode=0o600)
        (folder / file).write_text(text)
    cluster, database = SlurmCluster(folder / "slurm.conf"), folder / "database"
    install = ["mariadb-install-db", "--no-defaults", "--user=root", f"--datadir={database}"]
    subprocess.run([*install, "--auth-root-authentication-method=normal"], check=True, capture_output=True)
    munge = [f"--{each}-file={folder}/munge.{each}" for each in ("key", "pid", "log", "seed")]
    commands = {
        "munged": ["--foreground", "--force", f"--socket={folder}/munge.socket", *munge],
        "mariadbd": [
            *("--no-defaults", "--user=root", "--bind-address=127.0.0.1", f"--port={ports['mariadbd']}"),
            *(f"--datadir={database}", f"--socket={folder}/sql.socket", f"--pid-file={folder}/sql.pid"),
        ],
        "slurmdbd": ["-D"],
        "slurmctld": ["-D"],
        "slurmd": ["-D", "-N", "localhost"],
    }
    answers = {
        "munged": (folder / "munge.socket").exists,
        "slurmd": lambda: "idle" in cluster.ask("sinfo", "-h"),
        **{name: lambda port=ports[name]: _answers(port) for name in ("mariadbd", "slurmdbd", "slurmctld")},
    }
    env = {**os.environ, "SLURM_CONF": str(cluster.configuration)}
    with ExitStack() as stack:
        for name, words in commands.items():
            program = f"/usr/sbin/{name}"
            stack.enter_context(running([program, *words], folder / f"{name}.log", answers[name], env=env))
        yield cluster
        cluster.ask("scancel", "--full", "--user", "root")


def _answers(port: int) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=2):
        return True
