"""What the user configures for every program: `configuration` reads the file, `values` says what is wrong with a value.

The kernel that no provisioner started comes in, and the server and the commands. It imports what is needed to judge a
value: the table of backends, and what a pattern may be.
"""
