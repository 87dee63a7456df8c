"""What tells a reader of the magic: a line in the kernel's banner, an entry in the Help menu, and its usage."""

from typing import Any, Dict

BANNER = "Keras quiet: known log noise is hidden. %keras_quiet counts the hidden lines, %keras_quiet log shows them."
# What `%keras_quiet?` says, and the answer to unknown words.
USAGE = """%keras_quiet                      the backend and the reason, and how many lines were hidden
%keras_quiet log [N] [--rule ID]  the hidden lines: all, the last N, or those of one rule
%keras_quiet log --previous       the same of the kernel before this one, and what it said last
%keras_quiet off | on             off shows every line from now on, on hides known noise
%keras_quiet report               versions and the last shown log lines, to paste into a bug report"""
HELP = "Keras quiet: what is hidden, and how to read it"


def add(kernel: Any, shell: Any, info: Dict[str, Any]) -> None:
    """Add the line and the entry; the entry only where the provisioner passed the address of a page.

    The banner is what `jupyter console` prints, and "About this kernel" shows; JupyterLab and qtconsole put
    `help_links` into their Help menus.
    """
    shell.banner2 = "%s%s\n" % (shell.banner2, BANNER)
    url = info.get("help")
    if isinstance(url, str) and url:
        kernel.help_links = [*kernel.help_links, {"text": HELP, "url": url}]
