"""Says what the Python that runs it has, importing none of it: standard library only, Python 3.6 syntax.

`interpreters` calls it for the server's own Python, and runs it by path, with -I, in any other.
"""

import json
import os
import re
import site
import sys
from importlib.util import find_spec
from typing import Any, Dict, Iterable, List

# Distributions whose version is told, and under which name; the first one found in sys.path's order counts.
_DISTRIBUTION = re.compile(
    r"(?P<name>keras|keras_nightly|ipykernel|keras_quiet"
    r"|tensorflow|tensorflow_(?:cpu|gpu|intel|macos|rocm)|tf_nightly)"
    r"-(?P<version>[^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info",
    re.IGNORECASE,
)


def look(modules: Iterable[str], folders: List[str]) -> Dict[str, Any]:
    """Return which top-level modules can be imported, the versions of distributions, and where this was read."""
    return {
        "version": "%d.%d.%d" % sys.version_info[:3],
        "prefix": sys.prefix,
        "own": sys.prefix != sys.base_prefix or os.path.isdir(os.path.join(sys.prefix, "conda-meta")),
        "modules": [module for module in modules if _is_installed(module)],
        "versions": versions(folders),
        "folders": folders,
    }


def _is_installed(module: str) -> bool:
    try:
        spec = find_spec(module)
    except (ImportError, ValueError):
        return False
    # A folder that pip left behind is a namespace package: it has no origin, in Python 3.6 "namespace".
    return spec is not None and spec.origin not in (None, "namespace")


def versions(folders: Iterable[str]) -> Dict[str, str]:
    """Return the versions of the first distributions in these folders, by the names of the metadata's folders.

    Python 3.6 and 3.7 have no importlib.metadata.
    """
    found: Dict[str, str] = {}
    for folder in folders:
        try:
            entries = os.listdir(folder or ".")
        except OSError:
            continue
        for entry in sorted(entry for entry in entries if entry.endswith("-info")):
            match = _DISTRIBUTION.fullmatch(entry)
            if match:
                name = match.group("name").lower()
                name = {"tf_nightly": "tensorflow", "keras_quiet": "keras_quiet"}.get(name, name.split("_")[0])
                found.setdefault(name, match.group("version"))
    return found


def _left_out() -> List[str]:
    """Return the folders that -I leaves out and a kernel has: PYTHONPATH's, and the user's own site-packages."""
    folders = [folder for folder in os.environ.get("PYTHONPATH", "").split(os.pathsep) if folder]
    if not os.environ.get("PYTHONNOUSERSITE") and _has_user_site():
        folders.append(site.getusersitepackages())
    return folders


def _has_user_site() -> bool:
    """Whether this is no virtual environment, or one that lets other packages in (site.py, venv)."""
    if sys.prefix == sys.base_prefix:
        return True
    try:
        with open(os.path.join(sys.prefix, "pyvenv.cfg"), encoding="utf-8") as file:
            return re.search(r"(?mi)^include-system-site-packages\s*=\s*true\s*$", file.read()) is not None
    except OSError:
        return False


if __name__ == "__main__":
    sys.path += [folder for folder in _left_out() if folder not in sys.path]
    print(json.dumps(look(sys.argv[1:], sys.path)))
