"""A reader who was never told finds the magic: in the banner, and by the Help menu where the provisioner ran."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from keras_quiet.inside.telling.introduction import BANNER, HELP
from sessions import kernel, quiet_argv


def kernel_info(told: str) -> dict[str, Any]:
    with kernel(quiet_argv(sys.executable), env={"KERAS_QUIET_LAUNCH": told}) as session:
        found: dict[str, Any] = session.client.kernel_info(reply=True, timeout=30)["content"]
        return found


def test_the_banner_has_one_line_more_and_the_help_menu_one_entry() -> None:
    info = kernel_info(json.dumps({"help": "/kernelspecs/keras-quiet/help.html"}))
    assert info["banner"].splitlines().count(BANNER) == 1
    assert info["banner"].startswith("Python ")
    assert info["help_links"][-1] == {"text": HELP, "url": "/kernelspecs/keras-quiet/help.html"}
    assert len(info["help_links"]) > 1


@pytest.mark.parametrize("told", ["{}", '{"help": ""}', '{"help": 3}'])
def test_there_is_no_entry_without_an_address(told: str) -> None:
    assert HELP not in [link["text"] for link in kernel_info(told)["help_links"]]
