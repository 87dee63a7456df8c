"""The measured matrix: rows (environments) x contestants x the cells of one workload.

Data: `rows`, `contestants`, `training` and `words` (the cells), `reasons`. Pure: `cells`, `judge`, `report`, `picture`.
With kernels: `measure`.
"""
