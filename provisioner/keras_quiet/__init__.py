"""A Jupyter kernel for Keras: the backend you chose, the known noise gone, and nothing real lost."""

__version__ = "0.1.0"
