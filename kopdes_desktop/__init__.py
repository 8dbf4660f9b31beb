"""Kopdes Desktop: one village cooperative's members, savings and books, without a connection."""

__version__ = "0.1.0"
