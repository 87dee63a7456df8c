"""The four places where text comes in, one file each. They ask `Filter` and know no rule.

Each has `install(owner, quiet)`, which replaces something of Python's or ipykernel's. Whatever goes wrong in one of
them goes through `Filter.attempt`, and the user's text goes its plain way.
"""
