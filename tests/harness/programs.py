"""What people do in notebooks: programs by name, with noise among lines of their own (`side_by_side.NOISE`).

A program is a list of cells; a pair is a cell and the answers to its prompts.
"""

from __future__ import annotations

Cell = str | tuple[str, list[str]]

PROGRAMS: dict[str, list[Cell]] = {
    "input and getpass": [
        ("own('before'); name = input('name? '); own(name); noise(); os.write(2, b'native prompt: ')", ["Ada"]),
        ("import getpass; noise(); secret = getpass.getpass('secret? '); own(secret * 2)", ["word"]),
    ],
    "pdb": [
        (
            "def f(x):\n    own('in f')\n    import pdb; pdb.set_trace()\n    own('after')\n    return x\nf(3)",
            ["p x + 4", "c"],
        ),
        "def g():\n    own('g')\n    1 / 0\ng()",
        ("%debug", ["p 'post', 'mortem'", "q"]),
    ],
    "IPython.embed": [
        (
            "import IPython; own('before')\nIPython.embed(colors='neutral', display_banner=False)",
            ["own('inner')", "x = 5", "exit"],
        ),
        "own('after')",
    ],
    "subprocesses": [
        """
import subprocess
child = "import os; os.write(2, %r + b'native child\\\\n' + %r); print('out child', flush=True)" % (NATIVE, NATIVE)
for how in (subprocess.run, subprocess.check_call, lambda argv: subprocess.Popen(argv).wait()): how([sys.executable, "-c", child])
done = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True)
print("captured", done.stdout, done.stderr.count("oneDNN"), done.stderr.count("native child"))
""",
        "!echo out shell; echo native shell >&2; printf 'native no line end' >&2",
        "%%bash\necho out bash; echo err bash >&2",
    ],
    "multiprocessing": [
        """
import multiprocessing
def work(n):
    own("worker %d" % n); sys.stdout.flush(); sys.stderr.flush()
fork = multiprocessing.get_context("fork")
for n in range(3):
    child = fork.Process(target=work, args=(n,)); child.start(); child.join(); sys.stdout.write("out %d\\n" % child.exitcode)
with fork.Pool(2) as pool: print(pool.map(abs, range(-5, 0)))
""",
        """
open("away.py", "w").write("import os\\ndef away(n): os.write(2, %r + b'native spawned %%d\\\\n' %% n); return n" % NATIVE)
sys.path.insert(0, ".")
import away
with multiprocessing.get_context("spawn").Pool(1) as pool: print(pool.map(away.away, range(3)))
""",
    ],
    "asyncio tasks between cells": [
        """
import asyncio
async def ticks():
    for n in range(5): own("tick %d" % n); await asyncio.sleep(0.1)
task = asyncio.get_event_loop().create_task(ticks()); print("out started")
""",
        "await asyncio.sleep(0.3); own('second')",
        "await task; own('third')",
    ],
    "threads after their cell": [
        """
def late():
    time.sleep(0.4); own("late")
thread = threading.Thread(target=late); thread.start(); own("now")
""",
        "thread.join(); time.sleep(0.2); own('joined')",
    ],
    "games with file descriptor 2": [
        """
saved = os.dup(2); null = os.open(os.devnull, os.O_WRONLY); os.dup2(null, 2); own("to null"); os.dup2(saved, 2); own("back")
r, w = os.pipe(); os.dup2(w, 2); noise(); os.write(2, b"native piped\\n"); os.dup2(saved, 2); os.close(w)
print(os.read(r, 10000).count(b"\\n")); own("again")
""",
        "os.write(saved, NATIVE + b'native by the copy\\n'); own('end'); time.sleep(0.2)",
    ],
    "a closed file descriptor 2": [
        "own('first')",  # else ZeroMQ's own descriptor takes its place, in both
        """
sys.stderr.flush(); time.sleep(0.3); saved = os.dup(2); os.close(2)
try: os.write(2, b"x")
except OSError as error: print("out", error.errno)
log_noise(); logging.getLogger("tensorflow").warning("log mine"); print("err mine", file=sys.stderr); sys.stderr.flush()
""",
        "os.dup2(saved, 2); own('back')",
    ],
    "a replaced sys.stderr": [
        """
import io
real = sys.stderr
class Tee(io.TextIOBase):
    def write(self, text): kept.append(text); return real.write(text)
    def flush(self): real.flush()
kept = []
sys.stderr = io.StringIO(); own("to a buffer"); buffered = sys.stderr.getvalue(); sys.stderr = Tee(); own("teed")
sys.stderr = None
try: own("nowhere")
except Exception as error: print("out", error)
sys.stderr = real; own("real"); print(repr(buffered), repr("".join(kept)))
""",
        "sys.stderr = sys.__stderr__; own('dunder'); time.sleep(0.3); sys.stderr = real; own('after')",
    ],
    "a replaced write": [
        """
plain, kept = sys.stderr.write, []
def write(text): kept.append(text); return plain(text)
sys.stderr.write = write; own("kept"); time.sleep(0.3); sys.stderr.flush(); sys.stderr.write = plain
print([word in "".join(kept) for word in ("native kept", "err kept", "log kept")])
""",
    ],
    "redirected and captured": [
        """
import contextlib, io
with contextlib.redirect_stderr(io.StringIO()) as caught: own("redirected")
print(repr(caught.getvalue()))
with contextlib.redirect_stderr(sys.stdout): print("err to out", file=sys.stderr)
""",
        "%%capture caught\nprint('err inside', file=sys.stderr); print('out inside'); os.write(2, b'native inside\\n'); log_noise()",
        "print(repr(caught.stdout), repr(caught.stderr)); caught.show(); own('after')",
    ],
    "warnings": [
        """
import warnings; warnings.simplefilter("always")
with warnings.catch_warnings(record=True) as caught: warnings.warn("recorded"); own("x")
print(len(caught)); warnings.warn("shown")
logging.captureWarnings(True); warnings.warn("logged"); logging.captureWarnings(False)
warnings.simplefilter("error")
try: warnings.warn("raised")
except UserWarning as error: print("out", error)
""",
    ],
    "a fork in a thread": [
        """
def forks():
    sys.stdout.flush(); sys.stderr.flush(); pid = os.fork()
    if not pid: own("child"); sys.stdout.flush(); sys.stderr.flush(); os._exit(3)
    sys.stdout.write("out %d\\n" % os.waitpid(pid, 0)[1])
threads = [threading.Thread(target=forks) for _ in range(3)]
for thread in threads: thread.start(); thread.join()
own("parent")
""",
    ],
    "faulthandler": [
        """
import faulthandler, tempfile
faulthandler.enable(); print(faulthandler.is_enabled()); own("enabled")
with tempfile.TemporaryFile("w+") as file:
    faulthandler.dump_traceback(file); file.seek(0); print("Current thread" in file.read())
sys.stderr.flush(); faulthandler.dump_traceback(sys.__stderr__); time.sleep(0.3); own("dumped")
with tempfile.TemporaryFile("w+") as file:
    noise(); time.sleep(0.3)  # a dump while another thread runs may end Python 3.12, in the plain kernel too
    faulthandler.dump_traceback_later(0.1, file=file); time.sleep(0.3); file.seek(0); print("Timeout" in file.read())
faulthandler.cancel_dump_traceback_later(); own("later")
""",
    ],
    "a memory limit": [
        """
import resource
own("before"); sys.stderr.flush()
size = int(open("/proc/self/statm").read().split()[0]) * 4096
resource.setrlimit(resource.RLIMIT_AS, (size + (64 << 20), resource.RLIM_INFINITY))
try: bytearray(1 << 30)
except MemoryError: own("no memory")
for n in range(50): own("under the limit %d" % n)
""",
        "resource.setrlimit(resource.RLIMIT_AS, (-1, -1)); own('after')",
    ],
    "matplotlib": [
        """
%matplotlib inline
import matplotlib.pyplot as plt
noise(); own("before"); plt.plot([1, 2]); own("after")
""",
        "fig, axes = plt.subplots(); noise(); plt.show(); own('shown')",
    ],
    "ipywidgets": [
        """
import ipywidgets
from IPython.display import display
box = ipywidgets.Output(); display(box)
with box: own("inside"); display("shown inside")
own("outside"); noise(); box.append_stdout("appended"); box.clear_output()
""",
        """
bar = ipywidgets.IntProgress(max=3)
display(bar)
for n in range(3): noise(); bar.value += 1; own("step %d" % n)
@box.capture()
def captured(): own("captured")
captured()
""",
    ],
    "comms": [
        """
def opened(comm, message):
    own("opened"); comm.send({"got": message["content"]["data"]})
get_ipython().kernel.comm_manager.register_target("ours", opened)
from ipykernel.comm import Comm
comm = Comm(target_name="theirs", data={"n": 1}); noise(); comm.send({"n": 2}); own("sent"); comm.close(); own("closed")
""",
    ],
    "progress bars by hand": [
        """
for n in range(20):
    sys.stderr.write("\\r%3d%%|%s" % (n * 5, "#" * n)); sys.stderr.flush()
    if n % 5 == 0: noise(); log_noise()
sys.stderr.write("\\n")
for n in range(20): os.write(2, b"\\rnative %d" % n); time.sleep(0.001)
os.write(2, b"\\n"); print("\\rout", end=""); print("\\rout again")
""",
    ],
    "errors": [
        "own('before'); 1 / 0",
        "noise(); raise SystemExit('mine')",
        "import traceback; own('x')\ntry: 1 / 0\nexcept ZeroDivisionError: traceback.print_exc()",
        "thread = threading.Thread(target=lambda: 1 / 0); thread.start(); thread.join(); own('y')",
        "def f(: pass",
    ],
    "rich displays and magics": [
        "from IPython.display import HTML, clear_output; own('a'); display(HTML('<b>x</b>')); clear_output(); own('b')",
        "%%timeit -n1 -r1 -q\nnoise()",
        "%pip --version\nnoise()\n1 + 1",
    ],
}

