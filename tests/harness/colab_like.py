"""A kernel with a shell of its own, with the overrides of Colab's public classes, for no Colab can run here.

After google/colab/_kernel.py and _shell.py of googlecolab/colabtools: which methods are replaced, and by what kind of
thing. What they need of Colab's servers is left out.
"""

# Runs in old kernels too: Python 3.7 and newer.
from __future__ import annotations

import subprocess
import sys

from ipykernel import ipkernel, kernelapp, zmqshell
from IPython.core import events


class Shell(zmqshell.ZMQInteractiveShell):
    def init_events(self) -> None:
        self.events = events.EventManager(self, events.available_events)
        self.events.register("pre_execute", self._clear_warning_registry)

    def system(self, command: str) -> None:
        done = subprocess.run(["sh", "-c", command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        sys.stdout.write(done.stdout.decode())

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        super()._showtraceback(etype, evalue, stb)

    def run_cell_magic(self, magic_name: str, line: str, cell: str) -> object:
        return super().run_cell_magic(magic_name, line, " " if line and not cell else cell)


class Kernel(ipkernel.IPythonKernel):
    def _shell_class_default(self) -> type:
        return Shell


if __name__ == "__main__":
    kernelapp.IPKernelApp.launch_instance(kernel_class=Kernel)
