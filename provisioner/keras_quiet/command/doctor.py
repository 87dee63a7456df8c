"""The checks of `jupyter keras-quiet doctor`: what was found in, what is wrong and what to do next out.

A check is a function; its docstring says what holds when it finds nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from .. import __version__
from ..inside.backend.backends import AUTO
from ..inside.backend.versions import numbers
from ..server.argv import pip, starts_filter
from ..server.composition import judge
from ..server.rewriting import OLDEST_IPYKERNEL
from .installed_kernels import SHIPPED
from .refusals import lacks_keras

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .inspection import Inspection, JupyterSetup


class Finding(NamedTuple):
    """What one check found: the kernel, "" for what all share, and a text that ends with what to do next."""

    check: str
    kernel: str
    text: str


def readable(found: Inspection) -> Iterator[str]:
    """Jupyter can read kernel.json."""
    if found.kernel.problem:
        yield f"{found.kernel.folder / 'kernel.json'} {found.kernel.problem}. Write it again: {found.fix}"


def first_of_its_name(found: Inspection) -> Iterator[str]:
    """No kernel of the same name hides it."""
    kernel = found.kernel
    text = f"{kernel.folder} is hidden by {kernel.hidden_by}, which Jupyter finds first"
    # What `install` did not write is an environment's own, and pip puts the shipped kernel into each environment.
    if kernel.hidden_by and kernel.mark is not None:
        yield f"{text}. Delete {kernel.folder}, or install this kernel under another --name"
    elif kernel.hidden_by and kernel.name != SHIPPED:
        yield f"{text}. To start this one, give its folder another name"


def has_our_provisioner(found: Inspection) -> Iterator[str]:
    """kernel.json names our provisioner, in a form that Jupyter understands."""
    kernel = found.kernel
    place = f"metadata.kernel_provisioner in {kernel.folder / 'kernel.json'}"
    if kernel.problem:
        return
    if isinstance(kernel.stanza, str):
        yield f"{place} is a string, so Jupyter starts the plain kernel without an error. Write it again: {found.fix}"
    elif not isinstance(kernel.stanza, dict):
        yield f"{place} is missing, so no backend is chosen. Write it again: {found.fix}"
    elif not isinstance(kernel.config, dict):
        yield f"{place}: config must be an object, or each start fails with a TypeError. Write it again: {found.fix}"


def configuration_is_right(found: Inspection) -> Iterator[str]:
    """The provisioner's configuration has known keys and values."""
    if isinstance(found.kernel.config, dict):
        for key, text in judge(found.kernel.config)[0]:
            yield (
                f"metadata.kernel_provisioner.config.{key} in {found.kernel.folder / 'kernel.json'}: {text}. "
                f"Correct it there, or write it again: {found.fix}"
            )


def argv_exists(found: Inspection) -> Iterator[str]:
    """The interpreter and the filter that argv names are there."""
    for text in found.missing:
        yield f"{text[0].upper()}{text[1:]}. Install the kernel again: {found.fix}"


def interpreter_answers(found: Inspection) -> Iterator[str]:
    """The interpreter says what it has."""
    interpreter = found.facts.interpreter
    if found.kernel.argv and not found.missing and interpreter.backends is None and not found.facts.remote:
        yield f"{interpreter.unknown}, so the backend is a guess. Choose it: {found.fix} --backend tensorflow"


def inside_is_of_this_version(found: Inspection) -> Iterator[str]:
    """The filter in argv is of the provisioner's version."""
    if (
        not found.facts.remote
        and not found.missing
        and starts_filter(found.kernel.argv)
        and found.inside_version != __version__
    ):
        other = f"version {found.inside_version}" if found.inside_version else "an unknown version"
        yield f"The filter in the kernel's argv has {other}, not {__version__}. Install the kernel again: {found.fix}"


def filter_goes_along(found: Inspection) -> Iterator[str]:
    """A kernel on another machine starts the filter there."""
    if found.facts.remote and not found.facts.filtered:
        yield (
            "The kernel's argv starts no filter on the other machine. So only TensorFlow's information messages are "
            "hidden, by TF_CPP_MIN_LOG_LEVEL=1. Let the image's IPython load keras-quiet, or see docs/other-machines.md"
        )


