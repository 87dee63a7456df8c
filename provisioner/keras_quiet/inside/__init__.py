"""The half that runs in the kernel: standard library and ipykernel only, Python 3.6 syntax.

The data's way: `capture` takes text at the doors where it comes in, `lines` puts pieces together,
`messages` reads who speaks and what is said, `verdicts` asks the `rules`, `hidden` keeps what was hidden.
"""
