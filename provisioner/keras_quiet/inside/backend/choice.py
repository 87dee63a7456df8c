"""Which backend a kernel gets where nobody named one in a configuration, and what Keras lacks to run on it. Pure.

These are rows 3 to 5 of the table of sources. The server asks for a kernel that it starts, and the kernel asks for
itself.
"""

from typing import FrozenSet, List, Mapping, NamedTuple, Optional

from .backends import AUTO_ORDER, BY_NAME, ignores_choice, known_to, requirement

# Row 3. A gateway lets no variable of its client through but KERNEL_*; the client is nearer to the user than the server
# (jupyter_server/gateway/managers.py:495, kernel_gateway/services/kernels/handlers.py:55).
_EXPORTS = (("KERNEL_KERAS_BACKEND", "passed"), ("KERAS_BACKEND", "exported"))


class Chosen(NamedTuple):
    """A value of KERAS_BACKEND and why it was chosen; `by_someone`: not merely the first backend that is there."""

    backend: str
    reason: str
    by_someone: bool = True


class Installed(NamedTuple):
    """What an interpreter has: `backends`, or None where they are `unknown` for that reason, and versions."""

    python: str
    backends: Optional[FrozenSet[str]]
    unknown: str
    keras: str
    tensorflow: str


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


def lacks(chosen: Chosen, has: Installed) -> List[str]:
    """Return one line where Keras will not run on the chosen backend, with what to do about it."""
    name, keras = chosen.backend, has.keras
    if has.backends is None or (not chosen.by_someone and not keras):
        return []  # not known, or a kernel that nobody asked to run Keras
    text = "KERAS_BACKEND is %s (%s)" % (name, chosen.reason)
    tied = ignores_choice(keras, has.tensorflow)
    if tied and name in BY_NAME and name != "tensorflow":
        return ["%s. For %s: %%pip install -U keras" % (text, name)]
    if keras and name not in known_to(keras):
        newer = ", or %%pip install -U keras for %s" % name if name in BY_NAME and not BY_NAME[name].before else ""
        known = ", ".join(known_to(keras)) + newer
        return ["%s, but Keras %s in %s does not know it. Choose one of %s" % (text, keras, has.python, known)]
    if name not in BY_NAME:
        known = "tensorflow" if tied else "one of %s" % ", ".join(known_to(keras))
        return ["%s, but no Keras knows it. Choose %s" % (text, known)]
    if name in has.backends:
        return []
    lack = ", but %s does not have it" % has.python if chosen.by_someone else ""
    return ["%s%s. Run %%pip install %s" % (text, lack, requirement(name, keras))]
