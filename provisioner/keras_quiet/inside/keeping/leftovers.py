"""Private files of kernels that are gone and whose provisioner is gone too: nobody else will remove them.

The first line of a file names the provisioner's process; its kernel holds a lock on the file until it ends.
"""

import stat
from typing import List, Optional

from ..guarding.files import AT_ONCE, NO_LINK
from ..guarding.kept import json, os, time

# Beside the connection file: kernel-1234.json has kernel-1234.keras-quiet.log with what was hidden.
SUFFIX = ".keras-quiet.log"
# What the kernel before this one has left, where it was restarted or died: kernel-1234.previous.keras-quiet.log.
PREVIOUS = ".previous" + SUFFIX
# For so long, in seconds, a file is left where nobody can tell whether its provisioner runs: that was on another
# machine, or before this machine was started anew.
GRACE = 24 * 3600
# No first line is longer, in bytes.
LONGEST = 500


def first_line(provisioner: str) -> bytes:
    """Return a file's first line; `provisioner` is the `identity` of that process, "" where there is none."""
    return json.dumps({"provisioner": provisioner}).encode("ascii") + b"\n"


def identity() -> str:
    """Name this process as no other is named: its machine, its number, and when it began."""
    return "%s %d %s" % (_machine(), os.getpid(), _began(os.getpid()))


def hold(fd: int) -> None:
    """Lock a kernel's own file until the process ends, which tells others that its kernel runs.

    Where there are no such locks nothing is locked: Windows removes no file that is open.
    """
    try:
        import fcntl

        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (ImportError, OSError):
        pass


def keep(path: str, previous: str) -> None:
    """Keep the file of a kernel that died under another name, for the kernel that takes its place. Raises nothing."""
    try:
        os.replace(path, previous)
        # It stays open, for the lock tells others that somebody needs the file.
        hold(os.open(previous, os.O_RDONLY | NO_LINK | AT_ONCE))
    except OSError:
        pass


def sweep(folder: str, grace: float = GRACE) -> List[str]:
    """Remove the files of this user that are left in a runtime folder, and return which. Raises nothing."""
    try:
        names = [name for name in os.listdir(folder) if name.endswith((SUFFIX, SUFFIX + ".new"))]
    except OSError:
        return []
    paths = [os.path.join(folder, name) for name in names]
    return [path for path in paths if _is_left(path, grace) and remove(path)]


def remove(path: str) -> bool:
    """Remove a file, if it is there and can be, and return whether."""
    try:
        os.unlink(path)
    except OSError:
        return False
    return True


def _is_left(path: str, grace: float) -> bool:
    # Of another kind than ours it may be a link, or a pipe that would never open.
    try:
        fd = os.open(path, os.O_RDONLY | NO_LINK | AT_ONCE)
    except OSError:
        return False
    try:
        about = os.fstat(fd)
        if not stat.S_ISREG(about.st_mode) or about.st_uid != getattr(os, "getuid", lambda: about.st_uid)():
            return False
        # Before the lock is tried: a kernel that is just making its file must find it free.
        runs = _runs(os.read(fd, LONGEST))
        if runs or (runs is None and time.time() - about.st_mtime < grace):
            return False
        return _is_free(fd)
    except OSError:
        return False
    finally:
        os.close(fd)


def _runs(start: bytes) -> Optional[bool]:
    """Whether the provisioner runs that the first line names, or None where that cannot be told."""
    try:
        provisioner: str = json.loads(start.partition(b"\n")[0].decode())["provisioner"]
        if provisioner == "":
            return False
        machine, pid, began = provisioner.rsplit(" ", 2)
        number = int(pid)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    if not machine or machine != _machine():
        return None
    try:
        return _began(number) == began
    except OSError:
        return False


def _machine() -> str:
    """Name this machine since its start, and the container where process numbers count; "" where nobody can ask."""
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            return file.read().strip() + os.readlink("/proc/self/ns/pid")
    except OSError:
        return os.uname().nodename if hasattr(os, "uname") else ""


def _began(pid: int) -> str:
    """Return when a process began, or "" where the system does not say. Raises OSError for one that is gone."""
    try:
        with open("/proc/%d/stat" % pid, "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        if os.name == "posix":  # elsewhere this would end it
            os.kill(pid, 0)
        return ""
    if fields[0] == b"Z":
        raise ProcessLookupError
    return fields[19].decode("ascii")  # proc_pid_stat(5), starttime


def _is_free(fd: int) -> bool:
    try:
        import fcntl
    except ImportError:
        return True  # Windows: it cannot be removed while it is open
    fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return True
