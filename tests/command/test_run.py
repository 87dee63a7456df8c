"""`jupyter keras-quiet run`: known noise is gone from stderr, and all else about a command is as without us."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pexpect
import pytest
from noise import OLDER_NOTICE

if TYPE_CHECKING:
    from pathlib import Path

RUN = [sys.executable, "-m", "keras_quiet", "run"]
SPEAK = f"""
import os, sys, warnings, logging
os.write(2, b"{OLDER_NOTICE}\\n")
sys.stderr.write("Using TensorFlow backend.\\n")
logging.warning("logged"); warnings.warn("warned")
print("a result")
sys.stderr.write("last word")
"""


def run(*words: object, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*RUN, *map(str, words)], capture_output=True, text=True, timeout=60, check=False, **more)


def python(code: str) -> tuple[str, str, str]:
    return (sys.executable, "-c", code)


def test_noise_is_hidden_and_everything_else_arrives_in_order() -> None:
    plain = subprocess.run(python(SPEAK), capture_output=True, text=True, check=True)
    done = run(*python(SPEAK))
    assert (done.returncode, done.stdout) == (0, "a result\n")
    assert done.stderr.splitlines() == [
        line for line in plain.stderr.splitlines() if line not in (OLDER_NOTICE, "Using TensorFlow backend.")
    ]
    assert done.stderr.startswith("WARNING:root:logged\n")
    assert done.stderr.endswith("last word")


def test_the_number_of_hidden_lines_is_told_on_demand_and_the_lines_can_be_kept(tmp_path: Path) -> None:
    done = run("-v", "--log", tmp_path / "hidden", "--", *python(SPEAK))
    assert done.stderr.endswith("last word[keras-quiet] 2 lines hidden\n")
    kept = f"onednn-notice  {OLDER_NOTICE}\nkeras-banner  Using TensorFlow backend.\n"
    assert (tmp_path / "hidden").read_text() == kept
    assert run("-v", "true").stderr == "[keras-quiet] 0 lines hidden\n"


def test_the_users_own_patterns_count_and_a_wrong_file_is_told(tmp_path: Path) -> None:
    env = {**os.environ, "JUPYTER_CONFIG_DIR": str(tmp_path)}
    file = tmp_path / "jupyter_keras_quiet_config.json"
    speak = ("sh", "-c", f"printf 'mylib: one\\nmylib: two\\n{OLDER_NOTICE}\\nlast' >&2")
    assert run(*speak, env=env).stderr == "mylib: one\nmylib: two\nlast"
    file.write_text('{"KerasQuietProvisioner": {"hide": ["mylib: *"], "show": ["*two", "*oneDNN*"]}}')
    done = run("-v", "--log", tmp_path / "hidden", *speak, env=env)
    assert done.stderr == f"mylib: two\n{OLDER_NOTICE}\nlast[keras-quiet] 1 line hidden\n"
    assert (tmp_path / "hidden").read_text() == "hide mylib: *  mylib: one\n"
    file.write_text('{"KerasQuietProvisioner": {"hide": "mylib"}}')
    told = f"[keras-quiet] {file} is ignored: KerasQuietProvisioner.hide: must be a list of patterns, not str\n"
    assert run(*speak, env=env).stderr == f"{told}mylib: one\nmylib: two\nlast"


@pytest.mark.skipif(sys.platform != "linux", reason="/dev/full is Linux's")
def test_a_log_on_a_full_disk_costs_neither_lines_nor_the_status() -> None:
    done = run("--log", "/dev/full", "sh", "-c", f"echo '{OLDER_NOTICE}' >&2; echo mine >&2; exit 4")
    assert done.returncode == 4
    assert "No space left on device" in done.stderr
    assert done.stderr.endswith(f"{OLDER_NOTICE}\nmine\n")
    assert "Traceback" not in done.stderr


HOSTILE = {
    "it closes its stderr": ("sh", "-c", "echo before >&2; exec 2>&-; echo out; exit 200"),
    "bytes of no encoding": python("import os; os.write(2, bytes(range(256)) * 100)"),
    "a line of 3 MB": python("import sys; sys.stderr.write('x' * 3_000_000 + '\\nend')"),
    "an unfinished line of noise": ("printf", OLDER_NOTICE[:60]),
    "a run in a run": (*RUN, "sh", "-c", "echo mine >&2; exit 7"),
    "a signal": ("sh", "-c", "echo mine >&2; kill -KILL $$"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_noise_arrives_byte_for_byte(what: str) -> None:
    plain = subprocess.run(HOSTILE[what], capture_output=True, timeout=60, check=False)
    ours = subprocess.run([*RUN, *HOSTILE[what]], capture_output=True, timeout=60, check=False)
    assert ours.stderr == plain.stderr
    assert ours.stdout == plain.stdout
    assert ours.returncode in (plain.returncode, 128 - plain.returncode)  # SIGKILL cannot be passed on


def test_a_log_that_cannot_be_written_starts_nothing(tmp_path: Path) -> None:
    done = run("--log", tmp_path / "no" / "file", "touch", tmp_path / "made")
    assert done.returncode == 1
    assert done.stderr == f"the hidden lines cannot be kept in {tmp_path}/no/file: No such file or directory\n"
    assert not (tmp_path / "made").exists()


def test_the_words_of_the_command_are_its_own() -> None:
    done = run("printf", "%s,", "-v", "--log", "--", "x y", "--help")
    assert (done.returncode, done.stdout, done.stderr) == (0, "-v,--log,--,x y,--help,", "")
    assert run("--", "printf", "%s", "--").stdout == "--"


@pytest.mark.parametrize("status", [0, 1, 2, 77, 255])
def test_the_exit_status_is_the_commands(status: int) -> None:
    assert run("sh", "-c", f"exit {status}").returncode == status


@pytest.mark.parametrize("name", ["TERM", "KILL", "INT", "ABRT", "SEGV", "PIPE", "USR1"])
def test_a_command_that_a_signal_ended_ends_us_by_the_same_signal(name: str) -> None:
    assert run("sh", "-c", f"kill -{name} $$").returncode == -getattr(signal, f"SIG{name}")


@pytest.mark.parametrize(
    ("name", "status", "told"),
    [
        ("no-such-command", 127, "no-such-command: command not found"),
        ("./gone", 127, "./gone: command not found"),
        ("./plain-file", 126, "./plain-file: it is not executable"),
        ("./bad", 126, "./bad: No such file or directory"),
    ],
)
def test_a_command_that_cannot_be_run(tmp_path: Path, name: str, status: int, told: str) -> None:
    (tmp_path / "plain-file").touch()
    (tmp_path / "bad").write_text("#!/no/such/interpreter\n")
    (tmp_path / "bad").chmod(0o755)
    done = run(name, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (status, f"jupyter keras-quiet run: {told}\n")


def test_no_command_at_all() -> None:
    done = run("--")
    assert done.returncode == 1
    assert done.stderr == "run needs a command: jupyter keras-quiet run python train.py\n"


def test_a_script_that_names_no_shell_is_run_by_sh(tmp_path: Path) -> None:
    (tmp_path / "script").write_text('echo "$1"; echo told >&2; exit 5\n')
    (tmp_path / "script").chmod(0o755)
    done = run("./script", "word", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (5, "word\n", "told\n")


def test_stdin_is_the_commands() -> None:
    assert run("cat", input="typed\n" * 10_000).stdout == "typed\n" * 10_000


def test_many_mixed_lines_arrive_whole_and_in_order() -> None:
    code = f"import os\nfor i in range(10000): os.write(2, b'{OLDER_NOTICE}\\n' + b'mine %d\\n' % i)"
    done = run("-v", *python(code))
    assert done.stderr == "".join(f"mine {i}\n" for i in range(10_000)) + "[keras-quiet] 10000 lines hidden\n"


def test_a_line_that_may_be_noise_waits_for_a_moment_only() -> None:
    code = "import os, time\nos.write(2, b'2026-01-02 03:04:05.6'); time.sleep(3); os.write(2, b'mine')"
    with subprocess.Popen([*RUN, *python(code)], stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert os.read(process.stderr.fileno(), 100) == b"2026-01-02 03:04:05.6"
        assert process.poll() is None
        assert process.stderr.read() == b"mine"


@pytest.mark.timed
def test_what_the_command_leaves_in_the_background_does_not_hold_us_and_is_still_filtered(tmp_path: Path) -> None:
    late = f"sleep 2; echo '{OLDER_NOTICE}' >&2; echo late >&2; echo wrote $? > wrote"
    with (tmp_path / "err").open("w") as err:
        begun = time.monotonic()
        done = subprocess.run([*RUN, "sh", "-c", f"({late}) & echo now >&2"], stderr=err, cwd=tmp_path, check=False)
        took = time.monotonic() - begun
    assert done.returncode == 0
    assert took < 2
    end = time.monotonic() + 20
    while not (tmp_path / "wrote").exists() and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(0.5)
    assert (tmp_path / "err").read_text() == "now\nlate\n"
    assert (tmp_path / "wrote").read_text() == "wrote 0\n"


def test_a_reader_of_stderr_that_goes_away_ends_the_command_as_ever(tmp_path: Path) -> None:
    shell = "i=0; while [ $i -lt 100000 ]; do echo line >&2 || exit 9; i=$((i+1)); done"
    line = '{ "$@"; echo $? > status; } 2>&1 | head -n 1; cat status'
    plain = subprocess.run(
        ["bash", "-c", line, "-", "sh", "-c", shell], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    done = subprocess.run(
        ["bash", "-c", line, "-", *RUN, "sh", "-c", shell],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        timeout=60,
    )
    assert done.stdout == plain.stdout == "line\n141\n"


def test_a_closed_stderr_stays_closed() -> None:
    done = subprocess.run(
        ["bash", "-c", '"$@" 2>&-', "-", *RUN, "sh", "-c", "echo out; echo err >&2 || echo closed; exit 4"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (4, "out\nclosed\n")


# What keeps us from filtering costs the filter, and neither a byte nor the status.


def beside_plain(before: str, command: tuple[str, ...], **more: Any) -> None:
    """Run a command with us and without; `before` is what a shell does first, and how the streams are redirected."""
    prepare, _, streams = before.partition("|")
    shown = []
    for words in (command, (*RUN, *command)):
        line = f'{prepare}\n"$@" {streams}'
        done = subprocess.run(
            ["bash", "-c", line, "-", *words], capture_output=True, text=True, timeout=60, check=False, **more
        )
        shown.append((done.returncode, done.stdout, done.stderr))
    assert shown[1] == shown[0]


@pytest.mark.parametrize("streams", ["<&-", ">&-", "2>&-", "<&- >&-", "<&- 2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_closed_streams_are_closed_for_the_command_too(streams: str, tmp_path: Path) -> None:
    code = "for fd in 0 1 2; do test -e /proc/self/fd/$fd && echo $fd | tee out$fd >&2; done; echo mine >&2; exit 7"
    beside_plain(f"|{streams}", ("sh", "-c", code), cwd=tmp_path)


def test_what_is_late_arrives_where_stdin_is_closed(tmp_path: Path) -> None:
    late = "(sleep 1; echo late >&2; touch ended) & echo early >&2"
    with (tmp_path / "err").open("w") as err:
        subprocess.run(
            ["bash", "-c", '"$@" <&-', "-", *RUN, "sh", "-c", late], stderr=err, cwd=tmp_path, check=True, timeout=60
        )
    end = time.monotonic() + 20
    while not (tmp_path / "ended").exists() and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(0.5)
    assert (tmp_path / "err").read_text() == "early\nlate\n"


def test_a_thousand_open_descriptors_are_none_of_our_business() -> None:
    code = f"echo '{OLDER_NOTICE}' >&2; echo mine >&2; exit 7"
    raised = 'ulimit -n 4096; for i in $(seq 10 1110); do eval "exec $i</dev/null"; done'
    done = subprocess.run(
        ["bash", "-c", f'{raised}; "$@"', "-", *RUN, "sh", "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (7, "", "mine\n")


# A Python that can start no thread, and one that has few descriptors left once it is started.
CUSTOM = {
    "no thread": "import threading; threading.stack_size(1 << 46)",
    "no descriptor": """
