"""The kernel's process: standard library and ipykernel only, Python 3.6 syntax. It imports nothing from outside.

`__main__` starts it, `kernel` and `extension` start the hooks. A message's way: `hooks`, `filter`, `lines`, `judging`,
`keeping`; `telling` is how a person reads it. `grammar`, `backend`, `launch` and `guarding` lie below. Each room's
`__init__` says who lives there and who may come in.
"""
