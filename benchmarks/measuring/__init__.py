"""What several benchmarks share: the words for pairs of runs, and a plot."""
