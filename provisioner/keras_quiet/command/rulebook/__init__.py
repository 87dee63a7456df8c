"""The rules as people write them: `rules/*.toml`, read, checked and compiled for the kernel.

The build runs it (`hatch_build.py`), and so does `make rules`; a kernel never does. It needs Python and TOML alone.
"""
