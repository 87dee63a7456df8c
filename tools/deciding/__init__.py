"""Who decides what happens to a statement: the rules, the entries about what is shown, or nobody yet."""
