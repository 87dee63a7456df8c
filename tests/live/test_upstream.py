"""Jupyter's own tests with our provisioner as the default one: each passes but for those left out with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import upstream

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = [pytest.mark.live, pytest.mark.conformance, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def programs(environment: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    environment("conformance")
    return upstream.installed(tmp_path_factory.mktemp("upstream"))


@pytest.mark.parametrize("name", upstream.SUITES)
def test_the_suite_passes_through_our_provisioner(name: str, programs: Path, tmp_path: Path) -> None:
    suite = upstream.SUITES[name]
    told = upstream.run(suite, tmp_path, programs, ours=True)
    assert upstream.wrong(suite, told) == []
