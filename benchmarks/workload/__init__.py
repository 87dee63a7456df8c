"""The measured matrix: rows (environments), contestants, and the cells of one workload.

Data: `rows`, `contestants`, `reasons`, and the cells in `training`, `messages` and `words`.
Pure: `cells`, `judge`, `counts`, `page`, `picture`. With kernels: `measure`.
"""
