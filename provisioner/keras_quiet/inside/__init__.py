"""The kernel's process: standard library and ipykernel only, Python 3.6 syntax. It imports nothing from outside.

`__main__` starts it, `kernel` installs the `hooks`; `server` and `command` may import from here.
A message's way: `hooks`, `lines`, `messages`, `verdicts` (`candidates`, `speakers`, `rules`, `machine`), `hidden`.
"""
