"""The built wheel in a fresh environment: what Jupyter's commands see, that its kernel runs, and that it leaves."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from email.parser import Parser
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from consoles import run_console
from sessions import kernel, plain_argv

if TYPE_CHECKING:
    from email.message import Message

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def fresh(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment with Jupyter's server and console, and our wheel."""
    folder = tmp_path_factory.mktemp("fresh")
    venv.create(folder, with_pip=True)
    tools = ["jupyter_server", "jupyter_console", "nbconvert"]
    run(folder / "bin" / "python", "-m", "pip", "install", "-q", wheel, *tools)
    return folder / "bin"


def run(*command: object, check: bool = True, **more: object) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, env=env, check=False, **more)
    assert done.returncode == 0 or not check, done.stdout + done.stderr
    return done


def test_the_wheel_holds_what_it_should_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    data = sorted(name.partition(".data/data/")[2] for name in names if ".data/data/" in name)
    expected = {
        "share/jupyter/kernels/keras-quiet/": (
            "help.html",
            "kernel.json",
            "logo-32x32.png",
            "logo-64x64.png",
            "logo-svg.svg",
        ),
        "share/jupyter/labextensions/keras-quiet/": ("install.json", "package.json", "static/remoteEntry.js"),
    }
    assert data == [folder + name for folder, files in expected.items() for name in files]
    assert not [name for name in names if "__pycache__" in name or "tests" in name]


def test_nothing_of_keras_is_required_and_each_backend_is_an_extra(wheel: Path) -> None:
    meta = metadata(wheel)
    requires = [re.split(r"[<>=;! ]", line)[0] for line in meta.get_all("Requires-Dist") if "extra ==" not in line]
    ours = {"ipykernel", "jupyter-client", "jupyter-core", "tomli", "traitlets"}
    assert {name.replace("_", "-") for name in requires} <= ours
    assert {"tensorflow", "jax", "torch", "openvino"} <= set(meta.get_all("Provides-Extra"))
    assert meta["License-Expression"] == "BSD-3-Clause"


def test_the_package_page_is_readmes_first_parts_and_needs_no_file_beside_it(wheel: Path) -> None:
    meta = metadata(wheel)
    page = str(meta.get_payload())
    assert meta["Description-Content-Type"] == "text/markdown"
    assert meta.get_all("Project-URL") is None
    assert page.startswith("# keras-quiet\n")
    assert re.findall(r"^## (.*)", page, re.MULTILINE)[:2] == ["Install it, and pick it", "What is never hidden"]
    targets = re.findall(r"\]\(([^)]+)\)|src=\"([^\"]+)\"", page)
    assert [target for pair in targets for target in pair if target and not target.startswith("https://")] == []
    assert "pictures -->" not in page


def metadata(wheel: Path) -> Message:
    archive = zipfile.ZipFile(wheel)
    name = next(name for name in archive.namelist() if name.endswith("/METADATA"))
    return Parser().parsestr(archive.read(name).decode())


def test_the_server_side_imports_no_keras_and_no_backend(fresh: Path) -> None:
    code = (
        "import sys, keras_quiet.server.provisioner, keras_quiet.command.main\n"
        "print([m for m in ('keras', 'tensorflow', 'jax', 'torch', 'numpy', 'IPython') if m in sys.modules])"
    )
    assert run(fresh / "python", "-c", code).stdout == "[]\n"


def test_jupyter_lists_the_kernel_the_provisioner_and_the_command(fresh: Path) -> None:
    specs = json.loads(run(fresh / "jupyter", "kernelspec", "list", "--json").stdout)["kernelspecs"]
    spec = specs["keras-quiet"]["spec"]
    assert (spec["display_name"], spec["language"]) == ("Python (Keras quiet)", "python")
    assert spec["metadata"]["debugger"] is True
    assert spec["metadata"]["supported_encryption"] == ["curve"]
    assert run(fresh / "jupyter", "kernelspec", "provisioners").stdout.count("keras-quiet-provisioner") == 1
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*\n", run(fresh / "jupyter", "keras-quiet", "--version").stdout)


def test_the_folder_installed_by_hand_gives_the_same_kernel(fresh: Path, tmp_path: Path) -> None:
    source = ROOT / "kernelspec" / "keras-quiet"
    run(fresh / "jupyter", "kernelspec", "install", source, "--prefix", tmp_path)
    by_hand = tmp_path / "share" / "jupyter" / "kernels" / "keras-quiet"
    from_wheel = fresh.parent / "share" / "jupyter" / "kernels" / "keras-quiet"
    for file in source.iterdir():
        assert (by_hand / file.name).read_bytes() == (from_wheel / file.name).read_bytes() == file.read_bytes()


