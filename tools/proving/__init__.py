"""Whether what a rule says is what upstream says."""
