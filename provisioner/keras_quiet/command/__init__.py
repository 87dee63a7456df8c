"""The shell's process: `jupyter keras-quiet`. `main` is what the shell starts.

It may import from `server` and `inside`; nobody imports from here.
"""
