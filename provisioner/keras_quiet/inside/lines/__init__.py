"""Bytes become whole messages.

`lines` puts pieces together, `beginnings` says what may be noise, `continuations` what belongs to a message, `repeats`
what was said before. The filter comes in, and the commands `run` and `clean`.
"""
