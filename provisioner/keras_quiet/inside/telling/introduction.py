"""Tells a reader of the magic who was never told: a line in the kernel's banner, an entry in the Help menu."""

from typing import Any, Dict

BANNER = "Keras quiet: known log noise is hidden. %keras_quiet counts the hidden lines, %keras_quiet log shows them."
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
