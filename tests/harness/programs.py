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
    "formatters, handlers, a queue and mocks": [
        r"""
import contextlib, copy, io, json, logging.config, logging.handlers, multiprocessing, tempfile
seen = []
def look(who, record): seen.append((who, sorted(vars(record)), str(record.msg), record.args))
class Redacting(logging.Formatter):
    def format(self, record):
        look("formatter", record); record = copy.copy(record); record.args = ("***",)
        return super().format(record)
class Looks(logging.Filter):
    def filter(self, record): look("filter", record); record.mine = "mine"; return True
class Lists(logging.StreamHandler):
    def emit(self, record): look("handler", record); super().emit(record)
class Lazy:
    def __str__(self): return "model"
tensorflow = logging.getLogger("tensorflow"); tensorflow.propagate = False
handlers = logging.StreamHandler(), Lists(io.StringIO()), logging.StreamHandler(io.StringIO())
for handler in handlers:
    handler.setFormatter(Redacting("%(levelname)s:%(name)s:%(message)s")); handler.addFilter(Looks())
tensorflow.handlers[:] = handlers
tensorflow.warning("token is %s", "hunter2"); tensorflow.warning("Assets written to: %s/assets", "model")
tensorflow.warning("Assets written to: %s/assets", Lazy()); tensorflow.error("more %s", 1, extra={"more": 1})
for each in handlers[1:]: print("KEPT", repr(each.stream.getvalue()))
print("\n".join(str(each) for each in seen if "Lazy" not in str(each)))
""",
        """
with tempfile.TemporaryDirectory() as folder:
    file = folder + "/log"
    logging.config.dictConfig({
        "version": 1, "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(levelname)s:%(name)s:%(message)s"}},
        "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "plain"},
                     "out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "plain"},
                     "file": {"class": "logging.FileHandler", "filename": file, "formatter": "plain"}},
        "loggers": {"tensorflow": {"handlers": ["terminal", "out", "file"], "level": "INFO", "propagate": False}}})
    own("configured"); print(open(file).read().count("Assets written"), len(open(file).read()))
""",
        """
def listen(records, told):
    for record in iter(records.get, None):
        told.put((record.getMessage().replace("Assets written to", "A"), sorted(vars(record)), vars(record).get("more")))
context = multiprocessing.get_context("fork"); records, told = context.Queue(), context.Queue()
process = context.Process(target=listen, args=(records, told)); process.start()
tensorflow.handlers[:] = [logging.handlers.QueueHandler(records), logging.StreamHandler()]
tensorflow.handlers[1].setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s"))
log_noise(); tensorflow.warning("mine %s", "told", extra={"more": 1}); tensorflow.warning("Assets written to: %s/assets", "model")
records.put(None); process.join(); print("\\n".join(str(told.get()) for _ in range(3)))
for queue in (records, told): queue.close(); queue.join_thread()
""",
        """
class Wraps:  # a tee as people write it
    def __init__(self, stream): self.stream, self.kept = stream, []
    def write(self, text): self.kept.append(text); return self.stream.write(text)
    def __getattr__(self, name): return getattr(self.stream, name)
wraps, buffer = Wraps(sys.stderr), io.StringIO()
tensorflow.handlers[:] = [logging.StreamHandler(wraps)]; tensorflow.warning("Assets written to: %s", "mine"); print(len(wraps.kept))
import warnings
old = FutureWarning("Passing (type, 1) or '1type' as a synonym of type is deprecated"), FutureWarning
at = "/nowhere/site-packages/tensorflow/python/framework/dtypes.py", 3
warnings.showwarning(*old, *at, file=buffer)
with contextlib.redirect_stderr(io.StringIO()) as caught, warnings.catch_warnings():
    warnings.simplefilter("always"); warnings.warn_explicit(*old, *at)
print(buffer.getvalue().count("Passing"), caught.getvalue().count("Passing"), "synonym" in caught.getvalue())
""",
        """
tensorflow.handlers[:], tensorflow.propagate = [], True
import re, select, warnings
from unittest import mock
def all_noise():
    for _ in range(30): noise(); log_noise(); sys.stderr.flush()
calls, plain_sleep = [], time.sleep
def sleep(seconds):
    if sys._getframe(1).f_globals["__name__"] == "ipykernel.parentpoller": return plain_sleep(seconds)
    calls.append(seconds); raise RuntimeError("mine")
with mock.patch("time.sleep", sleep):
    all_noise(); own("no sleep")
    try: time.sleep(3)
    except RuntimeError as error: print("out", error, calls)
for name in ("re.compile", "os.path.realpath", "os.fstat", "time.perf_counter", "json.loads", "builtins.open", "threading.Timer",
             "importlib.import_module", "os.environ"):
    with mock.patch(name) as patched:
        sys.stderr.write("err %s\\n" % name); logging.getLogger("tensorflow").warning("log %s", name); log_noise()
        print(name, patched.call_count)
with mock.patch("logging.StreamHandler.emit") as emit: log_noise(); print(emit.call_count)
with mock.patch("logging.StreamHandler.emit", autospec=True) as emit: log_noise(); print(emit.call_count)
with mock.patch.object(logging.Handler, "handle") as handle: log_noise(); print(handle.call_count)
with mock.patch("sys.stderr") as stderr: print("err mocked", file=sys.stderr); print(stderr.write.call_count)
""",
        "all_noise(); own('as before')",
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
    "structlog, python-json-logger, coloredlogs, loguru, freezegun, pytest": [
        """
import logging, sys
tensorflow, mine = logging.getLogger("tensorflow"), logging.getLogger("mine"); logging.root.setLevel("INFO")
def said(handler):
    logging.root.handlers[:], tensorflow.handlers[:] = [handler], []
    log_noise(); tensorflow.warning("log %s", "mine"); mine.info("mine", extra={"more": 1})
    logging.root.handlers[:] = []
import structlog
processors = [structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, structlog.stdlib.ExtraAdder()]
structlog.configure(
    processors=[*processors, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
    logger_factory=structlog.stdlib.LoggerFactory(), cache_logger_on_first_use=True)
for renderer in (structlog.processors.JSONRenderer(sort_keys=True), structlog.dev.ConsoleRenderer(colors=False)):
    handler = logging.StreamHandler()
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=processors,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]))
    said(handler)
    logging.root.handlers[:] = [handler]; structlog.get_logger("tensorflow").warning("structured", number=1)
""",
        """
import warnings; warnings.simplefilter("ignore")
from pythonjsonlogger import jsonlogger
handler = logging.StreamHandler(); handler.setFormatter(jsonlogger.JsonFormatter("%(name)s %(levelname)s %(message)s")); said(handler)
import coloredlogs
coloredlogs.install(level="INFO", fmt="%(levelname)s:%(name)s:%(message)s", isatty=False); said(logging.root.handlers[0])
coloredlogs.install(level="INFO", fmt="%(levelname)s:%(name)s:%(message)s", isatty=True, stream=sys.stdout)
said(logging.root.handlers[0])
""",
        """
from loguru import logger
class Intercepts(logging.Handler):
    def emit(self, record):
        logger.opt(depth=6, exception=record.exc_info).log(record.levelname, record.getMessage().replace("Assets written to", "A"))
class Propagates(logging.Handler):
    def emit(self, record): logging.getLogger(record.name).handle(record)
logger.remove(); logger.add(sys.stderr, format="{level}:{message}", colorize=False); said(Intercepts())
logger.remove(); logger.add(Propagates(), format="{message}")
handler = logging.StreamHandler(); handler.setFormatter(logging.Formatter("%(levelname)s:%(name)s:%(message)s"))
logging.root.handlers[:] = [handler]; logger.warning("to logging"); said(handler)
""",
        """
logging.root.handlers[:] = []
import datetime, freezegun, logging
formatter = logging.Formatter("%(asctime)s %(levelname)s:%(name)s:%(message)s")
def handled():
    handler = logging.StreamHandler(); handler.setFormatter(formatter); logging.getLogger("mine").handlers[:] = [handler]
    logging.getLogger("mine").propagate = False; logging.getLogger("mine").warning("at that time")
with freezegun.freeze_time("2020-02-02 03:04:05") as frozen:
    own("frozen"); handled(); frozen.tick(60); handled()
    for _ in range(30): noise(); log_noise(); sys.stderr.flush()
    print(datetime.datetime.now(), time.time())
""",
        "own('thawed'); print(datetime.datetime.now().year > 2020)",
        r"""
import contextlib, io, pytest
open("test_away.py", "w").write('''
import logging, os, sys, warnings
NATIVE = %r
def noises():
    os.write(2, NATIVE); logging.getLogger("tensorflow").warning("Assets written to: %%s/assets", "model")
def test_caplog(caplog):
    noises(); (record,) = caplog.records
    assert record.getMessage() == caplog.messages[0] == "Assets written to: model/assets"
    assert "getMessage" not in vars(record) and "Assets" in caplog.text
def test_capfd(capfd):
    logger = logging.getLogger("mine"); logger.propagate = False
    logger.handlers[:] = [logging.StreamHandler(), logging.StreamHandler(sys.__stderr__)]
    logging.getLogger("tensorflow").handlers[:] = logger.handlers
    noises(); logger.warning("mine"); out, err = capfd.readouterr()
    assert err.count("oneDNN") == 1 and err.count("Assets") == 2 and err.count("mine") == 2, err
    logger.handlers[:] = logging.getLogger("tensorflow").handlers[:] = []
def test_capsys(capsys):
    noises(); print("mine", file=sys.stderr); assert "mine" in capsys.readouterr().err
def test_warns():
    with warnings.catch_warnings(record=True) as caught:
        warnings.warn_explicit("numpy.dtype size changed", RuntimeWarning, "/x/site-packages/a.py", 3)
    assert len(caught) == 1
''' % NATIVE)
with contextlib.redirect_stdout(io.StringIO()) as told:
    status = pytest.main(["-q", "-p", "no:cacheprovider", "--assert=plain", "test_away.py"])
print(int(status), told.getvalue().split(" in ")[0])
""",
        "own('after')",
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
