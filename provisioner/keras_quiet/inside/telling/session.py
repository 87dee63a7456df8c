"""What Keras runs on in this kernel now, and why."""

from typing import Any, Dict, Mapping, Tuple

from .. import launch
from ..backend import versions

# Where no provisioner's message came and the kernel did not choose: `%load_ext`.
_NOTHING = "nothing was injected, Keras finds out when it is imported"
# By it tf.keras is tf_keras, Keras 2 (tensorflow/python/util/lazy_loader.py, KerasLazyLoader).
_LEGACY = "TF_USE_LEGACY_KERAS"


def backend(info: Dict[str, Any], environ: Mapping[str, str], modules: Mapping[str, Any]) -> Tuple[str, str]:
    """Return the backend that Keras runs on, or will run on once it is imported, and the reason.

    `info` is what was passed at launch (`launch.take`), `environ` is os.environ, `modules` is sys.modules.
    """
    injected, why = "", ""
    for name, value, reason in launch.variables(info):
        if name == launch.BACKEND:
            injected, why = value, reason
    now, loaded, tied = environ.get(launch.BACKEND, ""), _says(modules), _tied(modules)
    value = loaded or ("tensorflow" if tied else now)
    if value and value == injected:
        reason = why
    else:
        reason = "%s runs on nothing else" % tied if tied else _reason(info, loaded, now, injected)
        reason += "; %s was injected, %s" % (injected, why) if injected else ""
    if loaded and not tied and now not in (injected, loaded):
        # A notebook's commonest mistake: the variable is set below the import.
        reason += "; %s is %s now, which counts only if it is set before Keras is imported" % (
            launch.BACKEND,
            now or "not set",
        )
    if tied and now not in ("", "tensorflow", injected):
        reason += "; %s is %s, which this Keras ignores" % (launch.BACKEND, now)
    if environ.get(_LEGACY, "").lower() in ("1", "true") and value != "tensorflow":
        reason += "; tf.keras is Keras 2 on TensorFlow, since %s is set" % _LEGACY
    return value or "not set", reason


def _reason(info: Dict[str, Any], loaded: str, now: str, injected: str) -> str:
    """Return why Keras runs on a backend that was not injected, or on none yet."""
    if loaded and loaded != now:
        return "Keras says so"
    if not injected:
        return "%s says so" % launch.BACKEND if now else str(info.get(launch.UNSET) or _NOTHING)
    by = "by what starts the kernel" if now == info.get(launch.STARTED_WITH) else "in this session"
    return "%s %s" % ("set" if now else "taken away", by)


def _says(modules: Mapping[str, Any]) -> str:
    """Return what a loaded Keras says it runs on, "" where none is loaded, or it does not say."""
    return next((said for said in (_said(modules, name) for name in versions.KERAS) if said), "")


def _said(modules: Mapping[str, Any], name: str) -> str:
    try:
        said = modules[name].backend.backend()
    except Exception:  # not loaded, half loaded, or a module of the user's with that name
        return ""
    return said if isinstance(said, str) else ""


def _tied(modules: Mapping[str, Any]) -> str:
    """Return the Keras that always runs on TensorFlow, with its version; "" for any other."""
    for name in versions.KERAS:
        if _said(modules, name):
            version = str(getattr(modules[name], "__version__", ""))
            ignores = name == "tf_keras" or (name == "keras" and versions.ignores_variable(version))
            return "Keras %s" % version if ignores else ""
    version = versions.installed_keras()
    if version:
        return "Keras %s" % version if versions.ignores_variable(version) else ""
    return versions.of_tensorflow()
