"""Readers: what an installed package can print, from its machine code and from its Python sources."""