NOTICE = "I0000 00:00:1795355631.823008   29633 port.cc:153] oneDNN custom operations are on. You may see slightly"
CODE = f"""import os, sys, warnings
sys.stdout.flush(); _ = os.write(2, b"{NOTICE} different numerical results\\n")
warnings.warn("mine")
print("backend", os.environ["KERAS_BACKEND"])
"""


def notebook(folder: Path) -> Path:
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": None, "outputs": [], "source": CODE}
    file = folder / "n.ipynb"
    file.write_text(json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    return file


def test_jupyter_run_shows_the_users_words_alone(fresh: Path, tmp_path: Path) -> None:
    (tmp_path / "n.py").write_text(CODE)
    done = run(fresh / "jupyter", "run", "--kernel=keras-quiet", "n.py", cwd=tmp_path)
    assert "backend tensorflow" in done.stdout
    assert "UserWarning: mine" in done.stdout + done.stderr
    assert "oneDNN" not in done.stdout + done.stderr


def test_nbconvert_executes_with_it(fresh: Path, tmp_path: Path) -> None:
    command = ["nbconvert", "--to", "notebook", "--execute", "--ExecutePreprocessor.kernel_name=keras-quiet"]
    done = run(fresh / "jupyter", *command, "--output", "out.ipynb", notebook(tmp_path), cwd=tmp_path)
    outputs = json.loads((tmp_path / "out.ipynb").read_text())["cells"][0]["outputs"]
    text = "".join("".join(output["text"]) for output in outputs)
    assert "backend tensorflow" in text
    assert "UserWarning: mine" in text
    assert "oneDNN" not in text + done.stdout + done.stderr


def test_the_console_runs_it_in_a_terminal(fresh: Path, tmp_path: Path) -> None:
    words = ["--kernel=keras-quiet", "--simple-prompt"]
    env = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    shown = run_console(fresh / "jupyter-console", words, CODE.splitlines(), tmp_path, env)
    assert "backend tensorflow" in shown
    assert "UserWarning: mine" in shown
    # The line is there once as it was typed, and never as it was written.
    assert "oneDNN" not in shown.replace(CODE.splitlines()[1], "")


def test_the_servers_rest_interface_lists_the_kernel(fresh: Path, tmp_path: Path) -> None:
    code = (
        "import json, sys\n"
        "from jupyter_server.serverapp import ServerApp\n"
        "app = ServerApp.instance(root_dir=sys.argv[1], open_browser=False, token='t', port=0, allow_root=True)\n"
        "app.initialize([])\n"
        "from tornado.httpclient import AsyncHTTPClient\n"
        "from tornado.ioloop import IOLoop\n"
        "async def ask():\n"
        "    url = app.local_url.partition('?')[0].rsplit('/', 1)[0] + '/api/kernelspecs?token=t'\n"
        "    answer = await AsyncHTTPClient().fetch(url)\n"
        "    print('SPECS', json.dumps(sorted(json.loads(answer.body)['kernelspecs'])))\n"
        "    app.stop(from_signal=True)\n"
        "IOLoop.current().add_callback(ask)\n"
        "app.start()\n"
    )
    done = run(fresh / "python", "-c", code, tmp_path, cwd=tmp_path, timeout=60)
    assert 'SPECS ["keras-quiet", "python3"]' in done.stdout


def test_the_extension_needs_nothing_beside_ipykernel(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path, with_pip=True)
    pip = [tmp_path / "bin" / "python", "-m", "pip", "install", "-q"]
    run(*pip, "ipykernel")
    run(*pip, "--no-deps", "--no-index", wheel)
    with kernel(plain_argv(tmp_path / "bin" / "python")) as session:
        code = CODE.replace('os.environ["KERAS_BACKEND"]', "'none'")
        assert "oneDNN" in session.run(code + "import time; time.sleep(0.5)").stderr
        loaded = session.run("%load_ext keras_quiet")
        assert (loaded.stdout, loaded.stderr, loaded.error) == ("", "", "")
        cell = session.run(code)
        assert (cell.stdout, cell.error) == ("backend none\n", "")
        assert "UserWarning: mine" in cell.stderr
        assert "oneDNN" not in cell.stderr
        assert "oneDNN" in session.run("%keras_quiet log").stdout


def test_uninstalling_takes_everything_away(fresh: Path) -> None:
    run(fresh / "python", "-m", "pip", "uninstall", "-q", "-y", "keras-quiet")
    left = [str(path) for path in fresh.parent.rglob("*") if re.search("keras[-_]quiet", path.name)]
    assert left == []
    assert "keras-quiet" not in run(fresh / "jupyter", "kernelspec", "provisioners").stdout
