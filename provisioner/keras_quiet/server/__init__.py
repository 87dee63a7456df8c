"""The Jupyter server's process: what is decided at a launch. `provisioner` is what Jupyter starts.

It may import from `inside`; `command` may import from here.
"""
