"""What Jupyter starts: settings and facts in, a kernel with the right environment out.

`QuietProvisioner` is what we add to a provisioner, `KerasQuietProvisioner` that over Jupyter's own for local kernels;
`over_local` and `over_remote` fit it to those by other people, `composition` puts it over them.
"""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Any as AnyTrait

from ..inside.backend.backends import AUTO
from ..inside.configuring import configuration
from ..inside.guarding.foreign import one_line
from ..inside.keeping import leftovers
from ..inside.launch import UNSET, VARIABLE, encode
from . import argv, config_keys, help_page, rewriting, settings
from .backend_choice import KERNEL
from .end_watcher import EndWatcher
from .environment import Decision, decide, substituted
from .facts import Facts, with_last_good
from .gathering import gather
from .threads import in_own_thread

if TYPE_CHECKING:
    from collections.abc import Mapping

# What the factory passes besides kernel.json's config (jupyter_client/provisioning/factory.py:97).
PASSED = ("kernel_id", "kernel_spec", "parent")


class _Switch(AnyTrait):
    """Any value; on a command line "True" and "False" are no strings."""

    def from_string(self, s: str) -> Any:
        return {"true": True, "1": True, "false": False, "0": False}.get(s.lower(), s)


class QuietProvisioner(EndWatcher):
    """Adds the chosen Keras backend to the launches of the provisioner behind it: super() is always that one."""

    # Any: the values are checked in pre_launch, where every problem can be told at once, and the kernel's name with it.
    backend = AnyTrait(AUTO, help='A value of KERAS_BACKEND, "auto" to find out, or "none" to set nothing.').tag(
        config=True
    )

    # Lists, so that c.KerasQuietProvisioner.hide.append(...) adds to them.
    hide = AnyTrait([], help="Whole lines to hide, in which `*` is any text.").tag(config=True)
    show = AnyTrait([], help="Whole lines to show, in which `*` is any text, even if a rule hides them.").tag(
        config=True
    )
    everywhere = _Switch(
        default_value=False,
        help="Start every local ipykernel of this server through the filter, where this is the default provisioner.",
    ).tag(config=True)

    _facts: Facts | None = None
    _decision = Decision([], [], [])
    _file = configuration.NOTHING

    def __init__(self, **kwargs: Any) -> None:
        config = {key: kwargs.pop(key) for key in set(kwargs) - set(PASSED)}
        # kernel.json wins over the program's configuration; "auto", which each of ours says, leaves the choice open.
        config = {key: value for key, value in config.items() if (key, value) != ("backend", AUTO)}
        self._own_keys = frozenset(config)
        refused = config_keys.refused(type(self), config)
        self._unknown = {key: value for key, value in config.items() if key in refused}
        super().__init__(**kwargs, **{key: value for key, value in config.items() if key not in refused})
        given = {key for key in settings.KEYS if self.trait_has_value(key)}
        self._given = given - {"backend"} if self.backend == AUTO else given

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Decide first, so that a wrong configuration leaves no connection file and no port; inject last, over all."""
        if self.kernel_spec.language.lower() != "python":
            return dict(await super().pre_launch(**kwargs))
        await self._read_file()
        chosen = self._settings()
        await self._leave(kwargs)
        kwargs = await self._prepare(chosen, kwargs)
        self._begin(kwargs, chosen.hide, chosen.show)  # the last end is in the message now
        return kwargs

    async def _prepare(self, chosen: settings.Settings, launch: dict[str, Any]) -> dict[str, Any]:
        self._expect_argv(launch.get("env", os.environ))
        injected = await self._inject(chosen, launch, self.kernel_spec.argv)
        return self._with(await self._behind(launch), injected)

    async def _behind(self, launch: Mapping[str, Any]) -> dict[str, Any]:
        """Let the provisioner behind ours prepare the launch."""
        return dict(await super().pre_launch(**launch))

    @staticmethod
    def _with(launch: Mapping[str, Any], injected: Mapping[str, str]) -> dict[str, Any]:
        # A new mapping: Jupyter hands the same one over at each restart.
        return {**launch, "env": {**launch.get("env", os.environ), **injected}}

    async def _inject(self, chosen: settings.Settings, launch: Mapping[str, Any], command: list[str]) -> dict[str, str]:
        """Return the variables for this launch; what fails unforeseen costs the kernel no more than a new answer."""
        base = launch.get("env", os.environ)
        try:
            facts = await in_own_thread(self._gather, command, base, launch.get("cwd"))
            self._decision = self._decide(chosen, base, facts)
        except Exception as error:
            self._tell(logging.ERROR, f"the kernel starts with the last good answer, or without one: {error!r}")
            self.log.debug("keras-quiet: where it went wrong", exc_info=True)
        injected = {each.name: each.value for each in self._decision.variables}
        return {**injected, **self._message(chosen, command)}

    def _gather(self, command: list[str], base: Mapping[str, str], folder: str | None) -> Facts:
        facts = gather(command, base, self.kernel_spec.env, folder)
        return replace(facts, asked="kernel_provisioner" in self.kernel_spec.metadata)

    def _message(self, chosen: settings.Settings, command: list[str]) -> dict[str, str]:
        """Return the variable for the inside half, if there is one."""
        return {VARIABLE: encode(self._launch_info(chosen))} if argv.starts_filter(command) else {}

    def _launch_info(self, chosen: settings.Settings) -> dict[str, Any]:
        """Return what the inside half is passed (`inside/launch.py`)."""
        notices = [self._ends.crash.notice] if self._ends.crash else []
        return {
            **self._pipe_told,
            "variables": [list(map(one_line, each)) for each in self._decision.variables],
            "notices": notices + [one_line(text) for text in self._decision.notices],
            "provisioner": leftovers.identity(),
            "help": help_page.address(self.kernel_spec.resource_dir, self.parent),
            UNSET: one_line(self._decision.unset),
            "hide": chosen.hide,
            "show": chosen.show,
        }

    def _tell(self, level: int, text: str) -> None:
        self.log.log(level, "keras-quiet: %s", one_line(text))

    def _decide(self, chosen: settings.Settings, base: Mapping[str, str], facts: Facts) -> Decision:
        self._facts, lost = with_last_good(facts, self._facts)
        for what in lost:
            self._tell(logging.WARNING, f"{what}; the kernel restarts with the last good answer")
        decision = decide(chosen, base, self.kernel_spec.env, self._facts, self._by)
        for each in decision.variables:
            self._tell(logging.DEBUG, f"{each.name}={each.value}: {each.reason}")
        for text in decision.notices + decision.remarks:
            self._tell(logging.WARNING, text)
        return decision

    def _expect_argv(self, base: Mapping[str, str]) -> None:
        spec = self.kernel_spec
        problems = argv.missing(spec.argv, {**base, **substituted(spec.env, base)}.get("PATH"))
        if problems and argv.starts_filter(self.kernel_spec.argv):
            from .start_errors import StartError  # noqa: PLC0415  # see there

            fix = f"Install it again: {argv.reinstall(self.kernel_file.parent, self.kernel_spec.argv)}"
            raise StartError(self.kernel_file, problems, fix)

    async def _read_file(self) -> None:
        """Read what counts in every program; at a restart a file that has become wrong keeps the last good answer."""
        found = await in_own_thread(configuration.read)
        if not found.problems or self._file is configuration.NOTHING or self._file.problems:
            self._file = found
            return
        for line in found.lines():
            self._tell(logging.WARNING, f"{line}; the kernel restarts with the last good answer")

    def _settings(self) -> settings.Settings:
        chosen, problems = self.read_settings()
        if problems:
            from .start_errors import SettingsError  # noqa: PLC0415  # see there

            raise SettingsError(self.kernel_file, problems)
        return chosen

    def read_settings(self) -> tuple[settings.Settings, list[str]]:
        """Return the settings, and every problem with its place."""
        values = {key: self._file.values[key] if self._is_of_file(key) else getattr(self, key) for key in settings.KEYS}
        chosen, problems = settings.parse({**values, **self._unknown}, sorted(config_keys.traits(type(self))))
        of_file = [f"{file}: {text}" for file, text in self._file.problems]
        return chosen, [f"{self._place(key)}: {text}" for key, text in problems] + of_file

    @property
    def kernel_file(self) -> Path:
        """The kernel.json that errors name."""
        return Path(self.kernel_spec.resource_dir or "") / "kernel.json"

    def _place(self, key: str) -> str:
        """Return where the value of a key comes from: kernel.json, this program's configuration, or the file of all."""
        if key in self._own_keys:
            return f"metadata.kernel_provisioner.config.{key}"
        if self._is_of_file(key):
            return f"{self._file.files[key]}: {configuration.SECTION}.{key}"
        return f"c.{type(self).__name__}.{key}, in the configuration of the program that starts the kernel"

    def _is_of_file(self, key: str) -> bool:
        return key in self._file.values and key not in self._given

    @property
    def _by(self) -> str:
        """Who says which backend."""
        if "backend" in self._own_keys:
            return KERNEL
        return self._file.files["backend"] if self._is_of_file("backend") else f"c.{type(self).__name__}.backend"


class KerasQuietProvisioner(QuietProvisioner, LocalProvisioner):
    """Starts a local kernel as LocalProvisioner does, with the chosen Keras backend in its environment."""

    async def _prepare(self, chosen: settings.Settings, launch: dict[str, Any]) -> dict[str, Any]:
        filtered = await self._filtered(launch) if chosen.everywhere else None
        if filtered is None:
            return await super()._prepare(chosen, launch)
        injected = await self._inject(chosen, launch, filtered)
        prepared = await self._behind(launch)
        # The command of this launch alone: kernel_spec may be another kernel's too.
        return self._with({**prepared, "cmd": rewriting.rewritten(prepared["cmd"]) or prepared["cmd"]}, injected)

    async def _filtered(self, launch: Mapping[str, Any]) -> list[str] | None:
        """Return the argv with our filter, or None where the kernel is to start as it is."""
        base, spec = launch.get("env", os.environ), self.kernel_spec
        if argv.starts_filter(spec.argv):
            return None
        try:
            return await in_own_thread(
                rewriting.for_launch, spec.argv, {**base, **substituted(spec.env, base)}, launch.get("cwd")
            )
        except Exception as error:
            self._tell(logging.ERROR, f"the kernel starts without the filter: {error!r}")
            return None