def ipykernel_is_new_enough(found: Inspection) -> Iterator[str]:
    """The interpreter has an ipykernel that the filter works with."""
    there = found.facts.interpreter
    if there.backends is not None and numbers(there.ipykernel) < OLDEST_IPYKERNEL:
        has = f"ipykernel {there.ipykernel}, older than 5.5" if there.ipykernel else "no ipykernel"
        yield f"{there.python} has {has}: {pip(there.python)} -U ipykernel"


def has_keras(found: Inspection) -> Iterator[str]:
    """The interpreter has a Keras."""
    config = found.kernel.config if isinstance(found.kernel.config, dict) else {}
    text = lacks_keras(found.facts.interpreter, config.get("backend", AUTO))
    if text:
        yield text


def has_its_backend(found: Inspection) -> Iterator[str]:
    """Keras can run on the backend that would be injected now, and the project file counts."""
    for notice in found.decision.notices:
        yield notice.replace("%pip install", pip(found.facts.interpreter.python))


def keras_json_agrees(found: Inspection) -> Iterator[str]:
    """keras.json can be read, and names no other backend; "tensorflow" is no choice, Keras writes it by itself."""
    choice, variable = found.facts.keras_json, found.backend
    if choice.problem:
        yield f"{choice.path} {choice.problem}. Delete it: Keras writes a new one"
    elif variable.value and choice.backend not in (None, "tensorflow", variable.value):
        yield (
            f"{choice.path} names {choice.backend}, but {variable.value} is injected: {variable.reason}. Remove "
            f"the backend from one of the two"
        )


def log_level_is_not_exported(setup: JupyterSetup) -> Iterator[str]:
    """TF_CPP_MIN_LOG_LEVEL hides nothing that is real."""
    if setup.env.get("TF_CPP_MIN_LOG_LEVEL", "") not in ("", "0"):
        yield (
            "TF_CPP_MIN_LOG_LEVEL is exported: it can hide real messages in every kernel, and the filter makes "
            "it unnecessary. Remove it from your shell's start files, and start Jupyter again"
        )


def provisioner_is_known(setup: JupyterSetup) -> Iterator[str]:
    """The Jupyter server has our provisioner; without it the kernels vanish from the launcher."""
    gone = "so the quiet kernels are missing from its launcher, though `jupyter kernelspec list` prints them"
    if not setup.provisioner:
        yield f"keras-quiet is not installed where this command runs, {gone}: pip install keras-quiet"
    if setup.server is not None and setup.server.backends is not None and not setup.server.keras_quiet:
        python = setup.server.python
        yield f"The Jupyter server on your PATH runs in {python}, {gone}: {pip(python)} keras-quiet"


def configuration_files_are_right(setup: JupyterSetup) -> Iterator[str]:
    """The user's configuration files can be read, and what they say about keras-quiet is right."""
    yield from setup.files.problems


def everywhere_is_whole(setup: JupyterSetup) -> Iterator[str]:
    """What makes every kernel load the filter is as this version writes it, and IPython reads its files."""
    problems = [switch.problem for switch in setup.defaults] + [switch.problem for switch in setup.switches]
    yield from filter(None, problems)
    yield from setup.ignored


OF_A_KERNEL: tuple[Callable[[Inspection], Iterator[str]], ...] = (
    readable,
    first_of_its_name,
    has_our_provisioner,
    configuration_is_right,
    argv_exists,
    interpreter_answers,
    inside_is_of_this_version,
    filter_goes_along,
    ipykernel_is_new_enough,
    has_keras,
    has_its_backend,
    keras_json_agrees,
)
OF_ALL: tuple[Callable[[JupyterSetup], Iterator[str]], ...] = (
    provisioner_is_known,
    log_level_is_not_exported,
    configuration_files_are_right,
    everywhere_is_whole,
)


def check_kernel(found: Inspection) -> list[Finding]:
    """Return what is wrong with one kernel."""
    return [Finding(each.__name__, found.kernel.name, text) for each in OF_A_KERNEL for text in each(found)]


def check_all(setup: JupyterSetup, inspected: Sequence[Inspection]) -> list[Finding]:
    """Return what is wrong with what all share, and then with each kernel."""
    shared = [Finding(each.__name__, "", text) for each in OF_ALL for text in each(setup)]
    return shared + [finding for found in inspected for finding in check_kernel(found)]