import os, resource, shutil
def which(name, plain=shutil.which):
    found = plain(name)
    # The command needs one or two, and we need more.
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(map(int, os.listdir("/proc/self/fd"))) + 3, 1000))
    return found
shutil.which = which
""",
    # A stand-in for a fault of ours, which cannot be had otherwise.
    "no rules": "import json; json.loads = None",
    "no filter": """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "keras_quiet.command.running.relay":
            import keras_quiet.command.running.text_filter as text
            text.TextFilter.shown_of = lambda *_: 1 / 0
sys.meta_path.insert(0, Finder())
""",
}


@pytest.mark.parametrize("what", CUSTOM)
def test_where_the_filter_cannot_be_had_the_bytes_pass_as_they_are(what: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(CUSTOM[what])
    code = f"print('out'); import os, sys; os.write(2, b'{OLDER_NOTICE}\\nmine\\n'); sys.exit(7)"
    done = run(sys.executable, "-S", "-c", code, env={**os.environ, "PYTHONPATH": str(tmp_path)})
    lines = [line for line in done.stderr.splitlines() if not line.startswith("[keras-quiet] ")]
    assert (done.returncode, done.stdout, lines) == (7, "out\n", [OLDER_NOTICE, "mine"])
    assert "Traceback" not in done.stderr


def test_a_command_that_runs_without_the_filter_gets_signals_as_ever(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(CUSTOM["no thread"])
    done = run("-v", "sh", "-c", "yes | head -n 1; kill -TERM $$", env={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert (done.returncode, done.stdout) == (-signal.SIGTERM, "y\n")
    assert done.stderr == "[keras-quiet] without the filter: can't start new thread\n"


END = "W tensorflow/core/framework/local_rendezvous.cc:404] Local rendezvous is aborting with status: OUT_OF_RANGE: %s"
AFTER = {
    "a prediction": (END % "End of sequence", "[[0.87]]"),
    "an empty line": (END % "End of sequence", ""),
    "a line with spaces after a warning": (
        (
            "/opt/site-packages/scipy/a.py:3: RuntimeWarning: numpy.dtype size changed, "
            "may indicate binary incompatibility. Expected 9, got 8"
        ),
        "  fold 1: accuracy 0.91",
    ),
    "a name": (
        "I tensorflow/core/common_runtime/gpu/gpu_device.cc:12] Found device 0 with properties: ",
        "name: resnet50",
    ),
}


@pytest.mark.parametrize("pause", ["", "import time; time.sleep(0.3)"])
@pytest.mark.parametrize("what", AFTER)
def test_a_line_after_noise_is_shown_at_once_and_later(what: str, pause: str) -> None:
    noise, mine = AFTER[what]
    done = run(
        *python(
            f"import os; os.write(2, {noise.encode()!r} + b'\\n')\n{pause}\nos.write(2, {mine!r}.encode() + b'\\n')"
        )
    )
    assert done.stderr == f"{mine}\n"


def test_a_message_is_over_after_a_moment() -> None:
    code = "import os, time; os.write(2, {!r}.encode()); time.sleep({}); os.write(2, {!r}.encode())"
    node = "\t [[{{node IteratorGetNext}}]]\n"
    assert run(*python(code.format(END % "End of sequence\n", 0, node))).stderr == ""
    assert run(*python(code.format(END % "End of sequence\n", 0.3, node))).stderr == node


HANDLER = """
import signal, sys, time
def on(number, frame):
    print("got", signal.Signals(number).name, flush=True)
    sys.exit(3)
