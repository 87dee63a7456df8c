"""How a person reads what was hidden.

The `magic`, its `report`, the `replies` of the status bar, the `introduction`, and `session`, which says what Keras
runs on. `shell`, `kernel` and `extension` come in.
"""
