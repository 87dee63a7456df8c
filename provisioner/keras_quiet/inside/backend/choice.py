"""Which backend a kernel gets where nobody named one in a configuration: rows 3 to 5 of the table of sources. Pure.

The server asks for a kernel that it starts, and the kernel asks for itself where no provisioner came.
"""

from typing import Container, Mapping, NamedTuple, Optional

from .backends import AUTO_ORDER, known_to

# Row 3. A gateway lets no variable of its client through but KERNEL_*; the client is nearer to the user than the server
# (jupyter_server/gateway/managers.py:495, kernel_gateway/services/kernels/handlers.py:55).
_EXPORTS = (("KERNEL_KERAS_BACKEND", "passed"), ("KERAS_BACKEND", "exported"))


class Chosen(NamedTuple):
    """A value of KERAS_BACKEND and why it was chosen; `by_someone`: not merely the first backend that is there."""

    backend: str
    reason: str
    by_someone: bool = True


class Installed(NamedTuple):
    """What an interpreter has: `backends`, or None where they are `unknown` for that reason; the version of Keras."""

    python: str
    backends: Optional[Container[str]]
    unknown: str
    keras: str


def exported(environ: Mapping[str, str]) -> Optional[Chosen]:
    """Return row 3: what the environment says."""
    for name, how in _EXPORTS:
        if environ.get(name):
            return Chosen(environ[name], "%s is %s" % (name, how))
    return None


def written(backend: Optional[str], path: str, has: Installed) -> Optional[Chosen]:
    """Return row 4: what keras.json at `path` says, if the interpreter can run on it."""
    if backend and (has.backends is None or (backend in has.backends and backend in known_to(has.keras))):
        return Chosen(backend, "%s says so" % path)
    return None


def first(has: Installed) -> Chosen:
    """Return row 5: the first backend that the interpreter has, or the first of all where it has none."""
    known = known_to(has.keras)
    if has.backends is None:
        return Chosen(AUTO_ORDER[0], "nothing was chosen, and %s" % has.unknown, by_someone=False)
    for name in AUTO_ORDER:
        if name in has.backends and name in known:
            return Chosen(name, "nothing was chosen, and %s has it" % has.python, by_someone=False)
    return Chosen(AUTO_ORDER[0], "nothing was chosen, and %s has no backend" % has.python, by_someone=False)
