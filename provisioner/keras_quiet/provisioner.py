"""The shell that Jupyter starts: settings and facts in, a kernel with the right environment out."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Any as AnyTrait

from . import settings
from .backends import AUTO
from .choices import keras_json
from .environment import Facts, Variable, decide, kept
from .errors import SettingsError
from .inside.launch import VARIABLE
from .interpreters import look

if TYPE_CHECKING:
    from collections.abc import Mapping

# What the factory passes besides kernel.json's config (jupyter_client/provisioning/factory.py:97).
_FACTORY = ("kernel_id", "kernel_spec", "parent")


class KerasQuietProvisioner(LocalProvisioner):
    """Starts a local kernel as LocalProvisioner does, with the chosen Keras backend in its environment."""

    # Any: the values are checked in pre_launch, where every problem can be told at once, and the kernel's name with it.
    backend = AnyTrait(AUTO, help='A value of KERAS_BACKEND, or "auto" to find out.').tag(config=True)

    _facts: Facts | None = None

    def __init__(self, **kwargs: Any) -> None:
        config = {key: kwargs.pop(key) for key in set(kwargs) - set(_FACTORY)}
        self._own_keys = frozenset(config)
        self._unknown = {key: value for key, value in config.items() if key not in settings.KEYS}
        super().__init__(**kwargs, **{key: value for key, value in config.items() if key in settings.KEYS})

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Decide first, so that a wrong configuration leaves no connection file and no port; inject last, over all."""
        if self.kernel_spec.language.lower() != "python":
            return dict(await super().pre_launch(**kwargs))
        variables = self._decide(kwargs.get("env", os.environ))
        kwargs = await super().pre_launch(**kwargs)
        return {**kwargs, "env": {**kwargs["env"], **self._injected(variables)}}

    def _injected(self, variables: list[Variable]) -> dict[str, str]:
        told = {"variables": [[each.name, each.value, each.reason] for each in variables]}
        message = {VARIABLE: json.dumps(told)} if self._is_filtered() else {}
        return {each.name: each.value for each in variables} | message

    def _decide(self, base: Mapping[str, str]) -> list[Variable]:
        chosen = self._settings()
        facts = Facts(keras_json(base), look(self.kernel_spec.argv), self._is_filtered())
        self._facts, lost = kept(facts, self._facts)
        for what in lost:
            self.log.warning("keras-quiet: %s; the kernel restarts with the last good answer", what)
        variables = decide(chosen, base, self.kernel_spec.env, self._facts)
        for each in variables:
            self.log.debug("keras-quiet: %s=%s: %s", each.name, each.value, each.reason)
        return variables

    def _settings(self) -> settings.Settings:
        values = {key: getattr(self, key) for key in settings.KEYS}
        chosen, problems = settings.parse({**values, **self._unknown})
        if problems:
            raise SettingsError(self._kernel_file(), [f"{self._place(key)}: {text}" for key, text in problems])
        return chosen

    def _kernel_file(self) -> Path:
        return Path(self.kernel_spec.resource_dir or "") / "kernel.json"

    def _place(self, key: str) -> str:
        """Return where the value of a key comes from: kernel.json wins over the server's configuration."""
        if key in self._own_keys:
            return f"metadata.kernel_provisioner.config.{key}"
        return f"c.{type(self).__name__}.{key}, in the server's configuration"

    def _is_filtered(self) -> bool:
        """Whether the kernel's argv starts our inside half, by name or by path."""
        return any(
            part == "keras_quiet.inside" or Path(part).parts[-3:] == ("keras_quiet", "inside", "__main__.py")
            for part in self.kernel_spec.argv
        )
