"""How a person reads what was hidden.

The `magic` with its `rows` and its `report`, the `replies` of the status bar, the `introduction`; `session` says what
Keras runs on, `missing_backend` what it lacks. `shell`, `kernel` and `extension` come in.
"""
