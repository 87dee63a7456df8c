"""Which keys of kernel.json go to the provisioner behind ours, and which go nowhere."""

from __future__ import annotations

import pytest
from idle_provisioner import IdleProvisioner
from jupyter_client.provisioning import LocalProvisioner
from keras_quiet.server.composition import over
from keras_quiet.server.config_keys import refused, traits
from keras_quiet.server.provisioner import KerasQuietProvisioner
from traitlets import Unicode


class OtherProvisioner(IdleProvisioner):
    """Stands for somebody else's provisioner, with one trait."""

    host = Unicode("").tag(config=True)


@pytest.mark.parametrize("of_ours", [True, False])
def test_every_key_goes_to_the_provisioner_behind_but_one_that_is_nearly_ours(of_ours: bool) -> None:
    theirs = ["host", "queue", "hosst", "project", "partition", "nodes", "jobid", "kernel_argv", "backend_url", "guide"]
    wrong = ["bakend", "backends", "Backnd", "hides", "shwow", "everywere", "provisoner", "log", "parent"]
    provisioner = over(OtherProvisioner) if of_ours else OtherProvisioner  # type: ignore[arg-type]
    assert refused(provisioner, theirs + wrong) == set(wrong)


def test_over_jupyters_own_provisioner_every_unknown_key_is_refused() -> None:
    assert refused(KerasQuietProvisioner, ["backend", "hide", "host", "guide"]) == {"host", "guide"}
    assert refused(LocalProvisioner, ["host"]) == {"host"}
    assert {"backend", "hide", "show", "everywhere"} <= traits(KerasQuietProvisioner)
