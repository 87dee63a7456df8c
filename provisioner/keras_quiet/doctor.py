"""The checks of `jupyter keras-quiet doctor`: what was found in, what is wrong and what to do next out.

A check is a function; its docstring says what holds when it finds nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from . import __version__
from .argv import pip, starts_filter
from .backends import numbers
from .inside import machine
from .inside.messages import WRITE, Message
from .inside.messages import read as read_line
from .inside.rules import RULES, Rule
from .inside.verdicts import Verdicts
from .installation import OLDEST
from .settings import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .examination import Patient, Surroundings


class Finding(NamedTuple):
    """What one check found: the kernel, "" for what all share, and a text that ends with what to do next."""

    check: str
    kernel: str
    text: str


def readable(patient: Patient) -> Iterator[str]:
    """Jupyter can read kernel.json."""
    if patient.kernel.problem:
        yield f"{patient.kernel.folder / 'kernel.json'} {patient.kernel.problem}. Write it again: {patient.mend}"


def first_of_its_name(patient: Patient) -> Iterator[str]:
    """No kernel of the same name hides it."""
    if patient.kernel.hidden_by:
        yield (
            f"{patient.kernel.folder} is hidden by {patient.kernel.hidden_by}, which Jupyter finds first. Delete one "
            f"of the two folders, or install this one under another --name"
        )


def has_our_provisioner(patient: Patient) -> Iterator[str]:
    """kernel.json names our provisioner, in a form that Jupyter understands."""
    kernel = patient.kernel
    place = f"metadata.kernel_provisioner in {kernel.folder / 'kernel.json'}"
    if kernel.problem:
        return
    if isinstance(kernel.stanza, str):
        yield f"{place} is a string, so Jupyter starts the plain kernel without a word. Write it again: {patient.mend}"
    elif not isinstance(kernel.stanza, dict):
        yield f"{place} is missing, so no backend is chosen. Write it again: {patient.mend}"
    elif not isinstance(kernel.config, dict):
        yield f"{place}: config must be an object, or each start fails with a TypeError. Write it again: {patient.mend}"


def configuration_is_right(patient: Patient) -> Iterator[str]:
    """The provisioner's configuration has known keys and values."""
    if isinstance(patient.kernel.config, dict):
        for key, text in parse(patient.kernel.config)[1]:
            yield (
                f"metadata.kernel_provisioner.config.{key} in {patient.kernel.folder / 'kernel.json'}: {text}. "
                f"Mend it there, or write it again: {patient.mend}"
            )


def argv_exists(patient: Patient) -> Iterator[str]:
    """The interpreter and the filter that argv names are there."""
    for text in patient.missing:
        yield f"{text[0].upper()}{text[1:]}. Install the kernel again: {patient.mend}"


def interpreter_answers(patient: Patient) -> Iterator[str]:
    """The interpreter says what it has."""
    interpreter = patient.facts.interpreter
    if patient.kernel.argv and not patient.missing and interpreter.backends is None:
        yield f"{interpreter.unknown}, so the backend is a guess. Choose it: {patient.mend} --backend tensorflow"


def inside_is_of_this_version(patient: Patient) -> Iterator[str]:
    """The filter in argv is of the provisioner's version."""
    if not patient.missing and starts_filter(patient.kernel.argv) and patient.inside_version != __version__:
        other = patient.inside_version or "an unknown version"
        yield f"The filter in its argv is {other}, this is {__version__}. Install it again: {patient.mend}"


def ipykernel_is_new_enough(patient: Patient) -> Iterator[str]:
    """The interpreter has an ipykernel that the filter works with."""
    there = patient.facts.interpreter
    if there.backends is not None and numbers(there.ipykernel) < OLDEST:
        has = f"ipykernel {there.ipykernel}, older than 5.5" if there.ipykernel else "no ipykernel"
        yield f"{there.python} has {has}: {pip(there.python)} -U ipykernel"


def has_its_backend(patient: Patient) -> Iterator[str]:
    """Keras can run on the backend that would be injected now, and the project file counts."""
    for notice in patient.decision.notices:
        yield notice.replace("%pip install", pip(patient.facts.interpreter.python))


def keras_json_agrees(patient: Patient) -> Iterator[str]:
    """keras.json can be read, and names no other backend; "tensorflow" is no choice, Keras writes it by itself."""
    choice, variable = patient.facts.keras_json, patient.decision.variables[0]
    if choice.problem:
        yield f"{choice.path} {choice.problem}. Delete it: Keras writes it anew"
    elif choice.backend not in (None, "tensorflow", variable.value):
        yield (
            f"{choice.path} names {choice.backend}, but {variable.value} is injected: {variable.reason}. Take the "
            f"backend out of one of the two"
        )


def log_level_is_not_exported(around: Surroundings) -> Iterator[str]:
    """TF_CPP_MIN_LOG_LEVEL hides nothing that is real."""
    if around.env.get("TF_CPP_MIN_LOG_LEVEL", "") not in ("", "0"):
        yield (
            "TF_CPP_MIN_LOG_LEVEL is exported: it hides real messages in every kernel, and the filter makes it "
            "needless. Take it out of your shell's start files, and start Jupyter again"
        )


def provisioner_is_known(around: Surroundings) -> Iterator[str]:
    """The Jupyter server has our provisioner; without it the kernels vanish from the launcher."""
    gone = "so our kernels are missing in its launcher, though `jupyter kernelspec list` prints them"
    if not around.provisioner:
        yield f"keras-quiet is not installed where this command runs, {gone}: pip install keras-quiet"
    if around.server is not None and around.server.backends is not None and not around.server.keras_quiet:
        python = around.server.python
        yield f"The Jupyter server on your PATH runs in {python}, {gone}: {pip(python)} keras-quiet"


def samples_match(_around: Surroundings, rules: Sequence[Rule] = RULES) -> Iterator[str]:
    """Every rule of the filter hides its own samples."""
    verdicts = Verdicts(rules, {machine.OVERRIDE: "0"})
    for rule in rules:
        for sample in rule.samples:
            message = _as_message(rule, sample)
            verdicts.hiding(message, sample)
            if verdicts.hiding(message, sample) is None:  # what is shown once is hidden the second time
                yield f"The rule {rule.id} does not match {sample[:60]!r}: pip install --force-reinstall keras-quiet"


def _as_message(rule: Rule, sample: str) -> Message:
    """Read a sample; the writer of a plain write is the first module that the rule names."""
    return read_line(sample) if rule.kind != WRITE else Message(WRITE, re.sub(r"\(\?:.*|\\", "", rule.source), sample)


OF_A_KERNEL: tuple[Callable[[Patient], Iterator[str]], ...] = (
    readable,
    first_of_its_name,
    has_our_provisioner,
    configuration_is_right,
    argv_exists,
    interpreter_answers,
    inside_is_of_this_version,
    ipykernel_is_new_enough,
    has_its_backend,
    keras_json_agrees,
)
OF_ALL: tuple[Callable[[Surroundings], Iterator[str]], ...] = (
    provisioner_is_known,
    log_level_is_not_exported,
    samples_match,
)


def check_kernel(patient: Patient) -> list[Finding]:
    """Return what is wrong with one kernel."""
    return [Finding(each.__name__, patient.kernel.name, text) for each in OF_A_KERNEL for text in each(patient)]


def check_all(around: Surroundings, patients: Sequence[Patient]) -> list[Finding]:
    """Return what is wrong with what all share, and then with each kernel."""
    shared = [Finding(each.__name__, "", text) for each in OF_ALL for text in each(around)]
    return shared + [finding for patient in patients for finding in check_kernel(patient)]
