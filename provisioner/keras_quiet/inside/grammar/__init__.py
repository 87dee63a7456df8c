"""Who speaks and what is said.

`messages` reads the prefix of a line, `rule` says what a rule is, `places` and `patterns` read file names and regular
expressions. This room lies below all others: everybody comes in, and it imports none of them.
"""
