"""Makes a quiet copy of a kernel that is there: its argv, env, logos and provisioner, plus ours."""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

from ..errors import CommandError
from ..inside.backend.backends import AUTO
from ..server.argv import INSIDE, starts_filter
from ..server.composition import LOCAL, judge
from ..server.environment import substituted
from ..server.interpreters import Interpreter, interpreter_of
from ..server.rewriting import MODULES, rewritten
from ..server.settings import KEYS, PROVISIONER_KEY
from . import planning
from .installed_kernels import PROVISIONER
from .kernel_json import with_ours
from .places import named_option
from .plan import Plan
from .refusals import name_and_place

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping

# Jupyter logs the names of folders that are no kernels' names as they are.
_SILENT = logging.getLogger(f"{__name__}.silent")
_SILENT.propagate = False
_SILENT.addHandler(logging.NullHandler())
_NOT_HERE = (
    "Its argv does not start ipykernel on this machine, so the filter must run where the kernel does: "
    "see docs/other-machines.md"
)


def plan(chosen: argparse.Namespace) -> Plan:
    """Return the plan of the copy. Raises CommandError with what keeps a plan from being made."""
    original = _folder_of(chosen.wrap)
    content = json.loads((original / "kernel.json").read_text("utf-8"))
    name = chosen.name or f"{original.name}-quiet"
    old = planning.replaced(chosen, name)
    folder = planning.folder_of(chosen, name, old)
    wrong = _problems(content, chosen)
    if wrong:
        raise CommandError(*wrong, *name_and_place(folder, replace=chosen.replace))
    suggested = f"{content.get('display_name', '')} (Keras quiet)".strip()
    title = chosen.display_name or planning.unused(suggested, folder)
    twin, notes = quiet_copy(content, chosen.backend, title)
    return Plan(
        folder,
        _interpreter(content, twin),
        chosen.backend or AUTO,
        title,
        replace=chosen.replace,
        place=named_option(chosen),
        notes=(*planning.notes(chosen, folder, old), *notes),
        twin=twin,
        files=tuple(file for file in sorted(original.iterdir()) if file.is_file() and file.name != "kernel.json"),
    )


def quiet_copy(content: dict[str, Any], backend: str | None, title: str) -> tuple[dict[str, Any], list[str]]:
    """Return the kernel.json of a quiet copy with this display name, and notes."""
    stanza = content.get("metadata", {}).get("kernel_provisioner", {})
    other, config = stanza.get("provisioner_name", LOCAL), {**stanza.get("config", {})}
    if other != LOCAL:
        config[PROVISIONER_KEY] = other
    is_remote = judge(config)[1]
    argv = content["argv"]
    if not is_remote:
        # Some keep the real argv in their own configuration (pyproject_local_kernel, python_kernel_args).
        argv, config = rewritten(argv) or argv, {key: _filtered(value) for key, value in config.items()}
    lists = [argv, *(value for value in config.values() if isinstance(value, list))]
    notes = [] if any(starts_filter(each) for each in lists) else [_NOT_HERE]
    return with_ours({**content, "argv": argv, "display_name": title}, backend or AUTO, config), notes


def _interpreter(content: Mapping[str, Any], twin: Mapping[str, Any]) -> Interpreter:
    """Look at the interpreter that starts the filter, where it is known to be one of this machine."""
    if rewritten(content["argv"]) is None or not starts_filter(twin["argv"]):
        return Interpreter("", unknown="what its argv starts is not known")
    env = content.get("env", {})
    return interpreter_of(content["argv"], {**os.environ, **substituted(env, os.environ)})


def _filtered(words: Any) -> Any:
    """Return an argv with our filter in place of `-m ipykernel_launcher`; anything else as it is."""
    if not isinstance(words, list) or "-m" not in words[:-1]:
        return words
    place = words.index("-m")
    return [*words[:place], str(INSIDE), *words[place + 2 :]] if words[place + 1] in MODULES else words


def _folder_of(name: str) -> Path:
    manager = KernelSpecManager(log=_SILENT)
    try:
        return Path(manager.get_kernel_spec(name).resource_dir)
    except NoSuchKernel as error:
        raise CommandError(f"--wrap {name}: there is no such kernel. There are: "
                           f"{', '.join(sorted(manager.find_kernel_specs()))}") from error  # fmt: skip


def _problems(content: dict[str, Any], chosen: argparse.Namespace) -> list[str]:
    stanza = content.get("metadata", {}).get("kernel_provisioner", {})
    given = [option for option in ("python", "env", "unset") if getattr(chosen, option)]
    texts = [f"--{option}: not allowed with --wrap, the copy keeps the kernel's value" for option in given]
    if content.get("language", "").lower() != "python":
        texts.append(f"--wrap {chosen.wrap}: its language is {content.get('language')!r}, and the filter is for Python")
    if not isinstance(stanza, dict) or stanza.get("provisioner_name") == PROVISIONER or starts_filter(content["argv"]):
        texts.append(f"--wrap {chosen.wrap}: it is a kernel of ours already, or its kernel_provisioner is no object")
    else:
        taken = [key for key in stanza.get("config", {}) if key in (*KEYS, PROVISIONER_KEY)]
        texts += [f"--wrap {chosen.wrap}: its provisioner has a key {key} too, which is ours" for key in taken]
    return texts
