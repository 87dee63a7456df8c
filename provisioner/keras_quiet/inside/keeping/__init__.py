"""What was hidden.

`hidden` keeps it: in a `table`, once with a count, and in a `private_file`. `leftovers` removes files of dead kernels,
`turns` replaces a lock. `recent` has what was shown lately.
The filter writes here and `telling` reads; the server reads the private file of a kernel that died.
"""
