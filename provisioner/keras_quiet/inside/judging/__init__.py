"""A message becomes a rule or none.

`rules` are the known noise, `verdicts` ask them, `machine` knows whether there is a GPU, `issuers` who warns. The
filter and `lines` come in, and the commands that explain.
"""
