"""Which backend Keras gets where nobody chose one.

The table of `backends`, the pure `choice`, a `probe` of what an interpreter has, the `versions`. The kernel and the
server use the same code.
"""
