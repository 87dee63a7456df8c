"""What the provisioner passed to this kernel at launch, in one variable that the user's code never sees."""

import binascii
from typing import Any, Dict, List, MutableMapping, Optional, Tuple

from .guarding.kept import json, os

# A JSON object, or its base64 where the way to the kernel may go through a shell; keys that this version does not know
# are left alone, so that either half may be the newer one.
VARIABLE = "KERAS_QUIET_LAUNCH"
# Linux passes no variable that is longer (MAX_ARG_STRLEN), in characters: what is, comes from no provisioner.
LONGEST = 1 << 17
# In kernel.json's env, beside KERAS_BACKEND: the backend that this kernel was installed for. By it a kernel that no
# provisioner started knows its own choice from an export.
OWN_BACKEND = "KERAS_QUIET_BACKEND"
# So many patterns of the user's are taken of each kind.
PATTERNS = 1000
# What the provisioner injects where it cannot know that a filter runs in the kernel.
LEVEL = "TF_CPP_MIN_LOG_LEVEL"
BACKEND = "KERAS_BACKEND"
# The key under which `take` notes a backend that is not the injected one, before the user's code runs: `conda run` and
# other commands in argv set variables of their own.
STARTED_WITH = "started_with"
# The key of the reason why no backend was injected.
UNSET = "unset"


def encode(info: Dict[str, Any], remote: bool = False) -> str:
    """Return the variable's value; `remote`: it goes to another machine, so no shell on the way may find `$` in it."""
    text = json.dumps(info)
    return binascii.b2a_base64(text.encode("ascii"), newline=False).decode("ascii") if remote else text


def take(environ: Optional[MutableMapping[str, str]] = None) -> Dict[str, Any]:
    """Take the variable out of the environment and return what it says; {} where no provisioner ran or it is broken.

    Who takes it filters, so a log level that was injected because no filter seemed to run goes too.
    """
    environ = os.environ if environ is None else environ
    text = environ.pop(VARIABLE, "")
    if len(text) > LONGEST:
        return {}
    try:
        info = json.loads(text if text[:1] == "{" else binascii.a2b_base64(text).decode()) if text else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(info, dict):
        return {}
    for name, value, _reason in variables(info):
        if name == LEVEL and environ.get(name) == value:
            del environ[name]
        if name == BACKEND and environ.get(name, "") != value:
            info[STARTED_WITH] = environ.get(name, "")
    return info


def provisioner(info: Dict[str, Any]) -> str:
    """Return the process that looks after this kernel (`leftovers.identity`), "" for none, "?" if it does not say."""
    return str(info.get("provisioner", "?")) if info else ""


# What is passed of each injected variable.
VARIABLE_HAS = ("name", "value", "reason")


def texts(info: Dict[str, Any], key: str) -> List[str]:
    """Return the strings in the list under a key; half a surrogate pair fits into no message."""
    value = info.get(key)
    texts = [text for text in value if isinstance(text, str)] if isinstance(value, list) else []
    return [text.encode("utf-8", "replace").decode("utf-8") for text in texts]


def patterns(info: Dict[str, Any], key: str) -> List[str]:
    """Return the user's patterns under a key."""
    return texts(info, key)[:PATTERNS]


def variables(info: Dict[str, Any]) -> List[Tuple[str, str, str]]:
    """Return the injected variables, each with its value and its reason."""
    value = info.get("variables")
    entries = [entry for entry in value if isinstance(entry, list)] if isinstance(value, list) else []
    return [(str(entry[0]), str(entry[1]), str(entry[2])) for entry in entries if len(entry) == len(VARIABLE_HAS)]
