"""Builds the environments of the live tests from pinned versions, into a cache folder outside the repository.

python tests/harness/environments.py NAME... | --all      builds what is missing and prints the interpreters
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).parents[1] / "live" / "requirements"
# The last pip of each old Python that knows today's wheels.
PIP = {"3.6": "pip==21.3.1", "3.7": "pip==24.0"}


# $KERAS_QUIET_CACHE, or keras-quiet in the user's cache folder.
_USER_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
CACHE = Path(os.environ.get("KERAS_QUIET_CACHE") or _USER_CACHE / "keras-quiet") / "environments"


def names() -> list[str]:
    return sorted(path.stem for path in REQUIREMENTS.glob("*.txt"))


def python_of(name: str) -> Path:
    """Return where the interpreter of an environment is, or would be: its requirements are part of the place."""
    pins = (REQUIREMENTS / f"{name}.txt").read_bytes()
    return CACHE / f"{name}-{hashlib.sha256(pins).hexdigest()[:8]}" / "bin" / "python"


def missing(name: str) -> str | None:
    """Return why an environment cannot be used, or None if it can."""
    if python_of(name).exists():
        return None
    return f"no environment {name}: build it by `python tests/harness/environments.py {name}`"


def build(name: str) -> Path:
    """Build an environment that is missing; return its interpreter. Raises RuntimeError or CalledProcessError."""
    python = python_of(name)
    if python.exists():
        return python
    requirements = REQUIREMENTS / f"{name}.txt"
    version = requirements.read_text().splitlines()[0].removeprefix("# python ").strip()
    for old in CACHE.glob(f"{name}-*"):
        if re.fullmatch(rf"{re.escape(name)}-[0-9a-f]{{8}}(\.building)?", old.name):
            shutil.rmtree(old)  # of other pins, or left half built
    folder = python.parents[1].with_name(python.parents[1].name + ".building")
    subprocess.run([interpreter(version), "-m", "venv", "--copies", str(folder)], check=True)
    pip = [str(folder / "bin" / "python"), "-m", "pip", "install", "--quiet"]
    if version in PIP:
        subprocess.run([*pip, PIP[version]], check=True)
    subprocess.run([*pip, "--requirement", str(requirements)], check=True)
    for package in re.findall(r"^# npm (\S+)$", requirements.read_text(), re.MULTILINE):
        npm = ["npm", "install", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", str(folder)]
        subprocess.run([*npm, package.replace("==", "@")], check=True)
    move_scripts(folder, folder, python.parents[1])
    folder.rename(python.parents[1])
    return python


def move_scripts(folder: Path, before: Path, after: Path) -> None:
    """Let the scripts in a folder's bin start the interpreter of the environment `after`, not of `before`."""
    for script in (folder / "bin").iterdir():
        text = script.read_bytes()
        if script.is_file() and not script.is_symlink() and text.startswith(b"#!"):
            script.write_bytes(text.replace(os.fsencode(before), os.fsencode(after)))


def copy(name: str, place: Path) -> Path:
    """Copy a built environment, files as links, so that a test may install into it; return its bin folder."""
    source = python_of(name).parents[1]
    shutil.copytree(source / "bin", place / "bin", symlinks=True)
    shutil.copytree(source / "lib", place / "lib", symlinks=True, copy_function=os.link)
    for rest in (path for path in source.iterdir() if path.name not in ("bin", "lib", "lib64")):
        if rest.is_dir():
            shutil.copytree(rest, place / rest.name, symlinks=True)
        else:
            shutil.copyfile(rest, place / rest.name)
    move_scripts(place, source, place)
    return place / "bin"


def with_wheel(name: str, folder: Path) -> Path:
    """Install the built wheel into a copy of a built environment; return its bin folder."""
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(Path(__file__).parents[2])]
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    programs = copy(name, folder / "environment")
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(next(folder.glob("*.whl")))], check=True)
    return programs


def interpreter(version: str) -> str:
    """Return a Python of that version, from the path or pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates = [shutil.which(f"python{version}"), *sorted(map(str, pyenv.glob(f"{version}.*/bin/python")))]
    for candidate in filter(None, candidates):
        asked = subprocess.run(
            [candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"],
            capture_output=True,
            text=True,
            check=False,
        )
        if asked.stdout.strip() == version:
            return candidate
    raise RuntimeError(f"no Python {version} here: install it, by pyenv for example")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names()))
    parser.add_argument("--all", action="store_true", help="every environment")
    chosen = parser.parse_args()
    unknown = set(chosen.names) - set(names())
    if unknown:
        parser.error(f"no requirements for {', '.join(sorted(unknown))}; known are {', '.join(names())}")
    for name in names() if chosen.all else chosen.names:
        print(build(name), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
