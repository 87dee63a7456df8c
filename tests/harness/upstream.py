"""Runs test suites of Jupyter's packages with our provisioner as the default one, or plainly, or both and compares.

python tests/harness/upstream.py [SUITE...] [--plain | --compare]

The tests stand in the pinned sdists, which pip downloads into the cache folder.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path

import environments

PROVISIONER = "keras-quiet-provisioner"
# jupyter_client/provisioning/factory.py:35
VARIABLE = "JUPYTER_DEFAULT_PROVISIONER_NAME"


@dataclass(frozen=True)
class Suite:
    """A package's tests: which files of its sdist, how many pass, and what is left out on both sides and why."""

    requirement: str
    files: tuple[str, ...]
    passed: int
    left_out: dict[str, str] = field(default_factory=dict)


SUITES = {
    "jupyter_client": Suite(
        "jupyter_client==8.10.0",
        (
            "tests/test_kernelmanager.py",
            "tests/test_multikernelmanager.py",
            "tests/test_restarter.py",
            "tests/test_provisioning.py",
            "tests/test_manager.py",
        ),
        passed=94,
        left_out={
            "tests/test_provisioning.py::TestDiscovery::test_find_all_specs": (
                "replaces the factory's entry points by its own, among which the default provisioner is not"
            )
        },
    ),
    "jupyter_server": Suite(
        "jupyter_server==2.21.1",
        ("tests/services/kernels/test_api.py", "tests/services/sessions/test_api.py", "tests/services/kernelspecs"),
        passed=133,
    ),
    "nbclient": Suite(
        "nbclient==0.11.0",
        ("tests",),
        passed=122,
        left_out={"tests/test_util.py": "wants pytest-asyncio, which breaks the other two; it starts no kernel"},
    ),
}


def unpacked(suite: Suite) -> Path:
    """Return the folder of the suite's sdist, downloaded where it is not there yet."""
    cache = environments.CACHE.with_name("sdists")
    folder = cache / suite.requirement.replace("==", "-")
    if not folder.is_dir():
        with tempfile.TemporaryDirectory() as downloads:
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", ":all:"]
            subprocess.run([*pip, "--dest", downloads, suite.requirement], check=True)
            with tarfile.open(next(Path(downloads).glob("*.tar.gz"))) as archive:
                archive.extractall(downloads, filter="data")
            cache.mkdir(parents=True, exist_ok=True)
            shutil.move(Path(downloads) / folder.name, folder)
    return folder


def run(suite: Suite, folder: Path, programs: Path, *, ours: bool) -> dict[str, str]:
    """Run a suite in a copy of its folder with the programs of an environment; what became of each test."""
    place = folder / ("ours" if ours else "plain") / suite.requirement
    shutil.copytree(unpacked(suite), place)
    home = place / "home"
    home.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTEST"))}
    env |= {"HOME": str(home), "PATH": f"{programs}{os.pathsep}{env['PATH']}"}
    if ours:
        env[VARIABLE] = PROVISIONER
    words = [str(programs / "python"), "-m", "pytest", "-q", "--junitxml", "outcomes.xml", "--timeout", "120"]
    for name in suite.left_out:
        words += ["--deselect" if "::" in name else "--ignore", name]
    told = {}
    # What fails runs once more, alone: some of their tests wait for a fixed time, which a busy machine needs longer.
    for more in ([], ["--last-failed"]):
        with (place / "output.txt").open("ab") as output:
            subprocess.run([*words, *more, *suite.files], cwd=place, env=env, stdout=output, stderr=output, check=False)
        told |= outcomes(place / "outcomes.xml")
        if set(told.values()) <= {"passed", "skipped"}:
            break
    return told


def outcomes(file: Path) -> dict[str, str]:
    """Return passed, failure, error or skipped for each test of a JUnit file; a class has no folder there."""
    told: dict[str, str] = {}
    for case in ET.parse(file).getroot().iter("testcase"):  # noqa: S314 - pytest wrote it, just now
        name = f"{case.get('classname')}.{case.get('name')}"
        found = [child.tag for child in case if child.tag in ("failure", "error", "skipped")]
        told[name] = found[0] if found else "passed"
    return told


def wrong(suite: Suite, told: dict[str, str]) -> list[str]:
    """Return every test that did not pass where it should, and a count that is not the pinned one."""
    bad = [f"{outcome}: {name}" for name, outcome in told.items() if outcome not in ("passed", "skipped")]
    passed = sum(outcome == "passed" for outcome in told.values())
    return bad if passed == suite.passed else [*bad, f"{passed} passed, not {suite.passed}"]


def installed(folder: Path) -> Path:
    """Return the programs of a copy of the environment `conformance` into which the built wheel is installed."""
    environments.build("conformance")
    return environments.with_wheel("conformance", folder)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*", choices=[*SUITES, []], metavar="SUITE", help=", ".join(SUITES))
    parser.add_argument("--plain", action="store_true", help="with the provisioner that jupyter_client brings")
    parser.add_argument("--compare", action="store_true", help="both, and what differs")
    chosen = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        programs = installed(folder)
        for name in chosen.suites or SUITES:
            sides = [False, True] if chosen.compare else [not chosen.plain]
            told = {ours: run(SUITES[name], folder, programs, ours=ours) for ours in sides}
            problems = [each for side in told.values() for each in wrong(SUITES[name], side)]
            if chosen.compare:
                differing = sorted(dict(told[True].items() ^ told[False].items()))
                problems += [f"not the same outcome: {test}" for test in differing]
            print(f"{name}: {'; '.join(problems) or f'{SUITES[name].passed} passed'}", flush=True)
            failed |= bool(problems)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
