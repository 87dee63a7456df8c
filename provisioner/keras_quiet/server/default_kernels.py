"""A Jupyter server extension with which a server starts its plain Python kernels quietly.

`install --default` enables it: Jupyter's folders of small files (jupyter_server_config.d) take no other setting
(jupyter_server/extension/config.py, get_jpserver_extensions). Where keras-quiet is gone, the server warns in its log
and starts its kernels as they are (jupyter_server/extension/manager.py, add_extension); a default provisioner that is
gone would hide every kernel.
"""

from __future__ import annotations

import os
from typing import Any

from jupyter_client.provisioning.factory import KernelProvisionerFactory

PROVISIONER = "keras-quiet-provisioner"


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": __name__}]


def _link_jupyter_server_extension(server: Any) -> None:
    """Set what the user has not set, before the server makes what reads it."""
    config = server.config
    if "default_provisioner_name" not in config.KernelProvisionerFactory and not os.environ.get(
        KernelProvisionerFactory.default_provisioner_name_env
    ):
        config.KernelProvisionerFactory.default_provisioner_name = PROVISIONER
    if "everywhere" not in config.KerasQuietProvisioner:
        config.KerasQuietProvisioner.everywhere = True


def _load_jupyter_server_extension(server: Any) -> None:
    """Do nothing more: Jupyter asks for this function."""
