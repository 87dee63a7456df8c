"""The pipe behind file descriptor 2 that the provisioner made, and whose reading end it holds too.

What is in this pipe when the process dies, the provisioner reads. So bytes stay in it until they are decided: tee(2)
copies them without taking them out.
"""

import stat
from typing import Any, Dict, NamedTuple, Optional, Tuple

from ..guarding.faults import is_of_the_moment
from ..guarding.kept import os, select, time
from .pipes import Pipe, filled, widen

# The key in the message of the provisioner: the numbers of both ends, and the device and inode of the pipe.
KEY = "pipe"
# What is not decided stays in the pipe where it is no longer than this, in bytes: nearly always a part of a line.
KEPT = 1 << 12
# O_ACCMODE of <fcntl.h>, which os does not have.
_ACCESS = 3
# SPLICE_F_NONBLOCK of <linux/splice.h>.
_AT_ONCE = 2


class Ends(NamedTuple):
    """The two ends of the pipe, as file descriptors of this process."""

    read: int
    write: int


def ends(info: Dict[str, Any]) -> Optional[Ends]:
    """Return the ends that the provisioner passed, or None where this process did not get them.

    A program in argv may have closed them, and others may have got their numbers: what is not surely that pipe is left
    alone. No child inherits the ends. `info` is what was passed at launch (`launch.take`).
    """
    told = info.get(KEY)
    if not isinstance(told, list) or len(told) != len("rwdi") or not all(isinstance(each, int) for each in told):
        return None
    both, identity = Ends(told[0], told[1]), (told[2], told[3])
    try:
        if not _is(both.read, identity, os.O_RDONLY) or not _is(both.write, identity, os.O_WRONLY):
            return None
        os.set_inheritable(both.read, False)
        os.set_inheritable(both.write, False)
    except (OSError, OverflowError):
        return None
    return both


def _is(fd: int, identity: Tuple[int, int], mode: int) -> bool:
    from fcntl import F_GETFL, fcntl  # Windows has none

    status = os.fstat(fd)
    is_pipe = stat.S_ISFIFO(status.st_mode) and (status.st_dev, status.st_ino) == identity
    return is_pipe and fcntl(fd, F_GETFL) & _ACCESS == mode


def leave(both: Optional[Ends]) -> None:
    """Close the ends, where they are of no use."""
    for fd in both or ():
        os.close(fd)


def put_behind(both: Ends, stream: Any) -> bytes:
    """Put the pipe in the place of the one that ipykernel has made for stderr; return what was in that one.

    The stream keeps its numbers: ipykernel and other tools find the pipe where they look (OutStream._fid). The writing
    end stays open beside file descriptor 2.
    """
    # ipykernel before 6.25 does not keep the number (iostream.py, _setup_stream_redirects).
    os.dup2(both.write, getattr(stream, "_original_stdstream_fd", 2))
    count = filled(stream._fid)
    before = os.read(stream._fid, count) if count else b""
    os.dup2(both.read, stream._fid, inheritable=False)
    os.close(both.read)
    return before


class PeekedPipe(Pipe):
    """A pipe that is looked at, and from which only what is decided is taken; where tee is refused, it is read.

    Its reading end does not block: where another process reads too, what was looked at may be gone.
    """

    outlives = True

    def __init__(self, fd: int) -> None:
        super().__init__(fd)
        os.set_blocking(fd, False)
        self._seen = 0  # so many bytes at the beginning of the pipe were looked at
        self._copies: Optional[Copies] = None  # made for the first piece
        self._is_read = False
        self._poll = select.poll()
        self._poll.register(fd, select.POLLIN)

    def look(self, size: int, timeout: Optional[float] = None) -> Optional[bytes]:
        """Do the same as a plain pipe, but return None where nothing came for `timeout` seconds."""
        while self._poll.poll(None if timeout is None else timeout * 1000):
            try:
                data = self._peek(size)
            except BlockingIOError:
                continue
            except Exception as error:  # no ctypes, no such call in this C library, or the call is forbidden
                self._is_read = self._is_read or not is_of_the_moment(error)
                self._take_in_hand()
                data = super().look(size)
            if data is not None:
                return data
        return None

    def _peek(self, size: int) -> Optional[bytes]:
        """Return what is new, or None where that has to be tried again. Raises what `Copies` raises."""
        if self._is_read:
            return super().look(size)
        self._copies = self._copies or Copies(size)
        data = self._copies.of(self.fd, size)
        new = data[self._seen :]
        if data and not new:
            self._take_in_hand()  # no more than what was seen fits into one copy
            return None
        self._seen = len(data)
        return new

    def decide(self, left: int) -> None:
        """Take out all that was looked at, but for the last `left` bytes."""
        stays = left if left <= min(self._seen, KEPT) else 0
        self.passed += self._in_hand + self._seen - left
        self._take_out(self._seen - stays)
        self._seen, self._in_hand = stays, left - stays

    def _take_in_hand(self) -> None:
        self._in_hand += self._seen
        self._take_out(self._seen)
        self._seen = 0

    def _take_out(self, count: int) -> None:
        try:
            while count:
                taken = self._copies.take(self.fd, count) if self._copies else len(os.read(self.fd, count))
                count -= taken or count
        except BlockingIOError:
            pass  # another process has taken it

    def more(self, timeout: float) -> bool:
        """Wait for new bytes, so many seconds at most; return whether there are any."""
        if not self._seen:
            return bool(self._poll.poll(timeout * 1000))
        if filled(self.fd) <= self._seen:
            time.sleep(timeout)
        return filled(self.fd) > self._seen

    def widen(self, size: int) -> bool:
        """Let so many bytes be looked at in one piece, if that can be done."""
        return self._copies is None or self._copies.widen(size)


class Copies:
    """Copies of what is in a pipe, through a pipe of our own. Raises where tee(2) cannot be had.

    `size` is how much is looked at in one piece, in bytes.
    """

    def __init__(self, size: int) -> None:
        import ctypes

        # PyDLL keeps Python's lock: none of these calls waits, and a thread that computes would get it for 5 ms.
        library = ctypes.PyDLL(None, use_errno=True)
        self._tee, self._system_read = library.tee, library.read
        self._tee.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_size_t, ctypes.c_uint]
        self._system_read.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t]
        self._tee.restype = self._system_read.restype = ctypes.c_ssize_t
        self._ctypes: Any = ctypes
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        self._buffer = ctypes.create_string_buffer(size)

    def of(self, pipe: int, size: int) -> bytes:
        """Return a copy of so many bytes of a pipe at most, none at its end. Raises BlockingIOError if it is empty."""
        count = self._done(self._tee(pipe, self._write, min(size, len(self._buffer)), _AT_ONCE))
        copied = 0
        while copied < count:
            copied += self._done(
                self._system_read(self._read, self._ctypes.addressof(self._buffer) + copied, count - copied)
            )
        return bytes(self._ctypes.string_at(self._buffer, count))

    def take(self, pipe: int, size: int) -> int:
        """Take so many bytes out of a pipe at most; return how many. Raises BlockingIOError where it is empty."""
        return self._done(self._system_read(pipe, self._buffer, min(size, len(self._buffer))))

    def widen(self, size: int) -> bool:
        """Let a copy have so many bytes, if that can be done."""
        if len(self._buffer) < size and widen(self._write, size):
            self._buffer = self._ctypes.create_string_buffer(size)
        return len(self._buffer) >= size

    def _done(self, result: int) -> int:
        if result < 0:
            error = self._ctypes.get_errno()
            raise OSError(error, os.strerror(error))
        return int(result)
