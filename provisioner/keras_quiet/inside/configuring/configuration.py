"""`jupyter_keras_quiet_config.json`: what a user configures for every program that runs our code.

It is data, in the folders that `jupyter --paths` lists under config, so the server, a kernel that no provisioner
started, `%load_ext` and `jupyter keras-quiet run` all read the same.
"""

import json
import os
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Tuple

from ..backend.keras_json import cause
from ..guarding.files import read_start

FILE = "jupyter_keras_quiet_config.json"
# The name that the section has in every other configuration of Jupyter too.
SECTION = "KerasQuietProvisioner"
KEYS = ("backend", "hide", "show")
# Of one file, in bytes.
LONGEST = 1 << 18


class Configured(NamedTuple):
    """The values that count, by their keys; the file of each; and what is wrong, with its file."""

    values: Dict[str, Any]
    files: Dict[str, str]
    problems: List[Tuple[str, str]]

    def lines(self) -> List[str]:
        """Return one line for each wrong file."""
        return [
            "%s is ignored: %s" % (wrong, "; ".join(text for file, text in self.problems if file == wrong))
            for wrong in dict.fromkeys(file for file, _ in self.problems)
        ]


NOTHING = Configured({}, {}, [])


def read(places: Optional[Sequence[str]] = None) -> Configured:
    """Read the file in each folder, by default in `folders()`.

    The first folder that has a key decides; a wrong file counts for nothing.
    """
    found = Configured({}, {}, [])
    for folder in folders() if places is None else places:
        path = os.path.join(folder, FILE)
        try:
            section, wrong = _parsed(read_start(path, LONGEST + 1))
        except (FileNotFoundError, NotADirectoryError):
            continue
        except (OSError, ValueError, RecursionError) as error:
            if isinstance(error, PermissionError) and not os.path.exists(path):
                continue  # nobody here may look into the folder
            section, wrong = {}, ["cannot be read: %s" % cause(error)]
        found.problems.extend((path, text) for text in wrong)
        for key in section.keys() - found.values.keys():
            found.values[key], found.files[key] = section[key], path
    return found


def folders() -> List[str]:
    """Return the folders of Jupyter's configuration, the first one wins; none where there is no Jupyter.

    A kernel has jupyter_core loaded. A relative folder would be the notebook's own, which nobody trusts.
    """
    try:
        from jupyter_core.paths import jupyter_config_path
    except ImportError:
        return []
    return [folder for folder in jupyter_config_path() if os.path.isabs(folder)]


def _parsed(text: bytes) -> Tuple[Dict[str, Any], List[str]]:
    """Return the section of one file, and all that is wrong with it; of a wrong file the section is empty."""
    from ..guarding.foreign import one_word
    from .values import backend_problems, did_you_mean, pattern_problems, size_problems

    if len(text) > LONGEST:
        return {}, ["is longer than %d KiB" % (LONGEST >> 10)]
    content = json.loads(text)
    section = content.get(SECTION, {}) if isinstance(content, dict) else content
    if not isinstance(content, dict) or not isinstance(section, dict):
        return {}, ['must be {"%s": {...}}' % SECTION]
    problems = ["%s: only %s counts in this file" % (one_word(key), SECTION) for key in content if key != SECTION]
    for key, value in section.items():
        if key not in KEYS:
            wrong = ["unknown key%s; here count %s" % (did_you_mean(key, KEYS), ", ".join(KEYS))]
        else:
            wrong = backend_problems(value) if key == "backend" else pattern_problems(value)
        problems += ["%s.%s: %s" % (SECTION, one_word(key), each) for each in wrong]
    if not problems:
        sizes = size_problems(section.get("hide", ()), section.get("show", ()))
        problems = ["%s.%s: %s" % (SECTION, key, each) for key, each in sizes]
    return ({} if problems else section), problems
