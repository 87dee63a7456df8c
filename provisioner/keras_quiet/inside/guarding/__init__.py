"""What keeps other people's things from harming us, and our own faults from harming the user.

`kept` has Python's functions as they were at the start, `files` reads files that may be anybody's, `foreign` makes
other people's text harmless, `faults` counts our own exceptions. Everybody comes in; this room imports nothing of ours.
"""
