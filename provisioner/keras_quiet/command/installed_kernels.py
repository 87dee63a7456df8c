"""The kernels of ours on Jupyter's path, read from their files: a broken one is hidden by Jupyter itself."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_core.paths import jupyter_path

from ..errors import CommandError
from ..server.argv import starts_filter
from ..server.help_page import PAGE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PROVISIONER = "keras-quiet-provisioner"
# The key in kernel.json's metadata of every kernel that `install` wrote, and of no other.
MARK = "keras-quiet"
# What stands in each kernel.json of ours, and in no other.
_WORDS = (PROVISIONER.encode(), b"keras_quiet")
# The kernel that pip installs with us.
SHIPPED = "keras-quiet"


@dataclass(frozen=True)
class Kernel:
    """One kernel.json. `problem` says why Jupyter cannot read it; `stanza` is what stands at `kernel_provisioner`.

    `hidden_by` is the folder of the kernel of the same name that Jupyter finds first, "" where this is the first.
    `guessed` says of one that cannot be read that it seems to be ours.
    """

    folder: Path
    argv: tuple[str, ...] = ()
    display_name: str = ""
    env: Mapping[str, str] = field(default_factory=dict)
    stanza: Any = None
    mark: Mapping[str, Any] | None = None
    problem: str = ""
    hidden_by: str = ""
    guessed: bool = False

    @property
    def name(self) -> str:
        """The name by which Jupyter knows it (jupyter_client/kernelspec.py:72)."""
        return self.folder.name.lower()

    @property
    def config(self) -> Any:
        """What stands at `config` in the stanza; {} where nothing does."""
        return self.stanza.get("config", {}) if isinstance(self.stanza, dict) else {}

    @property
    def is_ours(self) -> bool:
        """Whether it has to do with us, no matter who wrote it."""
        named = self.stanza.get("provisioner_name") if isinstance(self.stanza, dict) else self.stanza
        guessed = bool(self.problem) and self.name.startswith("keras-quiet")
        return self.mark is not None or named == PROVISIONER or starts_filter(self.argv) or guessed or self.guessed


def read_kernel(file: Path, hidden_by: str = "") -> Kernel:
    """Read one kernel.json; what is wrong with it is in `problem`."""
    text = b""
    try:
        text = file.read_bytes()
        content = json.loads(text.decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        problem = f"cannot be read: {error}"
        return Kernel(file.parent, problem=problem, hidden_by=hidden_by, guessed=_seems_ours(file, text))
    if not isinstance(content, dict):
        return Kernel(file.parent, problem="is no JSON object", hidden_by=hidden_by, guessed=_seems_ours(file, text))
    argv, env, metadata = content.get("argv"), content.get("env", {}), content.get("metadata", {})
    problems = []
    if not isinstance(argv, list) or not argv or not all(isinstance(part, str) for part in argv):
        argv, problems = [], ["argv must be a list of strings"]
    if not isinstance(env, dict) or not all(isinstance(value, str) for value in env.values()):
        env, problems = {}, [*problems, "env must have strings as its values"]
    if not isinstance(metadata, dict):
        metadata, problems = {}, [*problems, "metadata must be an object"]
    mark = metadata.get(MARK)
    return Kernel(
        file.parent,
        tuple(argv),
        str(content.get("display_name", "")),
        env,
        metadata.get("kernel_provisioner"),
        mark if isinstance(mark, dict) else None,
        "; ".join(problems),
        hidden_by,
    )


def _seems_ours(file: Path, text: bytes) -> bool:
    """Whether a kernel.json that is no JSON was ours: by a word in it, or by the page that `install` puts beside it."""
    return any(word in text for word in _WORDS) or (file.with_name(PAGE)).is_file()


def previous(folder: Path) -> Kernel | None:
    """Return the kernel that stands at a place, if `install` wrote it."""
    file = folder / "kernel.json"
    kernel = read_kernel(file) if file.is_file() else None
    return kernel if kernel is not None and kernel.mark is not None else None


def find_kernels(folders: Sequence[str] | None = None) -> list[Kernel]:
    """Return all kernels of ours in Jupyter's order, the hidden ones and those that only we can read too."""
    found: list[Kernel] = []
    first: dict[str, Path] = {}
    for folder in jupyter_path("kernels") if folders is None else folders:
        for file in sorted(Path(folder).glob("*/kernel.json")):
            name = file.parent.name.lower()
            before = first.setdefault(name, file.parent)
            hidden_by = "" if before == file.parent else str(before)
            kernel = read_kernel(file, hidden_by)
            # One that is not ours but hides one that is shows as `hidden_by` there.
            if kernel.is_ours:
                found.append(kernel)
    return found


def on_launcher(folder: Path) -> dict[str, str]:
    """Return the kernels that the launcher shows, by their display names, but for the one that `folder` is or will be.

    Those beside `folder` are among them: they are on the launcher of the Jupyter that looks there.
    """
    found: dict[str, str] = {}
    seen = {folder.name.lower()}
    for kernels in dict.fromkeys([*jupyter_path("kernels"), str(folder.parent)]):
        for file in sorted(Path(kernels).glob("*/kernel.json")):
            name = file.parent.name.lower()
            if name not in seen:
                seen.add(name)
                found.setdefault(read_kernel(file).display_name, name)
    found.pop("", None)
    return found


def shipped() -> Kernel | None:
    """Return the kernel that pip installed with us, if Jupyter starts it."""
    first = next((kernel for kernel in find_kernels() if kernel.name == SHIPPED and not kernel.hidden_by), None)
    return first if first is not None and first.mark is None and starts_filter(first.argv) else None


def kernel_named(name: str) -> Kernel:
    """Return the kernel of ours that Jupyter starts under a name. Raises CommandError where there is none."""
    kernels = find_kernels()
    for kernel in kernels:
        if kernel.name == name.lower() and not kernel.hidden_by:
            return kernel
    raise unknown(name, kernels)


def unknown(name: str, kernels: Sequence[Kernel]) -> CommandError:
    """Return the error for a name that no kernel of ours has."""
    hidden = [
        f" ({kernel.folder} is hidden by {kernel.hidden_by})" for kernel in kernels if kernel.name == name.lower()
    ]
    names = ", ".join(dict.fromkeys(kernel.name for kernel in kernels)) or "none: jupyter keras-quiet install"
    return CommandError(f"There is no quiet kernel {name}{''.join(hidden)}. There are: {names}")


def delete(folder: Path) -> None:
    """Delete a kernel's folder; of a link, the link. Raises CommandError where that is not allowed."""
    try:
        if folder.is_symlink():
            folder.unlink()
        else:
            shutil.rmtree(folder)
    except OSError as error:
        raise CommandError(f"{folder} cannot be removed: {error.strerror}") from error