signal.signal(signal.{0}, on)
print("ready", flush=True)
time.sleep(60)
"""


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1"])
def test_a_signal_to_us_reaches_the_command(name: str) -> None:
    with subprocess.Popen([*RUN, *python(HANDLER.format(name))], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(getattr(signal, name))
        assert process.stdout.read() == f"got {name}\n"
        assert process.wait(30) == 3


# In a terminal, under a shell with job control.

PROMPT = "ready> "


@pytest.fixture
def shell(tmp_path: Path) -> Any:
    env = {**os.environ, "PS1": PROMPT, "HISTFILE": "", "INPUTRC": os.devnull, "TERM": "dumb"}
    child = pexpect.spawn(
        "bash", ["--norc", "--noprofile", "-i"], env=env, encoding="utf-8", timeout=30, dimensions=(31, 87), echo=False
    )
    child.expect_exact(PROMPT)
    child.sendline(f"cd {tmp_path}; PS1='{PROMPT}'; alias quiet='{' '.join(RUN)}'; shopt -s expand_aliases")
    child.expect_exact(PROMPT)
    yield child
    child.close(force=True)


def test_the_command_sees_a_terminal_of_the_same_size_and_its_bar_stays_a_bar(shell: Any, tmp_path: Path) -> None:
    (tmp_path / "bar.py").write_text(
        "import os, sys, time\n"
        "print(os.isatty(2), os.get_terminal_size(2), os.isatty(1), os.isatty(0), flush=True)\n"
        "for i in range(3): sys.stderr.write(f'\\r{i}/2 [bar]'); sys.stderr.flush(); time.sleep(.1)\n"
        f"sys.stderr.write('\\n{OLDER_NOTICE}\\nend\\n')\n"
    )
    shell.sendline(f"quiet {sys.executable} bar.py")
    shell.expect_exact(PROMPT)
    size = "True os.terminal_size(columns=87, lines=31) True True"
    assert shell.before == f"{size}\r\n\r0/2 [bar]\r1/2 [bar]\r2/2 [bar]\r\nend\r\n"


def test_a_new_size_of_the_terminal_reaches_the_command(shell: Any, tmp_path: Path) -> None:
    (tmp_path / "size.py").write_text(
        "import os, signal, time\n"
        "seen = []\n"
        "signal.signal(signal.SIGWINCH, lambda *_: seen.append(os.get_terminal_size(2)))\n"
        "print('begun', flush=True)\n"
        "end = time.time() + 20\n"
        "while time.time() < end and (not seen or seen[-1].columns != 120): time.sleep(.1)\n"
        "print(seen[-1].columns, seen[-1].lines, flush=True)\n"
    )
    shell.sendline(f"quiet {sys.executable} size.py")
    shell.expect_exact("begun")
    shell.setwinsize(40, 120)
    shell.expect_exact("120 40")


def test_control_c_reaches_the_command_once(shell: Any, tmp_path: Path) -> None:
    (tmp_path / "wait.py").write_text(
        "import signal, time\n"
        "signal.signal(signal.SIGINT, lambda *_: print('interrupted', flush=True))\n"
        "print('begun', flush=True)\n"
        "end = time.time() + 2\n"
        "while time.time() < end: time.sleep(.1)\n"
        "raise SystemExit(7)\n"
    )
    shell.sendline(f"quiet {sys.executable} wait.py")
    shell.expect_exact("begun")
    shell.sendintr()
    shell.expect_exact(PROMPT)
    assert shell.before.count("interrupted") == 1
    shell.sendline("echo status $?")
    shell.expect_exact("status 7")


def test_control_c_ends_a_command_as_without_us(shell: Any) -> None:
    shell.sendline("quiet sh -c 'echo begun; exec sleep 60'; echo never")
    shell.expect_exact("begun")
    shell.sendintr()
    shell.expect_exact(PROMPT)
    assert "never" not in shell.before
    shell.sendline("quiet true; echo status $?")
    shell.expect_exact("status 0")


def test_control_z_stops_the_command_and_fg_goes_on(shell: Any, tmp_path: Path) -> None:
    (tmp_path / "count.py").write_text(
        "import sys, time\n"
        "print('begun', flush=True)\n"
        "for i in range(30): time.sleep(.1); open('ticks', 'a').write('.')\n"
        "sys.stderr.write('done\\n')\n"
    )
    shell.sendline(f"quiet {sys.executable} count.py")
    shell.expect_exact("begun")
    shell.sendcontrol("z")
    shell.expect_exact("Stopped")
    shell.expect_exact(PROMPT)
    before = (tmp_path / "ticks").read_text() if (tmp_path / "ticks").exists() else ""
    time.sleep(1)
    after = (tmp_path / "ticks").read_text() if (tmp_path / "ticks").exists() else ""
    assert before == after
    shell.sendline("fg")
    shell.expect_exact("done")
    shell.expect_exact(PROMPT)
    assert len((tmp_path / "ticks").read_text()) == 30


KEYS = """
import os, termios, tty
terminal = os.open(os.ttyname(2), os.O_RDWR)  # as less does
before = termios.tcgetattr(terminal)
tty.setcbreak(terminal)
print('begun', flush=True)
{}
termios.tcsetattr(terminal, termios.TCSADRAIN, before)
"""


# What is printed is not what is typed.
SAME = "before=$(stty -g); {}; test $before = $(stty -g) && printf 'the %s settings\\n' same"


def test_a_pager_reads_its_keys_from_the_terminal_at_its_stderr(shell: Any, tmp_path: Path) -> None:
    (tmp_path / "pager.py").write_text(KEYS.format("print('key', os.read(terminal, 1), flush=True)"))
    shell.sendline(SAME.format(f"quiet {sys.executable} pager.py"))
    shell.expect_exact("begun")
    shell.send("q")
    shell.expect_exact("key b'q'")
    shell.expect_exact("the same settings")


def test_the_terminal_has_its_settings_again_after_a_pager_was_killed(shell: Any, tmp_path: Path) -> None:
    (tmp_path / "pager.py").write_text(KEYS.format("import time; time.sleep(.5); os.kill(os.getpid(), 9)"))
    shell.sendline(SAME.format(f"quiet {sys.executable} pager.py"))
    shell.expect_exact("begun")
    shell.expect_exact("the same settings")
