"""Beranda: what waits to be done, what lies where, and how the cooperative is doing."""