# The same with packages: those of the environment `loggers`, whose folder stands in LOGGERS.
PACKAGE_PROGRAMS: dict[str, list[Cell]] = {
    "absl": [
        """
import absl.logging
absl.logging.use_absl_handler(); absl.logging.set_verbosity(absl.logging.INFO); logging.root.setLevel("INFO")
absl.logging.info("mine %d", 1); absl.logging.warning("mine"); log_noise(); logging.getLogger("tensorflow").warning("x")
absl.logging.error("mine error\\nof two lines")
try: 1 / 0
except ZeroDivisionError: absl.logging.exception("mine exception")
own("after")
""",
        "for n in range(3): absl.logging.log_first_n(absl.logging.ERROR, 'once', 1)\nown('again')",
    ],
    "tqdm": [
        """
import tqdm, tqdm.auto, tqdm.contrib.logging
ways = dict(bar_format="{desc}{n}/{total}|{bar}|", mininterval=0, ncols=30)
for n in tqdm.tqdm(range(5), **ways): noise(); log_noise()
for n in tqdm.tqdm(range(5), file=sys.stdout, **ways): tqdm.tqdm.write("out %d" % n); log_noise()
bar = tqdm.tqdm(total=3, desc="by hand", **ways)
for n in range(3): bar.update(); tqdm.tqdm.write("err %d" % n, file=sys.stderr); noise()
bar.close()
with tqdm.contrib.logging.logging_redirect_tqdm():
    for n in tqdm.trange(3, **ways): logging.warning("log %d", n); noise()
""",
    ],
    "colorlog": [
        """
import colorlog
handler = colorlog.StreamHandler()
handler.setFormatter(colorlog.ColoredFormatter("%(log_color)s%(levelname)s:%(name)s:%(message)s"))
logging.root.addHandler(handler); own("coloured"); logging.getLogger("mine").error("mine")
colorlog.basicConfig(force=True, stream=sys.stdout); own("to out")
""",
    ],
    "rich": [
        """
import rich, rich.console, rich.logging
def said(text):  # Rich writes a line in pieces, and native lines would come between
    log_noise(); logging.getLogger("tensorflow").warning("log " + text); print("out " + text)
ways = dict(show_time=False, show_path=False)
logging.root.addHandler(rich.logging.RichHandler(**ways)); said("in the notebook"); rich.print("[bold]mine[/bold]")
logging.root.handlers[:] = [rich.logging.RichHandler(console=rich.console.Console(stderr=True, force_jupyter=False), **ways)]
said("to stderr")
import io
buffer = io.StringIO(); console = rich.console.Console(file=buffer, force_jupyter=False)
logging.root.handlers[:] = [rich.logging.RichHandler(console=console, **ways)]; said("to a buffer")
print(buffer.getvalue().count("Assets written"), buffer.getvalue().count("log to a buffer"))
""",
        "import rich.traceback; rich.traceback.install(); rich.print({'a': 1}); 1 / 0",
    ],
    "joblib": [
        """
import joblib
open("away.py", "w").write("import os\\ndef away(n): os.write(2, %r + b'native worker %%d\\\\n' %% n); return n" % NATIVE)
sys.path.insert(0, "."); os.environ["PYTHONPATH"] = LOGGERS
import away
print(joblib.Parallel(n_jobs=2)(joblib.delayed(away.away)(n) for n in range(4)))
print(joblib.Parallel(n_jobs=2, backend="threading", verbose=0)(joblib.delayed(own)("%d" % n) for n in [1]))
time.sleep(0.3)
""",
    ],
    "wurlitzer": [
        """
import io, wurlitzer
with wurlitzer.pipes() as (out, err): os.write(1, b"native out\\n"); os.write(2, b"native err\\n"); noise(); log_noise()
print(repr(out.read()), repr(err.read())); own("after")
with wurlitzer.sys_pipes(): os.write(2, b"native forwarded\\n"); os.write(1, b"native out forwarded\\n")
time.sleep(0.3); own("again")
""",
    ],
}
