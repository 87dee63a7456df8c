"""Which backend a kernel gets where nobody named one in a configuration, and what Keras lacks to run on it. Pure.

These are rows 3 to 5 of the table of sources. The server asks for a kernel that it starts, and the kernel asks for
itself.
"""

from typing import FrozenSet, List, Mapping, NamedTuple, Optional

from .backends import AUTO_ORDER, BY_NAME, NONE, ignores_choice, known_to, requirement
from .keras_json import Choice

# Row 3. A gateway lets no variable of its client through but KERNEL_*; the client is nearer to the user than the server
# (jupyter_server/gateway/managers.py:495, kernel_gateway/services/kernels/handlers.py:55).
_EXPORTS = (("KERNEL_KERAS_BACKEND", "passed"), ("KERAS_BACKEND", "exported"))


class Chosen(NamedTuple):
    """A value of KERAS_BACKEND and why it was chosen; "" where it is not set, for that reason.

    `by_someone`: it is not merely the first backend that is there.
    """

    backend: str
    reason: str
    by_someone: bool = True


# Where the interpreter cannot be looked at, or nobody asked for Keras.
UNKNOWN = Chosen("", "nobody chose one, so Keras decides there")


class Installed(NamedTuple):
    """What an interpreter has: `backends`, or None where they are `unknown` for that reason, and versions."""

    python: str
    backends: Optional[FrozenSet[str]]
    unknown: str
    keras: str
    tensorflow: str


def named(backend: str, by: str) -> Chosen:
    """Return what a configuration names; `by` says where."""
    return Chosen("" if backend == NONE else backend, "%s says %s" % (by, "none" if backend == NONE else "so"))


def exported(environ: Mapping[str, str]) -> Optional[Chosen]:
    """Return row 3: what the environment says."""
    for name, how in _EXPORTS:
        if environ.get(name):
            return Chosen(environ[name], "%s is %s" % (name, how))
    return None


def unasked(keras_json: Choice, has: Installed, asked: bool = True) -> Chosen:
    """Return rows 4 and 5, where nobody chose: not set where the Keras there does not read the variable.

    Keras itself writes keras.json, so row 4 is nobody's choice either. Other libraries take the variable's presence for
    a request: KerasCV and KerasNLP 0.6 then switch to Keras Core (keras_cv/src/backend/config.py:59), and fail.
    `asked`: the kernel is to run Keras, so that row 5 counts.
    """
    tied = ignores_choice(has.keras, has.tensorflow)
    if tied:
        return Chosen("", "nobody chose a backend, and %s runs on TensorFlow without KERAS_BACKEND" % tied)
    return written(keras_json, has) or (first(has) if asked else UNKNOWN)


def written(keras_json: Choice, has: Installed) -> Optional[Chosen]:
    """Return row 4: what keras.json says, if the interpreter can run on it."""
    backend = keras_json.backend
    if backend and (has.backends is None or (backend in has.backends and backend in known_to(has.keras))):
        return Chosen(backend, "%s says so" % keras_json.path)
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


def with_note(chosen: Chosen, has: Installed) -> Chosen:
    """Return what was chosen, with a reason that says so where the Keras there ignores it."""
    tied = ignores_choice(has.keras, has.tensorflow)
    if not tied or chosen.backend in ("", "tensorflow"):
        return chosen
    return chosen._replace(reason="%s; %s ignores it and runs on TensorFlow" % (chosen.reason, tied))


def lacks(chosen: Chosen, has: Installed) -> List[str]:
    """Return one line where Keras will not run on the chosen backend, with what to do about it."""
    name, keras = chosen.backend, has.keras
    if not name or has.backends is None or (not chosen.by_someone and not keras):
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
